"""Reads a numeral: digits or words, with its scale, without a unit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.numbers.lexer import ADJACENT, BROKEN, DASHES, remembered
from transforms.extract.numbers.printed import ZERO, fraction, number
from transforms.extract.numbers.quantity import LIMIT
from transforms.extract.numbers.vocabulary import decimals

if TYPE_CHECKING:
    from transforms.extract.numbers.lexer import Token, Tokens

UNITS = decimals("number_words", "units")
TENS = decimals("number_words", "tens")
SCALES = decimals("number_words", "scales")
ABBREVIATIONS = decimals("number_words", "abbreviations")
LETTERS = decimals("number_words", "letters")
VAGUE = decimals("number_words", "vague")
SEVERAL = decimals("number_words", "several")
FRACTIONS = decimals("number_words", "fractions")
SMALL = UNITS | TENS
# What can go on with digits.
BEHIND_DIGITS = frozenset({*SCALES, *ABBREVIATIONS, *LETTERS, *DASHES, "and"})
LONGEST = 60  # tokens of one spelled-out number
ONE = Decimal(1)
THOUSAND = Decimal(1000)
HALF = Decimal("0.5")


class Numeral(NamedTuple):
    """A number as written.

    Attributes:
        first: Its first token.
        end: One past its last token.
        value: The number; for a vague amount the lowest it can be.
        scale: What the written number was multiplied with (1 if nothing).
        style: ``digits``, ``words``, ``vague``, ``fraction`` or ``article`` ("a million").
        plain: Whether it is digits alone, without sign, point, comma or scale.
    """

    first: int
    end: int
    value: Decimal
    scale: Decimal
    style: str
    plain: bool = False


@remembered
def numeral_at(tokens: Tokens, first: int) -> Numeral | None:
    """The numeral that begins at a token; none where its value cannot be held."""
    return _numeral(tokens, first, letters=False)


@remembered
def lettered_numeral_at(tokens: Tokens, first: int) -> Numeral | None:
    """The same where a single letter may be a scale: ``4.2b`` of money, ``5m`` people."""
    return _numeral(tokens, first, letters=True)


def _numeral(tokens: Tokens, first: int, *, letters: bool) -> Numeral | None:
    token = tokens[first]
    if token.kind == "number":
        return _digits(tokens, first, letters=letters)
    if token.kind == "fraction":
        return _fraction_sign(tokens, first, letters=letters)
    if token.kind == "word":
        return _spelled(tokens, first)
    return None


def _digits(tokens: Tokens, first: int, *, letters: bool) -> Numeral | None:
    value = number(tokens[first].text)
    if value is None:
        return None
    token = tokens[first].text
    if tokens[first + 1].lower not in BEHIND_DIGITS:
        return Numeral(first, first + 1, value, ONE, "digits", token.isdecimal())
    end, scale = _scales(tokens, first + 1, letters=letters)
    if scale == 1 and tokens[end].lower == "and" and tokens[end + 1].lower in {"a", "one"}:
        half = _and_a_half(tokens, end)
        if half is not None:
            end, extra = half
            end, scale = _scales(tokens, end, letters=False)
            return Numeral(first, end, (value + extra) * scale, scale, "words")
    plain = scale == 1 and token.isdecimal()
    return Numeral(first, end, value * scale, scale, "digits", plain)


def _scales(tokens: Tokens, end: int, *, letters: bool) -> tuple[int, Decimal]:
    """The product of the scale words from a token on: "million", "lakh crore", "-bn"."""
    scale = ONE
    while end < len(tokens) and scale < LIMIT:
        step = end
        if (
            tokens[step].kind == "dash"
            and tokens[step].gap == ADJACENT
            and len(tokens[step].text) == 1
        ):
            step += 1
        token = tokens[step]
        if token.gap == BROKEN or (step > end and token.gap != ADJACENT):
            break
        factor = SCALES.get(token.lower)
        if factor is None and scale == 1 and step == end:
            factor = _abbreviation(token, letters=letters)
        if factor is None:
            break
        scale *= factor
        end = step + 1
    return end, scale


def _abbreviation(token: Token, *, letters: bool) -> Decimal | None:
    factor = ABBREVIATIONS.get(token.lower)
    if factor is not None:
        # "10 mm" of rain, "5 k": only what the agencies write apart.
        return factor if token.gap == ADJACENT or len(token.text) > 1 else None
    if letters and token.gap == ADJACENT and token.text != "T":
        return LETTERS.get(token.lower)
    return LETTERS.get(token.lower) if letters and token.text in {"M", "B", "T"} else None


def _fraction_sign(tokens: Tokens, first: int, *, letters: bool) -> Numeral | None:
    value = fraction(tokens[first].text)
    if value is None:
        return None
    end, scale = _scales(tokens, first + 1, letters=letters)
    return Numeral(first, end, value * scale, scale, "fraction")


def _spelled(tokens: Tokens, first: int) -> Numeral | None:
    word = tokens[first].lower
    if word in SMALL:
        return _number_words(tokens, first)
    if word in {"a", "an", "several", "few"} or word in VAGUE:
        return _article(tokens, first)
    if word == "half":
        return _half(tokens, first)
    if word in SCALES and word != "dozen":
        end, scale = _scales(tokens, first, letters=False)
        return Numeral(first, end, scale, scale, "article")
    return None


def _article(tokens: Tokens, first: int) -> Numeral | None:
    """As in "a million", "a few thousand", "several hundred", "tens of thousands", "a dozen"."""
    word, step = tokens[first].lower, first + 1
    if word in VAGUE:
        return _tens_of(tokens, first)
    if word == "a" and tokens[step].lower in {"few", "couple"}:
        word, step = tokens[step].lower, step + 1
        if tokens[step].lower == "of":
            step += 1
    many = SEVERAL.get(word)
    if tokens[step].gap == BROKEN:
        return None
    if many is not None:
        end, scale = _scales(tokens, step, letters=False)
        if end == step:
            return None
        style = "vague"
        return Numeral(first, end, many * scale, scale, style)
    if tokens[step].lower in SCALES:
        return _a_hundred(tokens, first, step)
    if tokens[step].lower == "half" and tokens[step + 1].lower in SCALES:
        half = _half(tokens, step)
        return half._replace(first=first) if half else None
    return None


def _a_hundred(tokens: Tokens, first: int, step: int) -> Numeral:
    """As in "a million", "a hundred and twenty", "a hundred thousand"."""
    end, scale = _scales(tokens, step, letters=False)
    rest = _sum_of_groups(tokens, end + 1) if tokens[end].lower == "and" else None
    if rest is None or rest[1] >= scale or tokens[step].lower == "dozen":
        return Numeral(first, end, scale, scale, "article")
    return Numeral(first, rest[0], scale + rest[1], ONE, "words")


def _tens_of(tokens: Tokens, first: int) -> Numeral:
    """As in "tens of thousands"; the lowest amounts multiply: 20 x 1,000."""
    value, end = VAGUE[tokens[first].lower], first + 1
    while value < LIMIT:
        hyphens = _is_hyphen(tokens, end)
        of = end + hyphens
        scale = of + 1 + hyphens
        if tokens[of].lower != "of" or tokens[scale].lower not in VAGUE | SCALES:
            break
        plural = VAGUE.get(tokens[scale].lower)
        value *= plural / 2 if plural else SCALES[tokens[scale].lower]
        end = scale + 1
    return Numeral(first, end, value, ONE, "vague")


def _half(tokens: Tokens, first: int) -> Numeral | None:
    """As in "half a million", "half a dozen", "half-million"."""
    step = first + 1
    if tokens[step].lower == "a" or (tokens[step].kind == "dash" and tokens[step].gap == ADJACENT):
        step += 1
    if tokens[step].lower not in SCALES:
        return None
    end, scale = _scales(tokens, step, letters=False)
    return Numeral(first, end, HALF * scale, scale, "words")


def _and_a_half(tokens: Tokens, step: int) -> tuple[int, Decimal] | None:
    """As in "and a half", "and three quarters", "-and-a-half"."""
    hyphens = int(tokens[step].kind == "dash" and tokens[step + 1].gap == ADJACENT)
    step += hyphens
    if tokens[step].lower != "and":
        return None
    count, step = tokens[step + 1 + hyphens].lower, step + 2 + hyphens
    if tokens[step].kind == "dash" and tokens[step].gap == ADJACENT:
        step += 1
    denominator = FRACTIONS.get(tokens[step].lower)
    numerator = ONE if count in {"a", "one"} else UNITS.get(count)
    if numerator is None or denominator is None or numerator >= denominator:
        return None
    return step + 1, numerator / denominator


def _number_words(tokens: Tokens, first: int) -> Numeral | None:
    """As in "twenty-eight thousand six hundred and forty-two"."""
    read = _sum_of_groups(tokens, first)
    if read is None:
        return None
    end, value, scale = read
    half = _and_a_half(tokens, end)
    if half is not None and value < THOUSAND:
        end, extra = half
        end, more = _scales(tokens, end, letters=False)
        return Numeral(first, end, (value + extra) * more, more, "words")
    if tokens[end].lower == "point" and tokens[end + 1].lower in UNITS:
        end, value, scale = _after_point(tokens, end + 1, value, scale)
    return Numeral(first, end, value, scale, "words")


def _sum_of_groups(tokens: Tokens, first: int) -> tuple[int, Decimal, Decimal] | None:
    """Groups below a thousand, each with a smaller scale than the one before."""
    end, total, last_scale = first, ZERO, LIMIT
    while end - first < LONGEST:
        start = _after_link(tokens, end) if end > first else end
        group = _below_thousand(tokens, start)
        if group is None:
            break
        after, scale = _scales(tokens, group[0], letters=False)
        # A comma joins only what cannot be a number of its own: "two thousand, five hundred".
        comma = start > end and tokens[end].text == ","
        if scale >= last_scale or (comma and scale == 1 and group[1] < 100):
            break
        if end > first and last_scale == 1:
            break
        total, end, last_scale = total + group[1] * scale, after, scale
    if end == first:
        return None
    return end, total, max(last_scale, ONE)


def _after_link(tokens: Tokens, at: int) -> int:
    """Past the hyphen, "and" or comma that joins two groups."""
    token = tokens[at]
    if token.lower == "and" or token.text == ",":
        return at + 1
    return at + 1 if _is_hyphen(tokens, at) else at


def _below_thousand(tokens: Tokens, first: int) -> tuple[int, Decimal] | None:
    read = _below_hundred(tokens, first)
    if read is None:
        return None
    end, value = read
    step = end + 1 if _is_hyphen(tokens, end) else end
    if tokens[step].lower != "hundred" or value == 0:
        return read
    end, value = step + 1, value * 100
    rest = _below_hundred(tokens, end + 1 if tokens[end].lower == "and" else end)
    if rest is None or tokens[rest[0]].lower == "hundred":
        return end, value
    return rest[0], value + rest[1]


def _below_hundred(tokens: Tokens, first: int) -> tuple[int, Decimal] | None:
    word = tokens[first].lower
    if word in UNITS:
        return first + 1, UNITS[word]
    if word not in TENS:
        return None
    step = first + 2 if _is_hyphen(tokens, first + 1) else first + 1
    value = UNITS.get(tokens[step].lower)
    if value is None or not 0 < value < 10 or tokens[step].gap == BROKEN:
        return first + 1, TENS[word]
    return step + 1, TENS[word] + value


def _is_hyphen(tokens: Tokens, at: int) -> bool:
    """Whether a token is a hyphen inside a word."""
    token = tokens[at]
    return (
        token.kind == "dash"
        and token.gap == ADJACENT
        and len(token.text) == 1
        and tokens[at + 1].gap == ADJACENT
    )


def _after_point(
    tokens: Tokens, end: int, value: Decimal, scale: Decimal
) -> tuple[int, Decimal, Decimal]:
    step = Decimal("0.1")
    while tokens[end].lower in UNITS and step > Decimal("1e-9"):
        value += UNITS[tokens[end].lower] * step
        step /= 10
        end += 1
    end, more = _scales(tokens, end, letters=False)
    return end, value * more, scale * more
