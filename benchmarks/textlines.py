"""Plain text as a bad extractor leaves it: the dirt that cleaning removes, the body it loses.

    python benchmarks/textlines.py GOLD

GOLD holds ``corpus/news.jsonl.gz``, ``extraction/textlines_dev.jsonl`` (a page a line, each line
of it marked keep or drop) and ``scores/textlines.py``, which counts lines by their words.

Prints junk_F1, body_lost and junk_left for all pages, the English ones and the others: of whole
texts, where a paragraph that lost its dateline counts as lost, and of the verdicts on lines, with
and without each group of rules; and how many news texts of 2 to 3 KB are cleaned in a second of
CPU, with a paragraph a line, broken at a fixed width, and mixed as they stand in the corpus.
"""

from __future__ import annotations

import gzip
import json
import runpy
import sys
import time
from pathlib import Path
from typing import Any

from transforms.clean.lines import LineOptions, load_rules, mark_lines, match_line
from transforms.clean.lines.headlines import line_words
from transforms.clean.text import TextOptions, clean_text

Row = dict[str, Any]
GROUPS = {
    "rules and classifier": LineOptions(),
    "without the classifier": LineOptions(classifier=False),
    "without sections": LineOptions(sections=False),
}
FIGURES = ("docs", "lines", "F1", "junk_F1", "body_lost", "junk_left")
SHORTEST, LONGEST = 2_000, 3_000
SPEED_TEXTS = 1_000
SPEED_ROUNDS = 3
BROKEN_AT = 120


def scorer(gold: Path) -> Any:  # noqa: ANN401  a function of the gold folder
    sys.path.insert(0, str(gold / "scores"))
    try:
        return runpy.run_path(str(gold / "scores" / "textlines.py"))["score"]
    finally:
        sys.path.remove(str(gold / "scores"))


def by_lines(row: Row, options: LineOptions) -> Row:
    verdicts = mark_lines([line["text"] for line in row["lines"]], options)
    return {"id": row["id"], "keep": [verdict is None for verdict in verdicts]}


def by_text(row: Row, options: TextOptions) -> Row:
    source = "\n".join(line["text"] for line in row["lines"])
    return {"id": row["id"], "text": clean_text(source, None, options).text}


def read_rows(gold: Path) -> list[Row]:
    path = gold / "extraction" / "textlines_dev.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def figures(gold: Path, rows: list[Row], predicted: list[Row]) -> dict[str, dict[str, float]]:
    """The scores over all pages, the English ones, and the others."""
    score = scorer(gold)
    groups = {
        "all": rows,
        "English": [row for row in rows if row["en"]],
        "other": [row for row in rows if not row["en"]],
    }
    return {name: score(group, predicted) for name, group in groups.items()}


def print_figures(name: str, found: dict[str, dict[str, float]]) -> None:
    for group, scores in found.items():
        told = "  ".join(f"{key} {scores[key]:.4g}" for key in FIGURES)
        print(f"{name:28} {group:8} {told}")


def news_texts(gold: Path) -> dict[str, list[str]]:
    """Different texts of a usual length, by how their paragraphs come."""
    texts: dict[str, list[str]] = {"a paragraph a line": [], "broken lines": [], "mixed": []}
    with gzip.open(gold / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as file:
        for text in (json.loads(line)["text"] for line in file):
            if text and SHORTEST <= len(text) <= LONGEST:
                is_broken = max(map(len, text.split("\n"))) <= BROKEN_AT
                texts["broken lines" if is_broken else "a paragraph a line"].append(text)
                texts["mixed"].append(text)
    # One source stands after the other in the corpus: from all of it, not its beginning.
    return {name: found[:: max(1, len(found) // SPEED_TEXTS)] for name, found in texts.items()}


def texts_a_second(texts: list[str]) -> float:
    """How many of the texts are cleaned in a second of CPU."""
    load_rules()
    # What is remembered of one text may help with none before it.
    match_line.cache_clear()
    line_words.cache_clear()
    began = time.process_time()
    for text in texts:
        clean_text(text)
    return len(texts) / (time.process_time() - began)


def main() -> None:
    gold = Path(sys.argv[1])
    rows = read_rows(gold)
    predicted = [by_text(row, TextOptions()) for row in rows]
    print_figures("whole texts", figures(gold, rows, predicted))
    predicted = [by_text(row, TextOptions(datelines=False)) for row in rows]
    print_figures("whole texts, datelines kept", figures(gold, rows, predicted))
    for name, options in GROUPS.items():
        predicted = [by_lines(row, options) for row in rows]
        print_figures(name, figures(gold, rows, predicted))
    for name, texts in news_texts(gold).items():
        length = sum(map(len, texts)) / len(texts)
        rate = max(texts_a_second(texts) for _ in range(SPEED_ROUNDS))
        print(f"{name}: {rate:,.0f} texts of {length:,.0f} characters a second of CPU")


if __name__ == "__main__":
    main()
