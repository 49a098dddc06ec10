"""What a user knows of names better than any rule: a file of entities with their spellings.

TOML, an entity a table:

    [[entity]]
    name = "George W. Bush"            # the name it goes by
    aliases = ["Dubya", "Bush junior"] # other spellings
    label = "PERSON"                   # what it is, if the text does not make it plain
    country_code = "US"                # ISO 3166-1 alpha-2

or CSV with a header of the same names, aliases joined by "|".
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from transforms.errors import NewsmillError
from transforms.extract.annotation import Label
from transforms.extract.entities.names import folded, plain_name
from transforms.ids import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_FIELDS: Final = ("name", "aliases", "label", "country_code")
_LABELS: Final = get_args(Label)
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")


class AliasesError(NewsmillError):
    """A file of aliases that is not there or not understood."""


@dataclass(frozen=True, slots=True)
class GivenEntity:
    """An entity as a user gives it: all its spellings are one, and no other entity of the file."""

    name: str
    aliases: tuple[str, ...] = ()
    label: Label | None = None
    country_code: str | None = None


@dataclass(frozen=True)
class Aliases:
    """The entities that a user gives; the order in which they stand in the file does not show."""

    entities: tuple[GivenEntity, ...] = ()

    @cached_property
    def by_spelling(self) -> Mapping[str, GivenEntity]:
        """The entities by each of their spellings, as spellings are compared."""
        return {
            spelling_key(spelling): entity
            for entity in self.entities
            for spelling in (entity.name, *entity.aliases)
        }

    @property
    def fingerprint(self) -> str:
        """Changes when the entities do."""
        return stable_id(*sorted(map(repr, self.entities)))

    def of(self, text: str, name: str | None) -> GivenEntity | None:
        """The entity of a mention, by its text and by its full name in the document.

        A lone surname is listed for those documents that do not say whose it is.

        >>> bush = GivenEntity("George W. Bush", ("Bush",))
        >>> Aliases((bush,)).of("Bush", "Bush").name
        'George W. Bush'
        >>> Aliases((bush,)).of("Bush", "Laura Bush")
        """
        if not self.entities:
            return None
        own = spelling_key(text)
        full = spelling_key(name or text) or own
        found = self.by_spelling.get(own) if own == full or " " in own else None
        return found or self.by_spelling.get(full)


def spelling_key(spelling: str) -> str:
    """The spelling without article, case and accents."""
    return folded(plain_name(spelling))


def read_aliases(path: Path) -> Aliases:
    """The entities of a file, CSV by its suffix, else TOML.

    Raises:
        AliasesError: It is not there or not understood; says where and why.
    """
    try:
        text = path.read_text("utf-8-sig")
        rows = _csv_rows(text) if path.suffix.lower() == ".csv" else _toml_rows(text)
        return aliases_of(_entity(row, number) for number, row in enumerate(rows, start=1))
    except FileNotFoundError:
        raise AliasesError(f"there is no file of aliases {str(path)!r}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, csv.Error) as error:
        raise AliasesError(f"{path} cannot be read as aliases: {error}") from None
    except AliasesError as error:
        raise AliasesError(f"{path}, {error}") from None


def aliases_of(entities: Iterable[GivenEntity]) -> Aliases:
    """The entities together.

    Raises:
        AliasesError: A spelling is given to two of them.
    """
    found = sorted(entities, key=repr)
    owners: dict[str, int] = {}
    for index, entity in enumerate(found):
        for spelling in (entity.name, *entity.aliases):
            key = spelling_key(spelling)
            if not key:
                raise AliasesError(f"{spelling!r} of {entity.name!r} is no name")
            other = owners.setdefault(key, index)
            if other != index:
                raise AliasesError(
                    f"{spelling!r} is given to two, {found[other].name!r} and {entity.name!r}; "
                    "keep one of them"
                )
    return Aliases(tuple(found))


def _toml_rows(text: str) -> list[dict[str, Any]]:
    read = tomllib.loads(text)
    rows = read.pop("entity", [])
    if read or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise AliasesError("write each entity under [[entity]], and nothing else")
    return rows


def _csv_rows(text: str) -> list[dict[str, Any]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows: list[dict[str, Any]] = []
    for row in csv.DictReader(lines, strict=True):
        if None in row or None in row.values():
            raise AliasesError(f"row {len(rows) + 1}: it has not as many fields as the header")
        filled = {name: value.strip() for name, value in row.items() if value.strip()}
        aliases = [alias.strip() for alias in filled.get("aliases", "").split("|")]
        rows.append(filled | {"aliases": [alias for alias in aliases if alias]})
    return rows


def _entity(row: Mapping[str, Any], number: int) -> GivenEntity:
    where = f"entity {number}"
    for field in row.keys() - set(_FIELDS):
        near = get_close_matches(field, _FIELDS, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(_FIELDS)}"
        raise AliasesError(f"{where}: there is no field {field!r}; {hint}")
    name, aliases = row.get("name"), row.get("aliases", [])
    label, country_code = row.get("label"), row.get("country_code")
    if not isinstance(name, str):
        raise AliasesError(f"{where}: it needs a name")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise AliasesError(f"{where}: aliases are a list of spellings, and not {aliases!r}")
    if label is not None and label not in _LABELS:
        raise AliasesError(f"{where}: label is one of {', '.join(_LABELS)}, and not {label!r}")
    if country_code is not None and not _COUNTRY_CODE.fullmatch(str(country_code)):
        raise AliasesError(f"{where}: country_code is a code like 'UA', and not {country_code!r}")
    return GivenEntity(name, tuple(sorted(aliases)), cast("Label | None", label), country_code)
