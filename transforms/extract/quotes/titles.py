"""Quoted words that nobody says: titles of works, programmes and nicknames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.quotes.tokens import Token

_LONGEST: Final = 8
_STRONG_ENDS: Final = (".", "!", "?")
_PUNCTUATION: Final = "“”\"‘’'«»„`,.:;!?()[]…"


def is_title(tokens: Sequence[Token], index: int, *, follows_cue: bool) -> bool:
    """Whether a quoted stretch is a title by what stands before it or by its capitals.

    Args:
        tokens: The sentence.
        index: The quoted stretch.
        follows_cue: Whether a cue before it attributes it: "on 'Meet the Press', Smith said" has a
            title before its cue, and '"I Am Not," said Smith' an utterance.
    """
    token = tokens[index]
    parts = [p for word in token.text.split() if (p := word.strip(_PUNCTUATION))]
    if not parts or len(parts) > _LONGEST:
        return False
    before = tokens[index - 1] if index > 0 else None
    lower = "" if before is None else before.lower
    closed = words()
    in_phrase = (
        lower in closed.linking_prepositions or lower.endswith(("'s", "s'")) or lower.isdigit()
    )
    if lower == "as" or (token.text[:-1].endswith(_STRONG_ENDS) and not in_phrase):
        # "hailed as 'The Comeback Kid'" is what somebody calls it.
        return False
    if lower in closed.before_titles:
        return True
    if not follows_cue and (before is None or before.quoted or before.text in (",", ":")):
        return False
    names = [p for p in parts if p.lower() not in closed.small_in_titles]
    return len(names) > 1 and all(p[0].isupper() or p[0].isdigit() for p in names)
