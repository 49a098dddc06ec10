"""news-please for the text and its metadata, one process.

    python benchmarks/scripts/news_please.py FOLDER OUT

It finds no names.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from newsplease import NewsPlease


def main(source: Path, out: Path) -> None:
    documents = []
    for path in sorted(source.iterdir()):
        try:
            article = NewsPlease.from_html(path.read_text("utf-8"), fetch_images=False)
        # What it takes for Korean or Japanese asks for data or packages of its own; and control
        # characters stop it.
        except (LookupError, ImportError, ValueError):
            continue
        documents.append(
            {
                "id": path.name,
                "title": article.title,
                "text": article.maintext,
                "authors": article.authors,
                "language": article.language,
                "date": str(article.date_publish or ""),
            }
        )
    out.mkdir(parents=True)
    pd.DataFrame(documents).to_parquet(out / "documents.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
