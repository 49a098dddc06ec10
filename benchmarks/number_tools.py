"""The tools that benchmarks/numbers.py compares, each as a function from a text to rows.

A row is what the scorer of the gold data wants; each tool is imported where it is asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Row = dict[str, Any]
    Reader = Callable[[str, datetime], list[Row]]


def newsmill() -> Reader:
    from transforms.extract.numbers import extract_quantities

    def read(text: str, day: datetime) -> list[Row]:
        return [
            {
                "start": row.start_offset,
                "end": row.end_offset,
                "kind": row.kind,
                "value": row.value,
                "value_low": row.value_low,
                "value_high": row.value_high,
                "unit": row.unit,
                "iso": row.iso,
                "cmp": row.comparator,
                "counted": row.counted,
            }
            for row in extract_quantities(text, day.date())
        ]

    return read


# What the others call a unit, in the words of the scheme.
UNITS = {
    "dollar": "USD", "$": "USD", "united states dollar": "USD", "euro": "EUR", "€": "EUR",
    "eur": "EUR", "pound": "GBP", "pound sterling": "GBP", "£": "GBP", "british pound": "GBP",
    "japanese yen": "JPY", "¥": "JPY", "indian rupee": "INR", "rs": "INR", "rupee": "INR",
    "percentage": "%", "percent": "%", "per cent": "%", "percentage point": "pp",
    "basis point": "bp", "kilometre": "km", "kilometer": "km", "metre": "m", "meter": "m",
    "centimetre": "cm", "centimeter": "cm", "millimetre": "mm", "mile": "mi", "foot": "ft",
    "inch": "inch", "kilogram": "kg", "gram": "g", "tonne": "t", "metric ton": "t", "ton": "t",
    "pound-mass": "lb", "ounce": "oz", "litre": "L", "liter": "L", "millilitre": "mL",
    "gallon": "gal", "barrel": "bbl", "acre": "acre", "hectare": "ha", "square foot": "ft^2",
    "square metre": "m^2", "square kilometer": "km^2", "kilometre per hour": "km/h",
    "mile per hour": "mph", "megawatt": "MW", "gigawatt": "GW", "kilowatt": "kW",
    "gigabyte": "GB", "megabyte": "MB", "degree celsius": "degC", "celsius": "degC", "c": "degC",
    "degree fahrenheit": "degF", "fahrenheit": "degF", "f": "degF",
}  # fmt: skip
TIMES = {"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"}


def unit_of(name: str | None) -> str | None:
    name = (name or "").lower()
    return UNITS.get(name) or (name if name in TIMES else None) or (name or None)


def kind_of(unit: str | None) -> str:
    if unit in {"%", "pp", "bp"}:
        return "percent"
    if unit in TIMES:
        return "duration"
    if unit is None:
        return "count"
    return "money" if re.fullmatch("[A-Z]{3}", unit) else "quantity"


def quantulum3() -> Reader:
    from quantulum3 import parser  # type: ignore[import-not-found]

    def read(text: str, _: datetime) -> list[Row]:
        try:
            found = parser.parse(text)
        except Exception:  # noqa: BLE001  it fails on some texts, as with "1/0"
            return []
        rows = []
        for quantity in found:
            plain = quantity.unit.name == "dimensionless"
            unit = None if plain else unit_of(quantity.unit.name)
            start, end = quantity.span
            value = quantity.value
            rows.append(
                {"start": start, "end": end, "kind": kind_of(unit), "value": value, "unit": unit}
            )
        return rows

    return read


def recognizers() -> Reader:
    import recognizers_date_time as dates  # type: ignore[import-not-found]
    import recognizers_number as numbers_  # type: ignore[import-not-found]
    import recognizers_number_with_unit as units  # type: ignore[import-not-found]
    from recognizers_text import Culture  # type: ignore[import-not-found]

    def dated(text: str, culture: str, day: datetime) -> list[Any]:
        return dates.recognize_datetime(text, culture, reference=day.replace(tzinfo=None))

    def read(text: str, day: datetime) -> list[Row]:
        rows: list[Row] = []
        # The finer first: what they have read is no bare number any more.
        for kind, recognize in (
            ("date", lambda text, culture: dated(text, culture, day)),
            ("money", units.recognize_currency),
            ("age", units.recognize_age),
            ("quantity", units.recognize_dimension),
            ("quantity", units.recognize_temperature),
            ("percent", numbers_.recognize_percentage),
            ("ordinal", numbers_.recognize_ordinal),
            ("count", numbers_.recognize_number),
        ):
            for found in recognize(text, Culture.English):
                row = recognized(kind, found)
                if not any(row["start"] < r["end"] and r["start"] < row["end"] for r in rows):
                    rows.append(row)
        return rows

    return read


def recognized(kind: str, found: Any) -> Row:  # noqa: ANN401
    row: Row = {"start": found.start, "end": found.end + 1, "kind": kind}
    resolution = found.resolution or {}
    if kind == "date":
        last = (resolution.get("values") or [{}])[0]  # the past one, as the scheme has it
        name = found.type_name.removeprefix("datetimeV2.")
        row["kind"] = {"duration": "duration", "time": "time"}.get(name, "date")
        row["iso"] = last.get("value") or last.get("timex")
        if name == "duration":
            amount = re.fullmatch(r"PT?(\d+(?:\.\d+)?)([A-Z])", last.get("timex", ""))
            row["value"] = amount and amount[1]
            row["unit"] = amount and designated(amount[0])
        return row
    row["value"] = str(resolution.get("value") or "").rstrip("%")
    if kind in {"money", "age", "quantity"}:
        row["unit"] = resolution.get("isoCurrency") or unit_of(resolution.get("unit"))
    elif kind == "percent":
        row["unit"] = "%"
    return row


def designated(iso: str) -> str | None:
    """The unit of a duration in ISO 8601."""
    clock = {"S": "second", "M": "minute", "H": "hour"}
    day = {"D": "day", "W": "week", "M": "month", "Y": "year"}
    return (clock if iso.startswith("PT") else day).get(iso[-1])


def text2num() -> Reader:
    from text_to_num import alpha2digit  # type: ignore[import-not-found]

    number = re.compile(r"\d[\d,]*(?:\.\d+)?")

    def read(text: str, _: datetime) -> list[Row]:
        # It rewrites a text; the numbers are found again in order, word by word.
        rows, at = [], 0
        for match in re.finditer(r"[A-Za-z][A-Za-z -]*[A-Za-z]|\d[\d,]*(?:\.\d+)?", text):
            words = match[0]
            if match.start() < at:
                continue
            digits = number.search(alpha2digit(words, "en", threshold=0))
            if digits is not None:
                value = digits[0].replace(",", "")
                at = match.end()
                rows.append({"start": match.start(), "end": at, "kind": "count", "value": value})
        return rows

    return read


def dateparser() -> Reader:
    from dateparser.search import search_dates  # type: ignore[import-not-found]

    def read(text: str, day: datetime) -> list[Row]:
        base = {"RELATIVE_BASE": day.replace(tzinfo=None), "PREFER_DATES_FROM": "past"}
        rows, at = [], 0
        for words, date in search_dates(text, languages=["en"], settings=base) or []:
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                rows.append({"start": start, "end": at, "kind": "date", "iso": f"{date:%Y-%m-%d}"})
        return rows

    return read


def duckling() -> Reader:
    import duckling as d  # type: ignore[import-not-found]

    zones = d.load_time_zones("/usr/share/zoneinfo")
    locale = d.parse_locale("EN_US", d.default_locale_lang(d.parse_lang("EN")))
    kinds = {
        "amount-of-money": "money",
        "distance": "quantity",
        "duration": "duration",
        "number": "count",
        "ordinal": "ordinal",
        "quantity": "quantity",
        "temperature": "quantity",
        "time": "date",
        "volume": "quantity",
    }
    dimensions = d.parse_dimensions(list(kinds))

    def read(text: str, day: datetime) -> list[Row]:
        now = d.parse_ref_time(zones, "UTC", int(day.timestamp()))
        found = d.parse(text, d.Context(now, locale), dimensions, False)  # noqa: FBT003
        rows = [duckled(kinds[each["dim"]], each) for each in found]
        # It gives all readings: of those that overlap the longest is kept.
        rows.sort(key=lambda row: (row["start"] - row["end"], row["start"]))
        kept: list[Row] = []
        for row in rows:
            if not any(row["start"] < r["end"] and r["start"] < row["end"] for r in kept):
                kept.append(row)
        return kept

    return read


def duckled(kind: str, found: Row) -> Row:
    value = found["value"]
    row: Row = {"start": found["start"], "end": found["end"], "kind": kind}
    if kind == "date":
        first = value.get("from", value)
        digits = {"year": 4, "quarter": 7, "month": 7}.get(first.get("grain", "day"), 10)
        row["iso"] = (first.get("value") or "")[:digits]
        if first.get("grain") in {"hour", "minute", "second"}:
            row |= {"kind": "time", "iso": "T" + first["value"][11:16]}
        return row
    row["unit"] = unit_of(value.get("unit") or value.get("from", {}).get("unit"))
    if value["type"] == "interval":
        low, high = (value.get(side, {}).get("value") for side in ("from", "to"))
        one_sided = high if low is None else low
        row |= {"value_low": low, "value_high": high}
        row["value"] = one_sided if None in {low, high} else None
        row["cmp"] = "gt" if high is None else "lt" if low is None else None
    else:
        row["value"] = value.get("value")
    return row


READERS: dict[str, Callable[[], Reader]] = {
    "newsmill": newsmill,
    "recognizers": recognizers,
    "duckling": duckling,
    "quantulum3": quantulum3,
    "text2num": text2num,
    "dateparser": dateparser,
}
