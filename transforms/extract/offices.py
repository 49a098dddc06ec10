"""What the words of a role say: the office, normalised, and whether it is held."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from transforms.extract.annotation import RoleStatus

_DATA = Path(__file__).parent / "role_data"
_JOINED = re.compile(r"(?:^(ex|former|then)-)?(.+?)(?:-(elect|designate))?$")
_STATUSES = ("former", "acting", "designate", "candidate", "deputy")
# Words that tell nothing of the office.
_PASSING = frozenset(("current", "new", "outgoing", "top", "senior"))
_HELD_TOGETHER = frozenset(
    ("chair", "president", "founder", "co-founder", "chief executive", "director", "owner", "chief")
)
_HONORIFICS = frozenset((
    "congressman", "congresswoman", "king", "prince", "princess", "queen", "rep.", "sen.",
    "senator", "sheikh",
))  # fmt: skip
_RANKS = frozenset(("prime", "first", "chief", "deputy"))
_NEEDS_CAPITAL = frozenset(("general", "king", "queen", "justice", "marshal", "prince", "speaker"))


class Office(NamedTuple):
    """What the table of offices has under a word."""

    office: str
    is_plural: bool
    takes_portfolio: bool
    needs_capital: bool


class Words(NamedTuple):
    """A role without whose it is: "Deputy", "Foreign" + "Minister" + "" (or "of Defence")."""

    before: tuple[str, ...]
    head: str
    after: str


@cache
def _offices() -> Mapping[str, Office]:
    found: dict[str, Office] = {}
    for row in _rows("offices.csv"):
        portfolio, capital = row["portfolio"] == "yes", row["word"] in _NEEDS_CAPITAL
        found[row["word"]] = Office(row["office"], False, portfolio, capital)  # noqa: FBT003 - a row
        found[row["plural"]] = Office(row["office"], True, portfolio, capital)  # noqa: FBT003 - a row
    return found


@cache
def _modifiers() -> Mapping[str, str]:
    return {row["word"]: row["status"] for row in _rows("modifiers.csv")}


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (_DATA / table).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _taken_apart(word: str) -> tuple[str, str, str]:
    """The status before, the word, the status after: "President-elect", "ex-minister"."""
    match = _JOINED.match(word.lower())
    return (match[1] or "", match[2], match[3] or "") if match else ("", word.lower(), "")


def look_up(word: str) -> Office | None:
    """The office that the word stands for.

    >>> look_up("President-elect").office
    'president'
    """
    return _offices().get(word.lower()) or _offices().get(_taken_apart(word)[1])


def joins_offices(word: str) -> bool:
    """Whether one person holds it beside another office: "chairman and chief executive"."""
    office = look_up(word)
    return office is not None and not office.is_plural and office.office in _HELD_TOGETHER


def is_modifier(word: str) -> bool:
    """Whether the word stands before offices: "deputy", "foreign", "presidential"."""
    return word.lower() in _modifiers()


def status_of(words: Words) -> RoleStatus:
    """Whether the office is held.

    >>> status_of(Words(("former",), "President", "")), status_of(Words((), "hopeful", ""))
    ('former', 'candidate')
    """
    before, _, after = _taken_apart(words.head)
    said = {_modifiers().get(w.lower()) for w in words.before}
    said |= {_modifiers().get(before), _modifiers().get(after)}
    office = look_up(words.head)
    if office is not None and office.office in {"candidate", "nominee"}:
        said.add("candidate")
    return cast("RoleStatus", next((s for s in _STATUSES if s in said), "current"))


def office_of(words: Words, status: RoleStatus) -> str:
    """The office in one spelling.

    >>> office_of(Words(("Deputy", "Foreign"), "Minister", ""), "deputy")
    'minister of foreign affairs'
    >>> office_of(Words((), "Minister", "of Defense"), "current")
    'minister of defence'
    """
    if words.head.lower() in _HONORIFICS and words.before and look_up(words.before[-1]):
        # "Prime Minister Sheikh Hasina": the last of two is part of the name.
        words = Words(words.before[:-1], words.before[-1], words.after)
    office = look_up(words.head)
    head = office.office if office else words.head.lower()
    before = [w.lower() for w in words.before]
    if "and" in before and any(look_up(w) for w in before[: before.index("and")]):
        before = before[before.index("and") + 1 :]
    before = [w for w in before if w not in _PASSING and _modifiers().get(w, "") in {"", "deputy"}]
    if status == "deputy":
        before = [w for w in before if _modifiers().get(w) != "deputy"]
    before = ["defence" if w == "defense" else w for w in before]
    after = (
        " ".join(words.after.lower().split())
        .replace("defense", "defence")
        .replace("for ", "of ", 1)
    )
    if head == "minister" and before and not _RANKS & {before[0], before[-1]}:
        after = "of " + " ".join(before)
        before = []
    after = "of foreign affairs" if after == "of foreign" else after
    if head == "head" and before:
        return f"head of {' '.join(before)}"
    office_name = " ".join((*before, head, after)).strip()
    return office_name.replace("secretary general", "secretary-general")
