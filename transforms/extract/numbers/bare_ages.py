"""Ages that only their place tells: ", 62,", "she is 34", "died at 84"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers.ages import CUES, OLDEST, YEAR
from transforms.extract.numbers.date_parts import MONTHS, WEEKDAYS
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN
from transforms.extract.numbers.noun_phrases import is_plural
from transforms.extract.numbers.numerals import numeral_at
from transforms.extract.numbers.units import duration_iso

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens
    from transforms.extract.numbers.numerals import Numeral

TURNING = frozenset({"turned", "turns", "turning"})
BEING = frozenset({"was", "is", "were"})
# One of these stands before every bare age.
BEFORE_AGE = TURNING | BEING | CUES["people"] | {",", "(", "and", "both", "all", "at"}
CHILD = 12  # years; "At 8, Smith" is a time


def in_apposition(context: Context, first: int) -> Found | None:
    """The age between commas behind a person: "Scholl, 21, was", "Ann Lee (34)", "who was 10"."""
    tokens = context.tokens
    if tokens[first - 1].lower not in BEFORE_AGE:
        return None
    numeral = numeral_at(tokens, first)
    if (
        numeral is None
        or numeral.scale != 1
        or numeral.style not in {"digits", "words"}
        or not 0 < numeral.value < OLDEST
    ):
        return None
    if numeral.style == "digits" and not numeral.plain:
        return None
    if not (
        _between_commas(tokens, first, numeral)
        or _predicate(tokens, first, numeral)
        or _and_over(tokens, first, numeral)
        or _second_of_two(tokens, first)
        or _of_both(tokens, first, numeral.end)
        or _at_age(tokens, first, numeral)
    ):
        return None
    return Found(
        first,
        numeral.end,
        "age",
        "age.apposition",
        value=numeral.value,
        unit="year",
        iso=duration_iso(numeral.value, YEAR),
    )


def _and_over(tokens: Tokens, first: int, numeral: Numeral) -> bool:
    """People "65 and over"."""
    after = [token.lower for token in tokens[numeral.end : numeral.end + 2]]
    return (
        tokens[first - 1].lower in CUES["people"]
        and after[0] in {"and", "or"}
        and after[1] in CUES["bounds"]
    )


def _second_of_two(tokens: Tokens, first: int) -> bool:
    """The second number of "aged 21 and 34"."""
    return (
        tokens[first - 1].lower == "and"
        and tokens[first - 2].kind == "number"
        and tokens[first - 3].lower in {"aged", "ages"}
    )


def _of_both(tokens: Tokens, first: int, end: int) -> bool:
    """The age of two or more: "the twins, both 8,"."""
    return (
        tokens[first - 1].lower in {"both", "all"}
        and tokens[first - 2].text in {",", "("}
        and tokens[end].text in {",", ".", ")"}
    )


def _at_age(tokens: Tokens, first: int, numeral: Numeral) -> bool:
    """As in "At 93, she still drives"; the year of "in 93" is none."""
    subject = tokens[numeral.end + 1]
    if tokens[first - 1].lower == "at" and tokens[first - 2].lower in CUES["at_age"]:
        return tokens[numeral.end].kind != "word" or tokens[numeral.end].gap == BROKEN
    return (
        tokens[first - 1].text == "At"
        and tokens[numeral.end].text == ","
        and (subject.lower in {"he", "she"} or subject.text[:1].isupper())
        and numeral.value > CHILD
    )


def _between_commas(tokens: Tokens, first: int, numeral: Numeral) -> bool:
    before, name, after = tokens[first - 1], tokens[first - 2], tokens[numeral.end]
    if numeral.style != "digits" or tokens[first].gap == BROKEN or before.text not in {",", "("}:
        return False
    closes = CUES["after_apposition"] if before.text == "," else {")"}
    if after.lower not in closes or (
        after.text == "." and after.gap == ADJACENT and tokens[numeral.end + 1].gap == ADJACENT
    ):
        return False
    if before.text == "(" and (numeral.value <= CHILD or not tokens[first - 3].text[:1].isupper()):
        return False  # "Georgia (16)" has 16 of something
    return _is_person(tokens, first - 2) and name.kind != "number"


def _is_person(tokens: Tokens, at: int) -> bool:
    """Whether a name of two capitalised words ends here, or one that a comma surrounds."""
    name = tokens[at]
    if name.text.islower() and tokens[at + 1].text == ",":
        return name.lower in CUES["persons"] or _acts(tokens, at)
    if (
        name.kind not in {"word", "initials"}
        or not name.text[0].isupper()
        or (name.text.isupper() and len(name.text) > 3)
    ):
        return False
    return name.lower not in MONTHS and name.lower not in WEEKDAYS


def _acts(tokens: Tokens, at: int) -> bool:
    """Whether a noun before ", 56," does what people do: "the talk-show host, 56, said"."""
    return (
        tokens[at + 2].text.isdecimal()
        and len(tokens[at + 2].text) == 2
        and tokens[at + 3].text == ","
        and tokens[at + 4].lower in CUES["acts"]
        and not is_plural(tokens[at])
        and tokens[at].lower not in CUES["things"]
    )


def _predicate(tokens: Tokens, first: int, numeral: Numeral) -> bool:
    """A number behind "she is", "when he was", "turns"."""
    verb, subject, after = tokens[first - 1].lower, tokens[first - 2].lower, tokens[numeral.end]
    named = tokens[first - 2].text[:1].isupper() and after.lower == "when"
    if verb not in TURNING and not (
        verb in BEING and (named or subject in {"he", "she", "who", "i"})
    ):
        return False
    if after.gap == BROKEN or after.text in {";", ")", "?", "!"}:
        return True
    if after.text in {".", ","}:
        following = tokens[numeral.end + 1]
        return following.kind != "number" or following.gap != ADJACENT
    return after.lower in CUES["after_predicate"]
