from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract.annotate import AnnotateInput, Annotation, annotate
from transforms.extract.model import MODEL_NAME, load_model, model_fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

ODD = (
    "",
    " \n\t ",
    "\x00\x01",
    "\ud800 lone half",
    "🙂" * 50,
    "a" * 9_000,
    "(" * 3_000,
    "(AB) " * 2_000,
    "Mr. " * 2_000,
    "İSTANBUL ŞİŞLİ",
    "ß" * 40,
    "ПУТИН приехал в Анкару. Он уехал.",
    "安倍晋三は東京で話した。",
    "President " * 500,
    "\u202eright to left\u202c",
    "[]<>|;/“”‘’",
    "A.B.C.D." * 300,
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_model()


@pytest.fixture(scope="module")
def articles(seeds: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt"))]


def check(document: AnnotateInput, annotation: Annotation) -> None:
    text = document.text
    for one, two in pairwise(annotation.sentences):
        assert one.end_offset <= two.start_offset
    for sentence in annotation.sentences:
        assert 0 <= sentence.start_offset < sentence.end_offset <= len(text)
        part = text[sentence.start_offset : sentence.end_offset]
        assert part == part.strip()
        if document.passages is not None:
            start, end = document.passages[sentence.passage_index]
            assert start <= sentence.start_offset < sentence.end_offset <= end
        else:
            assert "\n" not in part
    for mention, after in pairwise(annotation.mentions):
        assert mention.end_offset <= after.start_offset
    for mention in annotation.mentions:
        assert text[mention.start_offset : mention.end_offset] == mention.text
        assert mention.name
        if mention.role is not None:
            assert mention.label == "PERSON"
            assert text[mention.role_start_offset : mention.role_end_offset] == mention.role


def test_only_sentences_and_names_are_loaded(nlp: Language) -> None:
    assert nlp.pipe_names == ["senter", "ner"]
    assert load_model() is nlp
    assert model_fingerprint().startswith(MODEL_NAME)


def test_the_model_is_not_imported_before_it_is_wanted() -> None:
    code = "import sys, transforms.extract.annotate; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_article(nlp: Language) -> None:
    text = (
        "Talks resume in Istanbul\n"
        "ISTANBUL — Turkey's Foreign Minister, Hakan Fidan, opened the talks. Fidan met "
        "Ukraine's Rustem Umerov."
    )
    (annotation,) = annotate([text], nlp)
    check(AnnotateInput(text), annotation)
    assert annotation.sentences[0].passage_index == 0
    named = {(m.text, m.label, m.name) for m in annotation.mentions}
    assert ("Hakan Fidan", "PERSON", "Hakan Fidan") in named
    assert ("Fidan", "PERSON", "Hakan Fidan") in named
    assert ("ISTANBUL", "GPE", "Istanbul") in named
    (fidan,) = (m for m in annotation.mentions if m.role)
    assert (fidan.role, fidan.office) == (
        "Turkey's Foreign Minister",
        "minister of foreign affairs",
    )
    assert (fidan.role_organization, fidan.role_status) == ("Turkey", "current")


def test_sentences_end_where_a_passage_ends(nlp: Language) -> None:
    text = "Talks in Geneva will go on\nPutin stayed at home and\nso did Trump. Nobody came."
    passages = ((0, 26), (27, len(text)))
    (annotation,) = annotate([AnnotateInput(text, passages)], nlp)
    check(AnnotateInput(text, passages), annotation)
    assert {s.passage_index for s in annotation.sentences} == {0, 1}


def test_names_cross_lines_that_are_broken_at_a_margin(nlp: Language) -> None:
    lines = (
        "The chairman of the Federal Reserve said on Wednesday that the United",
        "States economy would grow a little more slowly than the experts of the",
        "International Monetary Fund in Washington had expected it to do in the",
        "spring of the year, and that he saw no reason to change the policy of",
        "the board. He spoke to the members of the banking committee of the U.S.",
        "Senate, which will vote on the new rules for the banks in the autumn of",
        "this year.",
    )
    text = "\n".join(lines)
    (annotation,) = annotate([text], nlp)
    check(AnnotateInput(text), annotation)
    assert ("United\nStates", "United States") in {(m.text, m.name) for m in annotation.mentions}


def test_the_result_is_the_same_in_any_company_and_order(
    nlp: Language, articles: list[str]
) -> None:
    texts = [*articles, *(line for a in articles for line in a.splitlines() if line)]
    alone = [annotate([text], nlp)[0] for text in texts]
    assert annotate(texts, nlp) == alone
    assert annotate(texts[::-1], nlp) == alone[::-1]
    assert annotate([AnnotateInput(t) for t in texts[3:9]], nlp) == alone[3:9]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_no_text_is_refused(nlp: Language, text: str) -> None:
    (annotation,) = annotate([text], nlp)
    check(AnnotateInput(text), annotation)


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("President Putin’s U.S. (UN)\n-–“Ankara”, Ürümqi and the"),
            st.characters(),
        ),
        max_size=120,
    )
)
@settings(max_examples=60, deadline=None)
def test_offsets_cut_what_is_named(text: str) -> None:
    (annotation,) = annotate([text], load_model())
    check(AnnotateInput(text), annotation)


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=6))
@settings(max_examples=30, deadline=None)
def test_any_passages_are_kept(text: str, cuts: list[int]) -> None:
    bounds = sorted({0, len(text), *(c for c in cuts if c < len(text))})
    document = AnnotateInput(text, tuple(pairwise(bounds)))
    (annotation,) = annotate([document], load_model())
    check(document, annotation)


def test_time_grows_with_the_text_and_not_faster(nlp: Language) -> None:
    names = [
        f"Jo{chr(97 + i % 26)}n Smi{chr(97 + i // 26 % 26)}ton (AB{i % 90})" for i in range(676)
    ]

    def cpu_seconds(times: int, company: str) -> float:
        # Of a company of its own, for what was read before is not read again.
        text = ". ".join(f"President {name} of {company} met Putin" for name in names)
        start = time.process_time()
        annotate([text * times], nlp)
        return time.process_time() - start

    cpu_seconds(1, "Acme Corp")
    once = min(cpu_seconds(1, company) for company in ("Ajax Corp", "Apex Corp", "Atlas Corp"))
    assert cpu_seconds(8, "Argus Corp") < 8 * 2 * once
