"""Ranks: "18th", "first talks", "second-largest", "No. 2", "World War II"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from transforms.extract.numbers.date_parts import SUFFIXES, ordinal_number
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN, END, MARGIN, SPACED, Token, Tokens
from transforms.extract.numbers.noun_phrases import STOP, singular_phrase
from transforms.extract.numbers.numerals import LONGEST, SCALES, SMALL, UNITS, numeral_at
from transforms.extract.numbers.vocabulary import Phrases, decimals, entries, words
from transforms.extract.numbers.word_names import LOWER_DESIGNATORS

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context

ORDINAL_IDIOMS = Phrases(
    {phrase: True for entry in entries("names", "ordinal_idiom") for phrase in entry["phrases"]}
)
WORDS = decimals("number_words", "ordinals")
CUES = words("cues", "ordinals")
PAIRED = CUES["paired"] | frozenset(WORDS)
CARDINALS = {value: word for word, value in (SCALES | SMALL).items() if word != "fourty"}
NUMBER_WORDS = frozenset(SMALL) | frozenset(SCALES) | {"and", ",", "-"}
ADDRESSES = frozenset({"10", "11"})  # of Downing Street
ROMAN = {"I": 1, "II": 2, "III": 3}


def ordinal(context: Context, first: int) -> Found | None:
    """An ordinal that ranks something."""
    tokens = context.tokens
    if tokens[first].kind == "number" and tokens[first + 1].lower not in SUFFIXES:
        return None
    if ORDINAL_IDIOMS.at(tokens, first) is not None:
        return None
    read = ordinal_number(tokens, first) or _large(tokens, first)
    if read is None:
        return None
    end, number = read
    if tokens[first].lower == "second" and _is_moment(tokens, first):
        return None
    if (
        tokens[first].gap == ADJACENT
        and tokens[first - 1].kind == "dash"
        and tokens[first - 2].kind == "word"
        and (tokens[first - 2].lower not in UNITS)
    ):
        return None
    found = Found(
        first,
        end,
        "ordinal",
        "ordinal.digits" if tokens[first].kind == "number" else "ordinal.word",
        value=Decimal(number),
    )
    if _is_adverb(tokens, end):
        return None
    superlative = _superlative(tokens, end)
    if superlative is not None:
        end = found.end = superlative
    phrase = (
        singular_phrase(tokens, _noun_start(tokens, end)) if tokens[end].gap != BROKEN else None
    )
    if phrase is not None:
        found.counted = (_noun_start(tokens, end), phrase)
        return found
    if tokens[end].text == "," and tokens[first - 1].lower == "a":
        phrase = singular_phrase(tokens, end + 1)  # "a second, smaller blast"
        found.counted = (end + 1, phrase) if phrase else None
        return found if phrase else None
    return found if _ranks(tokens, first, end) else None


def _is_adverb(tokens: Tokens, end: int) -> bool:
    """As in "first introduced in", where nothing is ranked."""
    verb, following = tokens[end], tokens[end + 1]
    ends = following.kind != "word" or following.gap == BROKEN or following.lower in STOP
    return verb.gap == SPACED and verb.lower.endswith("ed") and len(verb.text) > 4 and ends


def _is_moment(tokens: Tokens, first: int) -> bool:
    """Whether "second" is the unit of time: "per second", "a hundredth of a second"."""
    before = tokens[first - 1].lower
    return before in CUES["before_moment"] or (
        before == "a"
        and tokens[first - 2].lower
        in {"of", "times", "than", "metres", "meters", "feet", "frames", "half"}
    )


def _noun_start(tokens: Tokens, end: int) -> int:
    if tokens[end].kind == "dash" and tokens[end].gap == ADJACENT:
        end += 1
    elif tokens[end].lower in {"and", "or"} and tokens[end + 1].lower in PAIRED:
        end += 2  # "the third and final term"
    while tokens[end].lower in CUES["before_noun"] and tokens[end].gap != BROKEN:
        end += 1
    return end


def _large(tokens: Tokens, first: int) -> tuple[int, int] | None:
    """As in "one-hundredth", "two thousand and first": the number with its last word as a rank."""
    if tokens[first].lower not in SMALL:
        return None
    last = first
    while last < first + LONGEST and tokens[last].lower in NUMBER_WORDS:
        last += 1
    cardinal = CARDINALS.get(WORDS.get(tokens[last].lower, Decimal(-1)))
    if cardinal is None:
        return None
    spelled = Tokens()
    spelled.extend(tokens[first:last])
    spelled.append(Token(cardinal, cardinal, "word", tokens[last].gap))
    spelled.extend([END] * MARGIN)
    numeral = numeral_at(spelled, 0)
    if numeral is None or numeral.end != last - first + 1:
        return None
    return last + 1, int(numeral.value)


def _superlative(tokens: Tokens, end: int) -> int | None:
    """One past "-largest", "most populous", "highest" behind an ordinal."""
    at = end + 1 if tokens[end].kind == "dash" and tokens[end].gap == ADJACENT else end
    if tokens[at].gap == BROKEN:
        return None
    word = tokens[at].lower
    if (word.endswith("est") and len(word) > 5 and word not in CUES["no_superlatives"]) or word in {
        "best",
        "worst",
    }:
        return at + 1 if at > end or word not in {"best", "worst"} else None
    return None


def _ranks(tokens: Tokens, first: int, end: int) -> bool:
    """Whether an ordinal without a noun is a rank: "finished third", not "First, he said"."""
    before, after = tokens[first - 1].lower, tokens[end]
    if tokens[first].gap == BROKEN or after.text == ",":
        return (
            tokens[first].gap != BROKEN
            and before in CUES["ranking"] - {"in", "and", "or", "to", "the", "a"}
            and tokens[first].text[0].islower()
        )
    listed = tokens[first - 1].text[:1].isupper() and tokens[first].text.islower()
    if listed and after.kind != "word":
        return True  # "with Norris sixth"
    if before in {"at", "from"} and tokens[first].lower == "first":
        return False
    if tokens[first].lower == "second" and before in {"a", "per", "each", "every", "split"}:
        return False
    if tokens[first].kind == "number":
        return True
    return before in CUES["ranking"]


def number_sign(context: Context, first: int) -> Found | None:
    """As in "No. 2", "number two" as a rank; "No 10" is an address."""
    tokens = context.tokens
    token, at = tokens[first], first + 1
    if tokens[first - 1].lower in LOWER_DESIGNATORS:
        return None  # "Ward No. 12"
    dotted = tokens[at].text == "." and tokens[at].gap == ADJACENT
    if token.lower == "no" and not token.text[0].isupper():
        return None
    plain = tokens[at].text
    if token.lower == "no" and not dotted and (not plain.isdecimal() or plain in ADDRESSES):
        return None
    at += dotted
    if tokens[at].gap == BROKEN or (tokens[at].kind != "number" and tokens[at].lower not in UNITS):
        return None
    if tokens[at].kind == "number" and (
        not tokens[at].text.isdecimal() or len(tokens[at].text) > 3
    ):
        return None
    value = Decimal(tokens[at].text) if tokens[at].kind == "number" else UNITS[tokens[at].lower]
    if tokens[at + 1].lower == "downing" or (
        value in {10, 11}
        and tokens[first - 1].lower in {"at", "in", "inside", "outside", "to", "from"}
    ):
        return None
    if tokens[at + 1].gap == ADJACENT and tokens[at + 1].kind in {"word", "code"}:
        return None
    found = Found(first, at + 1, "ordinal", "ordinal.number_sign", value=value)
    phrase = singular_phrase(tokens, at + 1) if tokens[at + 1].gap != BROKEN else None
    found.counted = (at + 1, phrase) if phrase else None
    return found


def world_war(context: Context, first: int) -> Found | None:
    """As in "World War II": the numeral is the rank."""
    tokens = context.tokens
    if tokens[first].text != "World" or tokens[first + 1].text != "War":
        return None
    number = ROMAN.get(tokens[first + 2].text)
    word = {"one": 1, "two": 2, "three": 3}.get(tokens[first + 2].lower)
    if number is None and word is None:
        return None
    return Found(
        first + 2,
        first + 3,
        "ordinal",
        "ordinal.world_war",
        value=Decimal(number or word or 0),
        counted=(first, first + 2),
    )
