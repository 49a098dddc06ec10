"""The language of a text, offline and always the same."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNDETERMINED = "und"

_LETTER = re.compile(r"[^\W\d_]")
# Below this, names and loan words decide; a script of its own needs fewer letters.
_FEWEST_LETTERS = 40
_FEWEST_DENSE_LETTERS = 12
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_READ_CHARACTERS = 1_500
_LEAST_PROBABILITY = 0.7


def detect_language(text: str) -> str | None:
    """The language of a text (ISO 639-1), None where it is too short or too mixed to tell.

    A text in another script than ours whose language cannot be told is ``und`` (undetermined, as
    ISO 639-2 has it): it may be anything but English.

    >>> detect_language("Negotiators met in Istanbul on Friday for the first talks in three years.")
    'en'
    >>> detect_language("Istanbul 2025") is None
    True
    >>> detect_language("Стамбул 2025")
    'und'
    """
    # The middle of a long text: heads and feet hold names and furniture.
    start = max(0, (len(text) - _READ_CHARACTERS) // 2)
    sample = text[start : start + _READ_CHARACTERS]
    letters = len(_LETTER.findall(sample))
    untold = None if len(_LATIN.findall(sample)) * 2 >= letters else UNDETERMINED
    fewest = _FEWEST_DENSE_LETTERS if _DENSE.search(sample) else _FEWEST_LETTERS
    if letters < fewest:
        return untold
    language, probability = load_identifier().classify(sample)
    return str(language) if probability >= _LEAST_PROBABILITY else untold


@cache
def load_identifier() -> LanguageIdentifier:
    """The model that tells languages, loaded at the first use: it takes longer than an import."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
