"""What checking costs: CPU seconds beside those of extraction, on one shard and one core.

    python benchmarks/checks.py [RECORDS.jsonl] [--documents 500]

RECORDS hold ``id`` and ``text``; without them the seeds are taken again and again. Both are
measured in this process, one after the other, so that their ratio bears a busy machine.
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.metrics import quality_metrics
from expectations.suites import check_rows, preload
from expectations.tables import TABLES
from transforms.clean.documents import CleanOptions, clean_item
from transforms.extract.documents import ExtractInput, add_rows, extract
from transforms.extract.model import load_model
from transforms.read.item import Item
from transforms.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

SEEDS = Path(__file__).parents[1] / "seeds"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 32


def texts(records: Path | None) -> Iterator[str]:
    if records is None:
        return cycle([path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))])
    lines = records.read_text("utf-8").splitlines()
    return (json.loads(line)["text"] for line in lines)


def clean(records: Path | None, count: int, rows: dict[str, Rows]) -> list[ExtractInput]:
    inputs = []
    for number, text in enumerate(islice(texts(records), count)):
        name = f"{number}.txt"
        item = Item(name, name, name, "text", text, is_html=False)
        document, cleaned = clean_item(item, CleanOptions(read_at=NOW, fingerprint="benchmark"))
        key = {"document_id": document.document_id, "run_id": "benchmark"}
        rows["documents"].add(document, run_id="benchmark")
        for index, passage in enumerate(cleaned.passages):
            rows["passages"].add(passage, passage_index=index, **key)
        for index, removed in enumerate(cleaned.removed):
            rows["removed_passages"].add(removed, removed_index=index, **key)
        spans = tuple((p.start_offset, p.end_offset) for p in cleaned.passages)
        date = document.published_date
        language = document.language
        inputs.append(ExtractInput(document.document_id, cleaned.text, spans, date, language))
    return sorted(inputs, key=lambda one: len(one.text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path, nargs="?")
    parser.add_argument("--documents", type=int, default=500)
    arguments = parser.parse_args()
    rows = {name: Rows(table) for name, table in TABLES.items() if table.layer == "shard"}
    inputs = clean(arguments.records, arguments.documents, rows)
    load_model()
    started = time.process_time()
    for start in range(0, len(inputs), BATCH):
        for found in extract(inputs[start : start + BATCH], load_model()):
            add_rows(found, rows, "benchmark")
    tables: dict[str, pa.Table] = {name: collected.table() for name, collected in rows.items()}
    extracted = time.process_time()
    preload()
    loaded = time.process_time()
    checked = check_rows(tables, NOW)
    done = time.process_time()
    quality_metrics(checked.tables, "benchmark")
    print(", ".join(f"{table.num_rows:,} {name}" for name, table in tables.items()))
    print(f"{len(checked.results)} expectations, {len(checked.rejected)} rows rejected")
    print(f"extraction          {extracted - started:6.2f} s of CPU")
    print(f"importing, suites   {loaded - extracted:6.2f} s, once a run")
    print(
        f"checks              {done - loaded:6.2f} s, {(done - loaded) / (extracted - started):.1%}"
    )
    print(f"figures             {time.process_time() - done:6.2f} s")


if __name__ == "__main__":
    main()
