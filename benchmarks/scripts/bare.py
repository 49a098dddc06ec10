"""The bare components, and nothing else: main text with metadata, sentence splitter, names.

    python benchmarks/scripts/bare.py SOURCE

SOURCE is a JSONL file of records with a text, or a folder of pages. Prints the CPU seconds of the
components alone, without start, imports, reading or writing.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from transforms.extract.model import load_model

_BATCH = 32


def main(source: Path) -> None:
    spent = 0.0
    if source.is_dir():
        from trafilatura import bare_extraction

        pages = [path.read_text("utf-8") for path in sorted(source.iterdir())]
        began = time.process_time()
        found = [bare_extraction(page, with_metadata=True) for page in pages]
        spent += time.process_time() - began
        texts = [document.text for document in found if document and document.text]
    else:
        with source.open(encoding="utf-8") as file:
            texts = [json.loads(line)["text"] for line in file]
    text_seconds = spent
    nlp = load_model()
    texts.sort(key=len)
    began = time.process_time()
    for _ in nlp.pipe(texts, batch_size=_BATCH):
        pass
    spent += time.process_time() - began
    print(json.dumps({"cpu_seconds": spent, "text_seconds": text_seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
