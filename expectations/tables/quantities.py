"""The numbers and dates in the text. The scheme is described in docs/numbers.md."""

from __future__ import annotations

from expectations.contracts import Column, Rule, Table, Type
from expectations.tables.columns import (
    DOCUMENT_ID,
    RUN_ID,
    SENTENCE_INDEX,
    offsets,
    offsets_cut_text,
    offsets_ordered,
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
        Rule(
            "low_before_high",
            "quantities.kind = 'score' OR quantities.value_low <= quantities.value_high",
            "The low value is not above the high one.",
        ),
        Rule(
            "dates_ordered",
            "quantities.date_start <= quantities.date_end",
            "A period begins before it ends.",
        ),
        Rule(
            "money_has_currency",
            "quantities.kind <> 'money' OR regexp_full_match(quantities.unit, '[A-Z]{3}')",
            "An amount of money has an ISO 4217 currency.",
        ),
    ),
)
