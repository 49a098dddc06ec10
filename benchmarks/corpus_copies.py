"""Altered copies of articles and pages: as many as wanted, of the same kind, and none a duplicate.

    python benchmarks/corpus_copies.py GOLD articles 100000 OUT.jsonl
    python benchmarks/corpus_copies.py GOLD pages 2000 OUT_FOLDER

In a copy the numbers have other digits, the names are other names of the corpus, and half of the
sentences come from other articles; so the work is that of real text, and no two copies are near
each other. The first round is the corpus as it is. The same arguments give the same bytes.
"""

# ruff: noqa: S311  chance, not secrets

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_DIGIT = re.compile(r"[1-9]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
# Text between tags, outside of scripts and styles, that is long enough to be of the article.
_TEXT_NODE = re.compile(r">([^<>{}]{60,})<")
_CANONICAL = re.compile(r"<link[^>]*rel=[\"']?canonical[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"href=[\"']?([^\"' >]+)")
_NAMES_POOL = 5_000


class Alteration:
    """Alters texts by a seed; the pools of names and sentences are the corpus's own."""

    def __init__(self, texts: Sequence[str]) -> None:
        found = {name for text in texts for name in _NAME.findall(text)}
        self._names = sorted(found)[:: max(1, len(found) // _NAMES_POOL)]
        self._sentences = [s for text in texts for s in _SENTENCE.split(text) if len(s) > 40]  # noqa: PLR2004

    def __call__(self, text: str, chance: random.Random) -> str:
        """The text with other digits and names, and half of its sentences from other texts."""
        sentences = [
            chance.choice(self._sentences) if chance.random() < 0.5 else sentence  # noqa: PLR2004
            for sentence in _SENTENCE.split(text)
        ]
        return self.words(" ".join(sentences), chance)

    def words(self, text: str, chance: random.Random) -> str:
        """The text with other digits and names."""
        text = _DIGIT.sub(lambda _: chance.choice("123456789"), text)
        return _NAME.sub(lambda _: chance.choice(self._names), text)


def read_articles(gold: Path) -> list[dict[str, str]]:
    """The English articles of the corpus."""
    with gzip.open(gold / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row for row in rows if row["lang"] == "en"]


def article_copies(gold: Path) -> Iterator[dict[str, str]]:
    """The articles, then altered copies of them, without end."""
    # In another order than the corpus has, so that any number of them is of all its kinds.
    articles = read_articles(gold)
    random.Random(0).shuffle(articles)
    unique = list({article["text"]: article for article in articles}.values())
    yield from ({"id": row["id"], "title": row["title"], "text": row["text"]} for row in unique)
    alter = Alteration([row["text"] for row in unique])
    turn = 0
    while True:
        turn += 1
        for row in unique:
            chance = random.Random(f"{turn} {row['id']}")
            title = alter.words(row["title"] or "", chance)
            yield {"id": f"{row['id']}-{turn}", "title": title, "text": alter(row["text"], chance)}


def read_pages(gold: Path) -> list[str]:
    """The pages with gold text, decoded."""
    folder = gold / "extraction" / "pages"
    return [
        gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        for path in sorted(folder.glob("*.html.gz"))
    ]


def page_copies(gold: Path) -> Iterator[str]:
    """The pages, then altered copies of them, without end."""
    pages = read_pages(gold)
    yield from pages
    alter = Alteration([row["text"] for row in read_articles(gold)[::10]])
    turn = 0
    while True:
        turn += 1
        for number, page in enumerate(pages):
            yield _alter_page(page, alter, random.Random(f"{turn} {number}"), turn)


def _alter_page(page: str, alter: Alteration, chance: random.Random, turn: int) -> str:
    copy = _TEXT_NODE.sub(lambda node: f">{alter(node[1], chance)}<", page)
    for link in set(_CANONICAL.findall(page)):
        if address := _HREF.search(link):
            # The address makes an article: with the same one, a copy would be its new version.
            new = f"{address[1]}{'&' if '?' in address[1] else '?'}copy={turn}"
            copy = copy.replace(link, link.replace(address[1], new))
    return copy


def write_articles(gold: Path, count: int, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(
            json.dumps(row, ensure_ascii=False) + "\n"
            for row in islice(article_copies(gold), count)
        )


def write_pages(gold: Path, count: int, folder: Path) -> None:
    folder.mkdir(parents=True)
    for number, page in enumerate(islice(page_copies(gold), count)):
        (folder / f"{number:06}.html").write_text(page, "utf-8")


if __name__ == "__main__":
    gold, kind, count, out = sys.argv[1:]
    {"articles": write_articles, "pages": write_pages}[kind](Path(gold), int(count), Path(out))
