"""Days: how many of those in the dev sets newsmill tells right, by what the gold asks for.

Recognizers and Duckling are tests of assistants, where "Friday" is the coming one; the scheme
(SCHEME.md of the gold data) is that of reports, where it has been. So each of their days is judged
by the scheme, told from the words of the gold and the day of reference, never from what newsmill
found:

- What is no day by the scheme is counted apart, with its reason (`NO_DAY`).
- A weekday, or a day that names no year or no month, is what the scheme makes of it (`prescribed`).
- All else is the day of the gold.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Row = Mapping[str, Any]
    Found = Callable[[Row], list[Mapping[str, Any]]]

DATA_SETS = ("seeds_numbers", "cases_dev", "recognizers_dev", "duckling_en_dev")
OWN = {"seeds_numbers", "cases_dev"}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur|urs)?(?:day)?\.?"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
UNITS = r"(?:days?|weeks?|months?|years?)"
LONG_UNITS = r"(?:weeks?|months?|years?)"
FORWARD = re.compile(r"\b(?:will|due|next)\b|'ll\b", re.IGNORECASE)
YEARS_AROUND = 8  # a 29 February may be that far

# What a reader of the scheme would not call a day, by the words of the gold.
NO_DAY = {
    "a week, month or year so far away (ours: that week, month or year)": (
        rf"[\w-]+ {LONG_UNITS} (?:ago|hence|from (?:now|today))"
    ),
    "how long it takes (ours: a duration)": (
        rf"(?:in|within) \w+ {UNITS}|(?:\w+ upcoming|upcoming \w+) {UNITS}"
    ),
    "counted from another date (ours: a duration and a date)": (
        rf".*\b(?:{UNITS}|{WEEKDAY}) (?:before|after|since|from)(?! (?:now|today|next$)).*"
        r"|.* closest .*"
    ),
    "told from another day of the text (ours: null)": (
        rf"(?:the )?(?:next day|day after)|.* {UNITS} later|.* of the (?:following|previous) \w+"
    ),
    "a word for now (no date by the scheme)": r"(?:at this )?(?:time|now)",
}
BESIDE = {"the day before yesterday", "the day after tomorrow"}
SHORT_WEEKDAY = "a weekday of three letters without a capital, alone"
BARE_WEEKDAY = "a bare weekday: the latest one, or the coming one behind will"
SHIFTED_WEEKDAY = "next or last and a weekday: the following one, the one before"
NO_MONTH = "a day whose month is not named: the last such one or the next"
NO_YEAR = "a day whose year is not named: the last such one or the next"
ADDRESS = "in an address or the name of a file"


class Judged(NamedTuple):
    """A day of the gold: what it asks for, and whether it is right; null for what is no day."""

    id: str
    words: str
    asks: str
    right: bool | None


def judge(folder: Path, found: Found) -> Iterator[tuple[str, Judged]]:
    """Each day of the gold with the name of its set."""
    for name in DATA_SETS:
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            wanted = [want for want in row["numbers"] if DAY.fullmatch(str(want.get("iso")))]
            got = found(row) if wanted else []
            for want in wanted:
                if row["ref_date"] and not want.get("optional"):
                    yield name, _judged(name, row, want, got)


def _judged(name: str, row: Row, want: Row, got: list[Row]) -> Judged:
    isos = {
        each["iso"]
        for each in got
        if each["kind"] == "date" and each["start"] < want["end"] and want["start"] < each["end"]
    }
    gold = {want["iso"], *want.get("iso_alts", [])}
    if name in OWN:
        return Judged(row["id"], want["text"], "as the scheme's own gold", bool(isos & gold))
    reason = no_day(want, row["text"])
    if reason:
        return Judged(row["id"], want["text"], reason, None)
    asks, days = prescribed(want, row["text"], date.fromisoformat(row["ref_date"][:10]))
    return Judged(row["id"], want["text"], asks, bool(isos & (days or gold)))


def no_day(want: Row, text: str) -> str | None:
    """Why the words of the gold are no day by the scheme, or null."""
    words = want["text"]
    if re.search(r"[\w/]$", text[: want["start"]]) or re.match(r"[-.]\w", text[want["end"] :]):
        return ADDRESS
    if words.lower() in BESIDE:
        return None
    if re.fullmatch(r"(?:mon|tue|wed|thu|fri|sat|sun)\.?", words):
        return SHORT_WEEKDAY
    return next((why for why, form in NO_DAY.items() if re.fullmatch(form, words.lower())), None)


def prescribed(want: Row, text: str, published: date) -> tuple[str, set[str] | None]:
    """What kind of day the words ask for, and the days that the scheme allows; null: the gold's."""
    words = re.sub(r"^(?:on|by|since|before|around) ", "", want["text"].lower())
    gold = date.fromisoformat(want["iso"])
    if re.fullmatch(WEEKDAY, words):
        ahead = FORWARD.search(text[: want["start"]]) is not None
        return BARE_WEEKDAY, {f"{_weekday(published, gold.weekday(), ahead=ahead)}"}
    shifted = re.fullmatch(rf"(next|coming|last|previous|past) {WEEKDAY}", words)
    if shifted:
        weekday = next(i for i, name in enumerate(WEEKDAYS) if name.startswith(shifted["weekday"]))
        ahead = shifted[1] in {"next", "coming"}
        other = published + timedelta(1 if ahead else -1)  # never the day of publication
        return SHIFTED_WEEKDAY, {f"{_weekday(other, weekday, ahead=ahead)}"}
    if re.fullmatch(r"the (?:\d+(?:st|nd|rd|th)|first)", words) or re.search(
        rf"{WEEKDAY} (?:the )?[\w-]+(?:st|nd|rd|th)?$", words
    ):
        return NO_MONTH, _around(gold, published, words, months=True)
    told = re.search(r"\d{4}|\d/\d+/\d|\b(?:this|next|last|current)\b(?! \w+ (?:in|of))", words)
    if not told and re.search(rf"{MONTH}|\d/\d|christmas|workers", words):
        return NO_YEAR, _around(gold, published, words, months=False)
    return "a day that the words fix", None


def _weekday(day: date, weekday: int, *, ahead: bool) -> date:
    """The nearest such weekday from a day on, or back from it."""
    step = 1 if ahead else -1
    return day + timedelta(step * (step * (weekday - day.weekday()) % 7))


def _around(gold: date, published: date, words: str, *, months: bool) -> set[str]:
    """The last day like that of the gold before publication and the next one."""
    days = [
        published + timedelta(shift) for shift in range(-366 * YEARS_AROUND, 366 * YEARS_AROUND)
    ]
    same = [day for day in days if _is_like(day, gold, words, months=months)]
    past = [day for day in same if day <= published][-1:]
    return {f"{day}" for day in (*past, *[day for day in same if day >= published][:1])}


def _is_like(day: date, gold: date, words: str, *, months: bool) -> bool:
    """Whether another day is what the words say: its number, month and weekday, as far as told."""
    weekday = re.search(rf"\b{WEEKDAY}(?!\w)", words)
    if weekday and not WEEKDAYS[gold.weekday()].startswith(weekday["weekday"]):
        weekday = None  # the gold does not keep to it
    if weekday and re.search(r"^(?:the )?(?:first|second|third|fourth|last|1st) ", words):
        last = words.removeprefix("the ").startswith("last")
        nth = (day + timedelta(7)).month != day.month if last else _nth(day) == _nth(gold)
        return nth and day.month == gold.month and day.weekday() == gold.weekday()
    if day.day != gold.day or (not months and day.month != gold.month):
        return False
    return not weekday or WEEKDAYS[day.weekday()].startswith(weekday["weekday"])


def _nth(day: date) -> int:
    return (day.day - 1) // 7


def table(judged: list[tuple[str, Judged]]) -> Iterator[str]:
    """The table of docs/numbers.md: what is right of what is asked for, and what is no day."""
    yield "| asked for | own sets | Recognizers | Duckling | all |"
    yield "| --- | --- | --- | --- | --- |"
    for is_day in (True, False):
        kind = [(name, each) for name, each in judged if (each.right is not None) is is_day]
        for asks, _ in Counter(each.asks for _, each in kind).most_common():
            yield _line(asks, [(name, each) for name, each in kind if each.asks == asks])
        yield _line("**all days**" if is_day else "**no days by the scheme**", kind)


def _line(asks: str, judged: list[tuple[str, Judged]]) -> str:
    columns = (OWN, {"recognizers_dev"}, {"duckling_en_dev"}, set(DATA_SETS))
    return f"| {asks} | {' | '.join(_cell(judged, sets) for sets in columns)} |"


def _cell(judged: list[tuple[str, Judged]], sets: set[str]) -> str:
    some = [each.right for name, each in judged if name in sets]
    if None in some or not some:
        return f"{len(some) or ''}"
    return f"{some.count(True)} of {len(some)}"


def share(judged: list[tuple[str, Judged]]) -> float:
    """The share of right ones among the days of the scheme."""
    days = [each.right for _, each in judged if each.right is not None]
    return days.count(True) / len(days)
