"""The language of a text, offline and always the same."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING

from transforms.caches import kept

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
# Most languages show in three pieces of so many; the rest is read where they do not.
_GLANCE_CHARACTERS = 100
_SURE_PROBABILITY = 0.99
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
    sample = _middle(text, _READ_CHARACTERS)
    fewest = _FEWEST_DENSE_LETTERS if _DENSE.search(sample) else _FEWEST_LETTERS
    if sum(1 for _ in islice(_LETTER.finditer(sample), fewest)) == fewest:
        glance = _glance(sample)
        language, probability = load_identifier().classify(glance)
        if probability < _SURE_PROBABILITY and glance != sample:
            language, probability = load_identifier().classify(sample)
        if probability >= _LEAST_PROBABILITY:
            return str(language)
    return None if _is_latin(sample) else UNDETERMINED


def _middle(text: str, size: int) -> str:
    """The middle of a long text: heads and feet hold names and furniture."""
    start = max(0, (len(text) - size) // 2)
    return text[start : start + size]


def _glance(sample: str) -> str:
    """Its beginning, middle and end, which a quote in another language does not fill."""
    if len(sample) <= 3 * _GLANCE_CHARACTERS:
        return sample
    pieces = (
        sample[:_GLANCE_CHARACTERS],
        _middle(sample, _GLANCE_CHARACTERS),
        sample[-_GLANCE_CHARACTERS:],
    )
    return "\n".join(pieces)


def _is_latin(sample: str) -> bool:
    """Whether half of the letters at least are of our script."""
    return len(_LATIN.findall(sample)) * 2 >= len(_LETTER.findall(sample))


@cache
def load_identifier() -> LanguageIdentifier:
    """The model that tells languages, loaded at the first use.

    To decompress it takes half a second, so that it is kept as it is in memory.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    def load() -> LanguageIdentifier:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    return kept(f"py3langid-{version('py3langid')}.pickle", load)
