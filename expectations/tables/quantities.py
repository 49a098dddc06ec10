"""The numbers and dates in the text. The scheme is described in docs/numbers.md."""

from __future__ import annotations

import csv
from pathlib import Path

from expectations.contracts import Column, Rule, Table, Type, literal
from expectations.tables.columns import (
    DOCUMENT_ID,
    RUN_ID,
    SENTENCE,
    SENTENCE_INDEX,
    offsets,
    offsets_cut_text,
    offsets_ordered,
    offsets_together,
    starts_in_sentence,
)

KINDS = (
    "count",
    "ordinal",
    "percent",
    "money",
    "quantity",
    "duration",
    "age",
    "date",
    "time",
    "ratio",
    "score",
)
COMPARATORS = ("gt", "ge", "lt", "le", "approx", "approx_lt", "range", "vague", "eq", "since", "by")

_CURRENCIES = Path(__file__).parent.parent / "data" / "currencies.csv"


def _currency_codes() -> str:
    with _CURRENCIES.open(encoding="utf-8", newline="") as file:
        return ", ".join(literal(row["code"]) for row in csv.DictReader(file))


_VALUE_RULES = (
    Rule(
        "low_before_high",
        "quantities.kind = 'score' OR quantities.value_low <= quantities.value_high",
        "The low value is not above the high one.",
    ),
    Rule(
        "value_between_low_and_high",
        "quantities.kind = 'score' OR (coalesce(quantities.value >= quantities.value_low, TRUE) "
        "AND coalesce(quantities.value <= quantities.value_high, TRUE))",
        "The value lies between the low and the high one.",
    ),
    Rule(
        "range_has_both_ends",
        "quantities.comparator <> 'range' OR quantities.kind IN ('date', 'time') "
        "OR (quantities.value_low IS NOT NULL AND quantities.value_high IS NOT NULL)",
        "A range has a low and a high value.",
        "warning",
    ),
    Rule(
        "ordinal_is_whole",
        "quantities.kind <> 'ordinal' OR (quantities.value >= 0 "
        "AND quantities.value = trunc(quantities.value))",
        "A rank is a whole number.",
        "warning",
    ),
    Rule(
        "age_is_human",
        "quantities.kind <> 'age' OR (coalesce(quantities.value, 0) BETWEEN 0 AND 2000)",
        "An age lies between 0 and 2,000: of people, trees and buildings, in years or months.",
        "warning",
    ),
)

_UNIT_RULES = (
    Rule(
        "money_has_currency",
        f"quantities.kind <> 'money' OR coalesce(quantities.unit IN ({_currency_codes()}), FALSE)",
        "An amount of money has an ISO 4217 currency, of today or of the past.",
    ),
    Rule(
        "percent_has_unit",
        "quantities.kind <> 'percent' OR coalesce(quantities.unit IN ('%', 'pp', 'bp'), FALSE)",
        "A percentage is one of %, pp (points), bp (basis points).",
    ),
    Rule(
        "duration_has_unit",
        "quantities.kind <> 'duration' OR coalesce(quantities.unit IN ('second', 'minute', "
        "'hour', 'day', 'week', 'month', 'quarter', 'year', 'decade', 'century'), FALSE)",
        "A duration is given in a unit of time.",
        "warning",
    ),
    Rule(
        "age_has_unit",
        "quantities.kind <> 'age' OR coalesce(quantities.unit IN ('day', 'week', 'month', "
        "'year'), FALSE)",
        "An age is given in days, weeks, months or years.",
        "warning",
    ),
)

_DATE_RULES = (
    Rule(
        "dates_ordered",
        "quantities.date_start <= quantities.date_end",
        "A period begins before it ends.",
    ),
    Rule(
        "only_dates_have_days",
        "quantities.kind IN ('date', 'time') "
        "OR (quantities.date_start IS NULL AND quantities.date_end IS NULL)",
        "Only dates and times have a first and a last day.",
        "warning",
    ),
    Rule(
        "date_is_resolved",
        "documents.published_date IS NULL OR quantities.kind NOT IN ('date', 'time') "
        "OR quantities.iso IS NOT NULL",
        "Where the day of publication is known, nine of ten dates and times are resolved.",
        "warning",
        mostly=0.9,
    ),
)

QUANTITIES = Table(
    name="quantities",
    meaning="One number, amount, date or time in a document.",
    key=("quantity_id",),
    layer="shard",
    columns=(
        Column("quantity_id", Type.TEXT, "Stable id.", nullable=False),
        DOCUMENT_ID,
        SENTENCE_INDEX,
        *offsets(),
        Column(
            "text",
            Type.TEXT,
            "The number with its scale and unit, as printed; without comparator and counted noun.",
            nullable=False,
        ),
        Column("kind", Type.TEXT, "What the number is.", nullable=False, values=KINDS),
        Column("value", Type.DECIMAL, "The value; the full amount in the major unit for money."),
        Column("value_low", Type.DECIMAL, "The least value meant, inclusive where known."),
        Column("value_high", Type.DECIMAL, "The greatest value meant."),
        Column(
            "comparator",
            Type.TEXT,
            "How the value is meant: more than, at least, about ...; null for a plain value.",
            values=COMPARATORS,
        ),
        *offsets("comparator_", "the comparator", nullable=True),
        Column(
            "unit",
            Type.TEXT,
            "%, pp, bp; ISO 4217 for money; a pint symbol for measures; second to decade for "
            "durations; year or month for ages.",
        ),
        Column("iso", Type.TEXT, "ISO 8601 / EDTF form of dates, times and durations."),
        Column("date_start", Type.DATE, "The first day meant."),
        Column("date_end", Type.DATE, "The last day meant."),
        Column("counted", Type.TEXT, "What is counted: the noun phrase, as printed."),
        Column("modifier", Type.TEXT, "early, mid, late, record ...: what shades the value."),
        Column("per", Type.TEXT, "What it is per: 'hour', 'each'."),
        Column("rule_id", Type.TEXT, "The rule that found it.", nullable=False),
        RUN_ID,
    ),
    rules=(
        offsets_ordered("quantities"),
        offsets_cut_text("quantities"),
        offsets_together("quantities", "comparator"),
        starts_in_sentence("quantities"),
        *_VALUE_RULES,
        *_UNIT_RULES,
        *_DATE_RULES,
    ),
    belongs_to=(SENTENCE,),
)
