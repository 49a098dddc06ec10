"""The marks on the five seeds: runs newsmill on them, and scores what stands in the warehouse.

python benchmarks/seeds.py [--gold FOLDER]

Prints one JSON line a task: boilerplate lines, numbers, entities, resolution, quotes. Scorers and
annotations are those of the gold folder (`../shared/gold` unless named).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.home import Home
from warehouse.read import connect

if TYPE_CHECKING:
    import duckdb

ROOT = Path(__file__).parent.parent
NEWSMILL = Path(sys.executable).with_name("newsmill")
LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    gold = parser.parse_args().gold
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"task": "lines"} | lines(ingest(Path(folder) / "auto"), gold)))
        to_the_letter = ("--clean", "none", "--published", "2025-05-17")
        with closing(ingest(Path(folder) / "none", *to_the_letter)) as connection:
            for task, scorer, gold_file, rows in (
                ("numbers", "numbers_", "numbers/seeds_numbers", numbers(connection)),
                ("entities", "ner", "entities/seeds_ner", entities(connection)),
                ("resolution", "bcubed", "entities/seeds_link", resolution(connection)),
                ("quotes", "quotes", "quotes/seeds_gold", quotes(connection)),
            ):
                predicted = Path(folder) / f"{task}.jsonl"
                predicted.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
                score = subprocess.run(  # noqa: S603  the scorer of the gold folder
                    [
                        sys.executable,
                        gold / "scores" / f"{scorer}.py",
                        gold / f"{gold_file}.jsonl",
                        predicted,
                    ],
                    check=True,
                    capture_output=True,
                    text=True,
                )
                print(json.dumps({"task": task} | json.loads(score.stdout)))


def ingest(home: Path, *options: str) -> duckdb.DuckDBPyConnection:
    """Runs newsmill on the seeds; a connection to what it published."""
    command = [NEWSMILL, "run", ROOT / "seeds", "--home", home, "--quiet", *options]
    subprocess.run(command, check=True)  # noqa: S603  our own command
    return connect(Home(home))


def lines(connection: duckdb.DuckDBPyConnection, gold: Path) -> dict[str, int]:
    """How many boilerplate lines went, and how many good ones."""
    texts = dict(connection.execute("SELECT source_id, text FROM documents").fetchall())
    counts = {"boilerplate": 0, "boilerplate_removed": 0, "good": 0, "good_lost": 0}
    for row in map(json.loads, (gold / "extraction" / "seeds_lines.jsonl").open(encoding="utf-8")):
        prefix = row.get("prefix")
        line = row["text"].removeprefix(prefix["text"]) if prefix else row["text"]
        if not line.strip():
            continue
        times = texts[row["file"]].split("\n").count(line.strip())
        if row["label"] == "boilerplate":
            counts["boilerplate"] += 1
            counts["boilerplate_removed"] += times == 0
        elif row["label"] == "duplicate":
            counts["boilerplate"] += 1
            counts["boilerplate_removed"] += times == 1
        else:
            counts["good"] += 1
            counts["good_lost"] += times == 0
    return counts


def numbers(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """The quantities as the scorer wants them."""
    found = connection.execute(
        "SELECT source_id, start_offset, end_offset, kind, value, value_low, value_high, unit, "
        "iso, comparator FROM quantities JOIN documents USING (document_id) ORDER BY ALL"
    ).fetchall()
    names = ("start", "end", "kind", "value", "value_low", "value_high", "unit", "iso", "cmp")
    grouped: dict[str, list[dict[str, object]]] = {}
    for document, *row in found:
        number = dict(zip(names, row, strict=True))
        for name in ("value", "value_low", "value_high"):
            number[name] = None if number[name] is None else str(number[name])
        grouped.setdefault(document, []).append(number)
    return [{"id": document, "numbers": rows} for document, rows in grouped.items()]


def entities(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """The mentions as the scorer wants them."""
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for document, start, end, label in connection.execute(
        "SELECT source_id, start_offset, end_offset, label FROM entity_mentions "
        "JOIN documents USING (document_id) ORDER BY ALL"
    ).fetchall():
        if label in LABELS:
            spans.setdefault(document, []).append((start, end, LABELS[label]))
    return [{"id": document, "spans": found} for document, found in spans.items()]


def resolution(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """The mentions with their entities, as the scorer wants them."""
    mentions: dict[str, list[tuple[int, int, str]]] = {}
    for document, start, end, entity in connection.execute(
        "SELECT source_id, start_offset, end_offset, entity_id FROM entity_mentions "
        "JOIN documents USING (document_id) ORDER BY ALL"
    ).fetchall():
        mentions.setdefault(document, []).append((start, end, entity))
    return [{"id": document, "mentions": found} for document, found in mentions.items()]


def quotes(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """The quotes as the scorer wants them."""
    found: dict[str, list[dict[str, object]]] = {}
    for document, start, end, text, speaker_start, speaker_end, name in connection.execute(
        "SELECT source_id, quotes.start_offset, quotes.end_offset, speaker_text, "
        "speaker_start_offset, speaker_end_offset, coalesce(entities.name, speaker_text) "
        "FROM quotes JOIN documents USING (document_id) "
        "LEFT JOIN entities ON entities.entity_id = quotes.speaker_entity_id ORDER BY ALL"
    ).fetchall():
        speaker = [speaker_start, speaker_end] if text else None
        quote = {"start": start, "end": end, "speaker": speaker, "speaker_text": name}
        found.setdefault(document, []).append(quote)
    return [{"id": document, "quotes": rows} for document, rows in found.items()]


if __name__ == "__main__":
    main()
