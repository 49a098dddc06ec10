"""Floors of quality: the seeds are ours and always measured, the other sets where they are.

The figures are those of ``benchmarks/extraction.py`` and ``benchmarks/textlines.py``; a floor lies
a little below what was reached when it was set.
"""

from __future__ import annotations

import json
import re
import runpy
import textwrap
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from transforms.clean.lines import match_line
from transforms.clean.text import TextOptions, clean_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXTRACTION_F1, EXTRACTION_RECALL = 0.968, 0.976
TITLE, AUTHOR, DAY_RIGHT, DAY_WRONG = 0.87, 0.78, 0.93, 0.03
JUNK_F1 = {"all": 0.88, "English": 0.90, "other": 0.70}
BODY_LOST = {"all": 0.02, "English": 0.02, "other": 0.03}
# It takes 5 to 6.5 times as long as to find the words of a text, whatever the machine.
MOST_TIME = 9


def test_all_the_dirt_of_the_seeds_goes_and_nothing_else(seeds: Path, root: Path) -> None:
    labelled = (root / "tests/resources/seeds_lines.jsonl").read_text("utf-8").splitlines()
    by_file: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in map(json.loads, labelled):
        by_file[line["file"]].append(line)
    dirt, good = [], []
    for name, lines in by_file.items():
        kept = clean_text((seeds / name).read_text("utf-8")).text.split("\n")
        for line in lines:
            text = line["text"].removeprefix((line.get("prefix") or {"text": ""})["text"]).strip()
            if line["label"] == "duplicate":
                dirt.append(kept.count(text) > 1)
            elif text:
                (dirt if line["label"] == "boilerplate" else good).append(text in kept)
    assert (sum(dirt), len(dirt)) == (0, 6)
    assert (sum(good), len(good)) == (48, 48)


@pytest.mark.parametrize("width", [None, 70])
def test_text_is_cleaned_in_a_few_times_what_it_takes_to_find_its_words(
    seeds: Path, width: int | None
) -> None:
    texts = [path.read_text("utf-8") for path in sorted(seeds.glob("*.txt"))]
    if width is not None:
        texts = ["\n\n".join(textwrap.fill(line, width) for line in t.split("\n")) for t in texts]
    clean_text(texts[0])
    rounds = range(10)
    words = min(_seconds(re.compile(r"\w+").findall, texts) for _ in rounds)
    assert min(_seconds(clean_text, texts) for _ in rounds) < MOST_TIME * words


def _seconds(work: Callable[[str], object], texts: list[str]) -> float:
    # What is remembered of one round may not help the next.
    match_line.cache_clear()
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


@pytest.mark.gold
def test_the_text_and_metadata_of_pages(gold: Path, root: Path) -> None:
    benchmark = runpy.run_path(str(root / "benchmarks" / "extraction.py"))
    pages = benchmark["read_gold"](gold / "extraction")
    found = {row["id"]: benchmark["newsmill"](row, page) for row, page in pages}
    scores = [
        benchmark["page_score"](row["text"], found[row["id"]].text)
        for row, _ in pages
        if row["src"] in benchmark["MAIN_SETS"]
    ]
    _, recall, f1, _ = benchmark["set_score"](scores)
    assert f1 >= EXTRACTION_F1
    assert recall >= EXTRACTION_RECALL
    told = benchmark["metadata_score"](pages, found)
    assert told["title exact"] >= TITLE
    assert told["author exact"] >= AUTHOR
    assert told["day right"] >= DAY_RIGHT
    assert told["wrong"] <= DAY_WRONG


@pytest.mark.gold
def test_the_dirt_in_page_dumps(gold: Path, root: Path) -> None:
    benchmark = runpy.run_path(str(root / "benchmarks" / "textlines.py"))
    rows = benchmark["read_rows"](gold)
    predicted = [benchmark["by_text"](row, TextOptions()) for row in rows]
    found = benchmark["figures"](gold, rows, predicted)
    junk = {name: scores["junk_F1"] for name, scores in found.items()}
    lost = {name: scores["body_lost"] for name, scores in found.items()}
    assert {name: f1 for name, f1 in junk.items() if f1 < JUNK_F1[name]} == {}
    assert {name: share for name, share in lost.items() if share > BODY_LOST[name]} == {}
