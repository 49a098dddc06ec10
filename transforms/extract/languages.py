"""Which languages are extracted from."""

from __future__ import annotations

ENGLISH = "en"


def extraction_status(language: str | None) -> str:
    """What is extracted from a text in that language; one that cannot be told is taken for English.

    >>> extraction_status("en"), extraction_status("de"), extraction_status(None)
    ('full', 'skipped_language', 'full')
    """
    return "full" if language in (ENGLISH, None) else "skipped_language"
