"""Main text and metadata of news pages: newsmill beside trafilatura and readability.

    python benchmarks/extraction.py GOLD/extraction [--without] [--speed]

GOLD/extraction holds ``index.jsonl`` (id, src, url, domain, html, text, meta) and the pages it
names, gzipped. F1 counts four-word shingles, precision and recall averaged over pages, as
article-extraction-benchmark does; newsmill's text counts without the headline, which has a passage
and a column of its own. readability joins where it is installed (pip install readability-lxml).

--without  prints the figures without each group of rules.
--speed    prints CPU seconds of text and metadata together, in turns within this process.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import logging
import random
import re
import time
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import trafilatura

from transforms.clean.html import HtmlOptions, clean_html
from transforms.clean.published import resolve_published
from transforms.errors import ItemError
from transforms.read.html import decode_html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Row = dict[str, Any]
MAIN_SETS = ("article-extraction-benchmark", "fundus-evaluation")
RULE_GROUPS = ("regions", "completion", "residue", "standfirst")
RESAMPLES = 2_000
FOLDS = 5
SPEED_ROUNDS = 3
SAME = 0.001


@dataclass(frozen=True)
class Found:
    """What a tool makes of a page."""

    text: str = ""
    title: str | None = None
    author: str | None = None
    date: str | None = None


def newsmill(row: Row, page: str, options: HtmlOptions | None = None) -> Found:
    try:
        article = clean_html(page, row["url"], options=options or HtmlOptions())
    except ItemError:
        return Found()
    cleaned, metadata = article.cleaned, article.metadata
    lines = (
        cleaned.text[passage.start_offset : passage.end_offset]
        for passage in cleaned.passages
        if passage.kind != "headline"
    )
    day = resolve_published(metadata.dates).day
    return Found(
        "\n".join(lines), metadata.title, "; ".join(metadata.authors), day and day.isoformat()
    )


def by_trafilatura(row: Row, page: str, **options: bool) -> Found:
    document = trafilatura.bare_extraction(page, url=row["url"], with_metadata=True, **options)
    if document is None:
        return Found()
    return Found(document.text or "", document.title, document.author, document.date)


def by_readability(_row: Row, page: str) -> Found:
    from lxml import html
    from readability import Document

    document = Document(page)
    blocks = html.fromstring(document.summary()).iter("p", "li", "h2", "h3", "h4", "pre", "td")
    return Found("\n".join(block.text_content() for block in blocks), document.short_title())


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    runs = max(1, len(words) - size + 1)
    return Counter(tuple(words[i : i + size]) for i in range(runs)) if words else Counter()


def page_score(gold: str, text: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of a page."""
    wanted, got = shingles(gold), shingles(text)
    same = (wanted & got).total()
    precision = same / got.total() if got else 0.0
    return precision, same / wanted.total(), 2 * same / (wanted.total() + got.total())


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def set_score(scores: Sequence[tuple[float, float, float]]) -> tuple[float, float, float, float]:
    """P, R, F1 of the two, and the mean of the pages' own F1."""
    precision, recall = mean([s[0] for s in scores]), mean([s[1] for s in scores])
    f1 = 2 * precision * recall / (precision + recall)
    return precision, recall, f1, mean([s[2] for s in scores])


def folded(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", text or "").split()).casefold()


def read_gold(folder: Path) -> list[tuple[Row, str]]:
    index = (folder / "index.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in index.splitlines()]
    return [
        (row, decode_html(gzip.decompress((folder / row["html"]).read_bytes()))) for row in rows
    ]


def print_texts(name: str, pages: Sequence[tuple[Row, str]], found: Mapping[str, Found]) -> None:
    sets = {"both": MAIN_SETS, **{name: (name,) for name in (*MAIN_SETS, "WCXB")}}
    for label, members in sets.items():
        rows = [row for row, _ in pages if row["src"] in members and row["text"]]
        scores = set_score([page_score(row["text"], found[row["id"]].text) for row in rows])
        figures = zip(["P", "R", "F1", "page_F1"], scores, strict=True)
        told = "  ".join(f"{key} {value:.4f}" for key, value in figures)
        print(f"{name:28} {label:30} {len(rows):4} pages  {told}")


def metadata_score(
    pages: Sequence[tuple[Row, str]], found: Mapping[str, Found]
) -> dict[str, float]:
    """The shares of titles and authors that are exact, and of days that are right, wrong, none."""
    rows = [row for row, _ in pages if (row["meta"] or {}).get("title")]
    shares: dict[str, float] = {"pages": len(rows)}
    for field in ("title", "author"):
        told = [row for row in rows if row["meta"].get(field)]
        right = sum(
            folded(getattr(found[r["id"]], field)) == folded(r["meta"][field]) for r in told
        )
        shares[f"{field} exact"] = right / len(told)
    dated = [row for row in rows if row["meta"].get("date")]
    days = [((found[row["id"]].date or "")[:10], row["meta"]["date"][:10]) for row in dated]
    shares["day right"] = sum(a == b for a, b in days) / len(days)
    shares["wrong"] = sum(bool(a) and a != b for a, b in days) / len(days)
    shares["none"] = sum(not a for a, _ in days) / len(days)
    return shares


def print_metadata(name: str, pages: Sequence[tuple[Row, str]], found: Mapping[str, Found]) -> None:
    shares = metadata_score(pages, found)
    count = shares.pop("pages")
    told = "  ".join(f"{key} {share:.3f}" for key, share in shares.items())
    print(f"{name:28} {count} pages  {told}")


def print_gain(
    pages: Sequence[tuple[Row, str]], ours: Mapping[str, Found], theirs: Mapping[str, Found]
) -> None:
    """The gain in page F1 over trafilatura, with a bootstrap interval and by folds of domains."""
    rows = [row for row, _ in pages if row["src"] in MAIN_SETS]
    gains = [
        page_score(row["text"], ours[row["id"]].text)[2]
        - page_score(row["text"], theirs[row["id"]].text)[2]
        for row in rows
    ]
    chance = random.Random(0)  # noqa: S311 - a fixed seed, for figures and not for secrets
    means = sorted(mean(chance.choices(gains, k=len(gains))) for _ in range(RESAMPLES))
    low, high = means[RESAMPLES // 40], means[-RESAMPLES // 40]
    print(f"gain in page F1 over trafilatura: {mean(gains):+.4f}", end=", ")
    print(f"95 % interval {low:+.4f} to {high:+.4f}")
    by_domain: defaultdict[str, list[float]] = defaultdict(list)
    for row, gain in zip(rows, gains, strict=True):
        by_domain[row["domain"]].append(gain)
    domains = sorted(by_domain)
    for fold in range(FOLDS):
        inside = [gain for domain in domains[fold::FOLDS] for gain in by_domain[domain]]
        print(f"  domains of fold {fold + 1}: {mean(inside):+.4f} ({len(inside)} pages)")
    better, worse = (sum(sign * gain > SAME for gain in gains) for sign in (1, -1))
    print(f"  pages better {better}, worse {worse}")


def print_speed(pages: Sequence[tuple[Row, str]]) -> None:
    chosen = [(row, page) for row, page in pages if row["src"] in MAIN_SETS]
    seconds = dict.fromkeys(("trafilatura", "newsmill"), 0.0)
    for turn in range(SPEED_ROUNDS + 1):
        for name, extract in (("trafilatura", by_trafilatura), ("newsmill", newsmill)):
            start = time.process_time()
            for row, page in chosen:
                extract(row, page)
            # The first turn loads tables and models.
            seconds[name] += (time.process_time() - start) if turn else 0.0
    pages_read = SPEED_ROUNDS * len(chosen)
    for name, spent in seconds.items():
        print(f"{name:28} {1000 * spent / pages_read:6.1f} ms of CPU a page, text and metadata")
    print(f"ratio {seconds['newsmill'] / seconds['trafilatura']:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--without", action="store_true")
    parser.add_argument("--speed", action="store_true")
    arguments = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("readability").setLevel(logging.CRITICAL)
    pages = read_gold(arguments.gold)

    def run(extract: Callable[..., Found], **options: object) -> dict[str, Found]:
        return {row["id"]: extract(row, page, **options) for row, page in pages}

    results = {
        "trafilatura": run(by_trafilatura),
        "trafilatura favor_precision": run(by_trafilatura, favor_precision=True),
        "newsmill": run(newsmill),
    }
    if importlib.util.find_spec("readability"):
        results["readability"] = run(by_readability)
    for name, found in results.items():
        print_texts(name, pages, found)
    print_gain(pages, results["newsmill"], results["trafilatura"])
    for name in ("trafilatura", "newsmill"):
        print_metadata(name, pages, results[name])
    if arguments.without:
        for group in RULE_GROUPS:
            options = replace(HtmlOptions(), **{group: False})
            print_texts(f"newsmill without {group}", pages, run(newsmill, options=options))
    if arguments.speed:
        print_speed(pages)


if __name__ == "__main__":
    main()
