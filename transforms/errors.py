"""The exceptions that a user meets.

Each names the thing, the value and the way out. Each pickles, because it crosses processes.
"""

from __future__ import annotations


class NewsmillError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` is a message for people."""


class ItemError(NewsmillError):
    """An item that cannot become a document: it goes to quarantine, and the run goes on.

    Args:
        reason: A short code, one of few, to group by: ``empty``, ``not_text``, ``too_large`` ...
        detail: One sentence for people: what was found, and what to do.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"
