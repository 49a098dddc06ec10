"""Names with number words, and the pronoun "one"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED
from transforms.extract.numbers.noun_phrases import STOP, VERBS, is_plural, plural_phrase
from transforms.extract.numbers.numerals import SCALES, SMALL, numeral_at
from transforms.extract.numbers.units import TIME_UNITS, physical_at
from transforms.extract.numbers.vocabulary import Phrases, decimals, listed, words

if TYPE_CHECKING:
    from transforms.extract.numbers.lexer import Tokens

CUES = words("cues", "names")
ORDINALS = decimals("number_words", "ordinals")
NO_NAME = STOP | VERBS | CUES["headline"]
LOWER_DESIGNATORS = listed("names", "lower_designator")
WORD_NAMES = Phrases(
    dict.fromkeys(listed("names", "word_name") | listed("names", "day_name"), True)
)
COMPOUND_ENDS = frozenset(SMALL) | frozenset(SCALES) | {"half", "quarter", "third"}
NAME_WORDS = WORD_NAMES.starts | WORD_NAMES.ends | COMPOUND_ENDS | frozenset(ORDINALS)


def word_name(tokens: Tokens, first: int) -> int | None:
    """Names with number words, and the pronoun "one"."""
    if tokens[first].lower not in NAME_WORDS:
        return None
    named = WORD_NAMES.at(tokens, first)
    if named is not None:
        return named[0]
    ending = WORD_NAMES.before(tokens, first + 1)
    if ending is not None and ending[0] < first:
        return first + 1
    if tokens[first].lower == "one" and is_pronoun(tokens, first):
        return first + 1
    if _is_word_label(tokens, first):
        return first + 1
    if _ends_compound(tokens, first) or _is_called(tokens, first):
        return first + 1
    return None


def _is_word_label(tokens: Tokens, first: int) -> bool:
    """A number word that names the one of its row: "on day two", "phase three trials"."""
    token, before, after = tokens[first], tokens[first - 1], tokens[first + 1]
    if token.lower not in SMALL or token.gap != SPACED or before.lower not in LOWER_DESIGNATORS:
        return False
    counts = after.gap == SPACED and plural_phrase(tokens, first + 1) == first + 2
    amount = after.lower in SCALES or after.lower in TIME_UNITS or after.kind == "dash"
    return not (counts or amount or physical_at(tokens, first + 1, digits=False))


def _is_called(tokens: Tokens, first: int) -> bool:
    """Whether a capitalised number word closes a name: "the Fab Four", "Fifth Avenue"."""
    token, before, after = tokens[first], tokens[first - 1], tokens[first + 1]
    if not token.text[0].isupper():
        return False
    if after.text in CUES["named_by_ordinal"]:
        return token.lower not in SMALL
    if token.lower not in SMALL or token.gap != SPACED or not before.text[:1].isupper():
        return False
    owned = before.lower.endswith(("'s", "’s"))  # "Ocean's Eleven"
    verb = before.lower.endswith(("s", "ed")) and not owned
    if before.lower in NO_NAME or verb or before.kind != "word":
        return False
    return after.gap == BROKEN or plural_phrase(tokens, first + 1) is None


def _ends_compound(tokens: Tokens, first: int) -> bool:
    """Whether a number word only ends another word: "fly-half", "multi-billion"."""
    token, before, word = tokens[first], tokens[first - 1], tokens[first - 2]
    if token.gap != ADJACENT or before.kind != "dash" or before.gap != ADJACENT:
        return False
    return (
        token.lower in COMPOUND_ENDS
        and len(before.text) == 1
        and word.kind == "word"
        and word.lower not in CUES["prefixes"]
        and word.lower not in SMALL
    )


def is_pronoun(tokens: Tokens, first: int) -> bool:
    """Whether "one" stands for a person or thing: "no one", "one of the", "the other one"."""
    before, after = tokens[first - 1], tokens[first + 1]
    if after.kind == "dash" and after.gap == ADJACENT:
        word = tokens[first + 2].lower
        return word not in TIME_UNITS and word not in CUES["one_compounds"]
    if after.lower in SCALES or ORDINALS.get(after.lower, 0) >= 100:
        return False
    if after.lower in {"in", "out"} and _joined_to_number(tokens, first + 1):
        return False
    if before.lower in CUES["before_pronoun"]:
        return True
    if after.kind != "word" or after.gap == BROKEN:
        return True
    if after.lower in {"in", "out", "or", "to", "and"}:
        return not _joined_to_number(tokens, first + 1)
    word = after.lower
    if word in STOP or word in VERBS or word.endswith(("ing", "ed", "ly")):
        return True
    return is_plural(after) and word not in TIME_UNITS


def _joined_to_number(tokens: Tokens, at: int) -> bool:
    """As in "one in five", "one out of 10", "one or two", "one and a half"."""
    step = at + 1 + (tokens[at].lower == "out") + (tokens[at + 1].lower in {"a", "every"})
    if tokens[at].lower == "and":
        return tokens[at + 1].lower == "a"
    return tokens[step].lower == "more" or (
        tokens[step].lower != "one" and numeral_at(tokens, step) is not None
    )
