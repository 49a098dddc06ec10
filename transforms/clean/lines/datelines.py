"""Datelines and desk credits before the first sentence: found, and taken apart.

Knows "ISTANBUL — ", "Istanbul: ", "WASHINGTON, May 16 (Reuters) - ", "(ANSA) - ROMA, 16 MAG - ",
"МОСКВА, 16 мая /ТАСС/. ",
"LONDON--(BUSINESS WIRE)--", "New Delhi, May 16 (PTI): ", "Web Desk: ".
Places in ordinary spelling must be known (``datelines.toml``) unless an agency or a date follows.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

_TABLE = Path(__file__).with_name("datelines.toml")
_MAX_CHARS = 110
_UPPER = "A-ZÀ-ÖØ-ÞĀ-ŽİŞĞА-ЯЁІЇЄҐ"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|jän|mär|mai|okt|dez|févr|fév|janv|avr|juin|"
    r"juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|fev|out|oca|şub|nis|haz|tem|ağu|eyl|"
    r"eki|kas|ara|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|"
    r"сер|вер|жов|лис|гру)[^\W\d]{0,9}\.?"
)
_DATE = (
    rf"(?:{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?(?:, ?\d{{4}})?|(?:le |den )?\d{{1,2}}\.?(?: de)? "
    rf"{_MONTH}(?:(?: de)? \d{{4}})?|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
)
_DASH = r"(?:\s*(?:—|–|―|--+)\s*|\s*[.:]\s?[-–—]+\s*|\s+[-‐‑−]\s+|-\s+)"
# Every dateline ends in one of these.
_SEPARATOR = re.compile(r"[:—–―)/]|-[\s-]|[‐‑−]\s|\.\s?-")
_WITH_AGENCY = re.compile(
    rf"(?P<head>[^()\[\]\"“”!?;]{{0,60}}?)\s*(?:--)?(?:\((?P<agency>[^()]{{2,40}})\)|/(?P<slash>[^/]{{2,30}})/)"
    rf"(?:{_DASH}|:\s+|\.\s+|\s+)"
)
_BEFORE_DASH = re.compile(rf"(?P<head>[^()\[\]\"“”!?;:—–―]{{2,60}}?){_DASH}")
_BEFORE_COLON = re.compile(r"(?P<head>[^()\[\]\"“”!?;:—–―]{2,40}?)\s?:\s+")
_DATE_AT_END = re.compile(rf"(?:^|[,.]? )(?:on )?(?P<date>{_DATE})$", re.IGNORECASE)
_SMALL = "de|del|la|am|an|der|of|el|al|du|es|da|do|dos|ben|sur|les"
_PLACE = re.compile(rf"[{_UPPER}][^\s\d,]*(?:[ /](?:(?:{_SMALL})|[{_UPPER}][^\s\d,]*)){{0,4}}")
_CAPITALS = re.compile(rf"(?=(?:[^{_UPPER}]*[{_UPPER}]){{3}})[{_UPPER}][{_UPPER}.'’/ -]{{2,40}}")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first sentence: ``line[:end]``, and its parts as printed."""

    kind: Literal["dateline", "desk_credit"]
    rule_id: str
    end: int
    place: str | None = None
    agency: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class _Names:
    agencies: frozenset[str]
    desks: re.Pattern[str]
    places: frozenset[str]
    not_places: frozenset[str]
    agency_before_stop: re.Pattern[str]


def find_dateline(line: str) -> Dateline | None:
    """The dateline or desk credit that begins a line, if one does and text follows it.

    >>> found = find_dateline("WASHINGTON, May 16 (Reuters) - The talks ended on Friday.")
    >>> found.place, found.agency, found.date, found.end
    ('WASHINGTON', 'Reuters', 'May 16', 31)
    >>> find_dateline("Prisoner Swap: Both sides agreed to exchange 1,000 men.") is None
    True
    """
    head = line[:_MAX_CHARS]
    if not (head[:1].isupper() or head[:1] == "(") or _SEPARATOR.search(head) is None:
        return None
    names = _names()
    desk = names.desks.match(head)
    if desk is not None:
        found: Dateline | None = Dateline("desk_credit", "dateline.desk", desk.end())
    else:
        found = _with_agency(head, names) or _without_agency(head, names)
    return found if found is not None and _begins_text(line, found.end) else None


def _with_agency(head: str, names: _Names) -> Dateline | None:
    match = _WITH_AGENCY.match(head)
    if match is None:
        return None
    agency = match["agency"] or match["slash"]
    place, date = _place_and_date(match["head"])
    is_bare = not match["head"].strip()
    if agency.casefold() not in names.agencies or not (place or date or is_bare):
        return None
    return Dateline("dateline", "dateline.agency", match.end(), place, agency, date)


def _without_agency(head: str, names: _Names) -> Dateline | None:
    match = _BEFORE_DASH.match(head)
    rule_id = "dateline.dash"
    if match is None:
        match = _BEFORE_COLON.match(head)
        rule_id = "dateline.colon"
    if match is None:
        return None
    place, date = _place_and_date(match["head"])
    if place is None or place.casefold() in names.not_places:
        return None
    is_known = place.casefold().split("/")[0] in names.places
    if not is_known and (rule_id == "dateline.colon" or _CAPITALS.fullmatch(place) is None):
        return None
    agency = names.agency_before_stop.match(head, match.end())
    if agency is not None:
        return Dateline("dateline", rule_id, agency.end(), place, agency[1], date)
    return Dateline("dateline", rule_id, match.end(), place, None, date)


def _place_and_date(head: str) -> tuple[str | None, str | None]:
    """The parts of "STRASBOURG, France, May 16"; no place where it is none."""
    head = head.strip()
    match = _DATE_AT_END.search(head)
    date = match["date"] if match is not None else None
    place = head[: match.start()] if match is not None else head
    place, _, region = place.strip(" ,.").partition(", ")
    is_place = _PLACE.fullmatch(place) is not None and region[:1] == region[:1].upper()
    return (place if is_place else None), date


def _begins_text(line: str, start: int) -> bool:
    """Whether what is left is a sentence of its own, not the rest of one."""
    rest = line[start:].lstrip("\"'“”‘’«»„¿¡([")
    return len(rest) > 1 and not rest[0].islower()


@cache
def _names() -> _Names:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    desks = "|".join(re.escape(name) for name in sorted(table["desks"], key=len, reverse=True))
    agencies = "|".join(re.escape(name) for name in table["agencies"])
    return _Names(
        agencies=frozenset(name.casefold() for name in table["agencies"]),
        desks=re.compile(rf"(?:[^\W\d_]+ )?(?:{desks})\s*(?::|—|–|--|\s-\s)\s*", re.IGNORECASE),
        places=frozenset(name.casefold() for name in table["places"]),
        not_places=frozenset(table["not_places"]),
        agency_before_stop=re.compile(rf"({agencies})\.\s+"),
    )
