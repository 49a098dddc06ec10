"""Writes the currency and unit tables of the number extractor from Babel and Pint.

    python benchmarks/number_tables.py

Needs ``babel`` and ``pint``, which newsmill itself does not: the tables are kept in the repository,
so that reading a number needs neither. Run it again when either has a new release, and read the
difference.
"""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pint
from babel import Locale
from babel.numbers import get_currency_name, get_currency_precision

if TYPE_CHECKING:
    from collections.abc import Iterable

# Metals, funds, units of account and codes for tests.
NO_MONEY = frozenset(
    [
        "XAG",
        "XAU",
        "XPD",
        "XPT",
        "XBA",
        "XBB",
        "XBC",
        "XBD",
        "XFO",
        "XFU",
        "XRE",
        "XSU",
        "XUA",
        "XTS",
        "XXX",
        "CHE",
        "CHW",
        "COU",
        "MXV",
        "UYI",
        "USN",
        "USS",
    ]
)
DATA = Path(__file__).parent.parent / "transforms" / "extract" / "numbers" / "data"


def write(path: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def currencies() -> Iterable[list[str]]:
    """Code, digits of the minor unit, English names: all of Babel's, funds and metals aside."""
    for code, name in sorted(Locale("en").currencies.items()):
        # Former issues have their years behind them: "Mexican silver peso (1861–1992)".
        if "(" in name or code in NO_MONEY:
            continue
        plural = get_currency_name(code, count=2, locale="en")
        singular = get_currency_name(code, count=1, locale="en")
        names = sorted({name.lower(), singular.lower(), plural.lower()})
        yield [code, str(get_currency_precision(code)), "|".join(names)]


def units() -> Iterable[list[str]]:
    """Our symbol, the dimension, the words: Pint's names and aliases with English plurals."""
    registry = pint.UnitRegistry()
    chosen = tomllib.loads((DATA / "unit_choice.toml").read_text(encoding="utf-8"))
    for symbol, choice in chosen["units"].items():
        unit = registry.parse_units(choice["pint"])
        words = set(choice.get("words", []))
        if choice.get("names", True):
            base = registry.get_name(choice["pint"]).replace("_", " ")
            words |= set(spellings(base))
        signs = choice.get("signs", [])
        dimension = str(unit.dimensionality).replace(" ", "")
        yield [symbol, dimension, "|".join(sorted(words)), "|".join(sorted(signs))]


def spellings(name: str) -> Iterable[str]:
    """The name, its plural, and both in British spelling."""
    for spelling in {name, name.replace("meter", "metre").replace("liter", "litre")}:
        yield spelling
        yield spelling + "s"


def main() -> None:
    write(DATA / "currencies.csv", ["code", "digits", "names"], currencies())
    write(DATA / "units.csv", ["symbol", "dimension", "words", "signs"], units())


if __name__ == "__main__":
    main()
