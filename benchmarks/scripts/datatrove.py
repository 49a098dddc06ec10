"""datatrove's own pipeline for web text: trafilatura for the text, to Parquet, two processes.

    python benchmarks/scripts/datatrove.py FOLDER OUT

It finds no names, and no metadata.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.writers import ParquetWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROCESSES = 2


def read(_data: object, rank: int = 0, world_size: int = 1, *, source: Path) -> Iterator[Document]:
    for path in sorted(source.iterdir())[rank::world_size]:
        yield Document(text=path.read_text("utf-8"), id=path.name)


def main(source: Path, out: Path) -> None:
    steps = [
        partial(read, source=source),
        Trafilatura(favour_precision=False, timeout=30),
        ParquetWriter(str(out / "documents")),
    ]
    LocalPipelineExecutor(
        pipeline=steps,
        tasks=_PROCESSES,
        workers=_PROCESSES,
        logging_dir=str(out / "logs"),
    ).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
