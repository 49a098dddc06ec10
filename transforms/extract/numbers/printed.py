"""The values of printed digits and fractions."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from transforms.extract.numbers.lexer import VULGAR
from transforms.extract.numbers.quantity import LIMIT_DIGITS

ZERO = Decimal(0)
TOO_LONG = 60  # characters of one printed number
SPACES = re.compile(r"\s")
POWER = re.compile(r"[×x]10\^?")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal | None:
    """The value of printed digits, or null where it cannot be held.

    >>> number("1,234.5"), number("١٢٣"), number("2.998×10−8"), number("1e400")
    (Decimal('1234.5'), Decimal('123'), Decimal('2.998E-8'), None)
    """
    if len(text) > TOO_LONG:
        return None
    plain = text.replace(",", "")
    if not plain.isdecimal():
        plain = POWER.sub("e", SPACES.sub("", plain).translate(SUPERSCRIPTS))
    value = Decimal(plain)
    return value if value.is_zero() or value.adjusted() < LIMIT_DIGITS else None


def fraction(text: str) -> Decimal | None:
    """The value of ``3/4``, ``3-1/2`` or ``2½``; null where it is no fraction (``24/7``).

    >>> fraction("3-1/2"), fraction("½"), fraction("24/7")
    (Decimal('3.5'), Decimal('0.5'), None)
    """
    if text[-1] in VULGAR:
        whole = number(text[:-1]) if len(text) > 1 else ZERO
        return (whole or ZERO) + Decimal(str(round(unicodedata.numeric(text[-1]), 12)))
    *front, last = re.split(r"[-\s]", text)
    numerator, denominator = (int(part) for part in re.split(r"[/⁄]", last))
    if denominator < 2 or numerator >= denominator or numerator == 0:
        return None
    whole = number(front[0]) if front else ZERO
    return (whole or ZERO) + Decimal(numerator) / Decimal(denominator)
