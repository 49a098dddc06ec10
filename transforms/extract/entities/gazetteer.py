"""What is known of names before any text is read: places, peoples, bodies, people's names."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from transforms.extract.annotation import Label

_DATA = Path(__file__).parent / "data"

Kind = Literal["country", "place", "city", "people", "body", "thing"]

FIRST_WORD = re.compile(r"[^\W_]+")


class Known(NamedTuple):
    """A thing that is known by the name ``name``, of all its forms the one that counts.

    ``country_code`` is ISO 3166-1 alpha-2, for former countries ISO 3166-3; "" where there is
    none or where it is not known which of several places is meant.
    """

    name: str
    label: Label
    kind: Kind
    country_code: str
    thousand_people: int = 0


class Gazetteer(NamedTuple):
    """The tables, indexed.

    ``forms`` has every form of every name, ``by_first_word`` the same forms by their first word,
    longest first; ``capital_of`` country codes by capital.
    """

    forms: Mapping[str, Known]
    by_first_word: Mapping[str, tuple[str, ...]]
    capital_of: Mapping[str, str]
    given_names: frozenset[str]
    family_names: frozenset[str]
    heads: Mapping[str, Label]
    titles: frozenset[str]
    not_names: frozenset[str]
    unsafe_forms: frozenset[str]

    def known(self, name: str) -> Known | None:
        """What the name stands for, in capitals or not; ``None`` where it is not in the tables.

        >>> load_gazetteer().known("Türkiye").name
        'Turkey'
        >>> load_gazetteer().known("ISTANBUL").country_code
        'TR'
        """
        found = self.forms.get(name)
        if found is None and len(name) > 4 and name.isupper():  # noqa: PLR2004 - "IRAN", not "US"
            found = self.forms.get(name.title())
        if found is None and "’" in name:
            found = self.forms.get(name.replace("’", "'"))
        return found


@cache
def load_gazetteer() -> Gazetteer:
    """The tables of the data folder, read once a process."""
    forms: dict[str, Known] = {}
    capitals: dict[str, str] = {}
    for row in _rows("cities.csv"):
        known = Known(row["name"], "GPE", "city", row["country_code"], int(row["thousand_people"]))
        _add(forms, known, row["aliases"])
    for table, kind in (("things.csv", "thing"), ("bodies.csv", "body"), ("places.csv", "place")):
        for row in _rows(table):
            code, label = row.get("country_code", ""), cast("Label", row["label"])
            _add(forms, Known(row["name"], label, cast("Kind", kind), code), row["aliases"])
            _add_peoples(forms, row.get("peoples", ""), code)
    for row in _rows("countries.csv"):
        _add(forms, Known(row["name"], "GPE", "country", row["code"]), row["aliases"])
        _add_peoples(forms, row["peoples"], row["code"])
        capitals[row["capital"]] = row["code"]
    return Gazetteer(
        forms,
        _by_first_word(forms),
        capitals,
        frozenset(row["name"] for row in _rows("given_names.txt")),
        frozenset(row["name"] for row in _rows("family_names.txt")),
        {row["word"]: cast("Label", row["label"]) for row in _rows("heads.csv")},
        frozenset(row["word"] for row in _rows("titles.csv")),
        frozenset(row["word"] for row in _rows("not_names.csv")),
        frozenset(row["form"] for row in _rows("unsafe_forms.csv")),
    )


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (_DATA / table).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _add(forms: dict[str, Known], known: Known, aliases: str) -> None:
    for form in (known.name, *filter(None, aliases.split("|"))):
        forms[form] = known


def _add_peoples(forms: dict[str, Known], peoples: str, code: str) -> None:
    words = [p for p in peoples.split("|") if p]
    for word in words:
        known = Known(words[0], "NORP", "people", code)
        forms.setdefault(word, known)
        if not word.endswith(("s", "sh", "ch", "men", "se")):
            forms.setdefault(word + "s", known)


def _by_first_word(forms: Mapping[str, Known]) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        match = FIRST_WORD.search(form)
        if match is not None and match.start() == 0:
            index[match[0]].append(form)
    return {word: tuple(sorted(some, key=len, reverse=True)) for word, some in index.items()}
