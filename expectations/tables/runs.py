"""The ledger: what was read, what became of it, how the runs went, and what the checks found."""

from __future__ import annotations

from expectations.contracts import Column, Rule, Table, Type
from expectations.tables.columns import RUN_ID, sorted_list


def _count(name: str, meaning: str) -> Column:
    return Column(name, Type.INTEGER, meaning, nullable=False, minimum=0)


SOURCES = Table(
    name="sources",
    meaning="A file or URL that was read.",
    key=("source_uri",),
    layer="ledger",
    columns=(
        Column("source_uri", Type.TEXT, "The file or URL.", nullable=False),
        Column(
            "name",
            Type.TEXT,
            "Its path relative to the SOURCE that was named, which ids of articles come from.",
            nullable=False,
        ),
        Column(
            "fingerprint",
            Type.TEXT,
            "Hash of its bytes; '' where it changed during the run.",
            nullable=False,
        ),
        _count("size_bytes", "Its size."),
        Column("modified_at", Type.TIMESTAMP, "The file's own time of change."),
        _count("item_count", "Items found in it."),
        Column(
            "status",
            Type.TEXT,
            "Whether all of its items were taken up.",
            nullable=False,
            values=("loaded", "partial", "quarantined"),
        ),
        Column("first_run_id", Type.TEXT, "The run that read it first.", nullable=False),
        Column("last_run_id", Type.TEXT, "The run that read it last.", nullable=False),
        RUN_ID,
    ),
)

SOURCE_ITEMS = Table(
    name="source_items",
    meaning="An item of a source, and what became of it.",
    key=("source_uri", "source_id"),
    layer="ledger",
    columns=(
        Column("source_uri", Type.TEXT, "The source.", nullable=False),
        Column("source_id", Type.TEXT, "The item's id in its source.", nullable=False),
        Column("content_hash", Type.TEXT, "Hash of the raw item.", nullable=False),
        Column(
            "document_id",
            Type.TEXT,
            "The document it became, or is a duplicate of.",
            references="documents.document_id",
        ),
        Column(
            "status",
            Type.TEXT,
            "What became of it.",
            nullable=False,
            values=("loaded", "unchanged", "duplicate", "quarantined", "deferred"),
        ),
        RUN_ID,
    ),
    rules=(
        Rule(
            "loaded_has_document",
            "source_items.status <> 'loaded' OR source_items.document_id IS NOT NULL",
            "An item that was loaded names its document.",
        ),
    ),
)

QUARANTINE = Table(
    name="quarantine",
    meaning="An item that could not become a document, or a row that broke its contract.",
    key=("quarantine_id",),
    layer="ledger",
    columns=(
        Column(
            "quarantine_id",
            Type.TEXT,
            "Stable id: the same failure has the same id.",
            nullable=False,
        ),
        Column("source_uri", Type.TEXT, "The source it came from.", nullable=False),
        Column("source_id", Type.TEXT, "The item it came from.", nullable=False),
        Column("table_name", Type.TEXT, "The table of the row; null for an item."),
        Column("row_key", Type.TEXT, "The key of the row; null for an item."),
        Column(
            "stage",
            Type.TEXT,
            "Where it failed.",
            nullable=False,
            values=("read", "clean", "extract", "validate"),
        ),
        Column(
            "reason", Type.TEXT, "Why, as a short code or the broken expectation.", nullable=False
        ),
        Column("detail", Type.TEXT, "Why, in a sentence."),
        Column("payload", Type.TEXT, "The row as JSON, or the beginning of the item."),
        Column("attempts", Type.INTEGER, "How often it was tried.", nullable=False, minimum=1),
        Column(
            "status",
            Type.TEXT,
            "open; accepted by an editor; or resolved: a later run took it in, or it has gone.",
            nullable=False,
            values=("open", "accepted", "resolved"),
        ),
        Column("note", Type.TEXT, "Why it was accepted, in the editor's words."),
        Column("first_run_id", Type.TEXT, "The run where it failed first.", nullable=False),
        Column("last_run_id", Type.TEXT, "The run where it failed last.", nullable=False),
        RUN_ID,
    ),
    rules=(
        Rule(
            "row_has_table_and_key",
            "(quarantine.table_name IS NULL) = (quarantine.row_key IS NULL)",
            "A row names its table and its key; an item neither.",
        ),
    ),
)

RUNS = Table(
    name="runs",
    meaning="One run of newsmill.",
    key=("run_id",),
    layer="ledger",
    columns=(
        RUN_ID,
        Column("started_at", Type.TIMESTAMP, "When it began.", nullable=False),
        Column("finished_at", Type.TIMESTAMP, "When its rows were ready to be loaded."),
        Column(
            "status",
            Type.TEXT,
            "How it ended; edited: nothing was read, a decision of an editor was taken in.",
            nullable=False,
            values=("published", "forced", "unchanged", "edited", "gate_failed", "failed"),
        ),
        Column("code_version", Type.TEXT, "The version of newsmill.", nullable=False),
        Column(
            "config_fingerprint",
            Type.TEXT,
            "Hash of the settings that shape the rows.",
            nullable=False,
        ),
        Column(
            "link_fingerprint",
            Type.TEXT,
            "Hash of what the entities depend on beside the mentions: code and file of aliases.",
        ),
        Column("model", Type.TEXT, "The language model, with its version.", nullable=False),
        _count("items_read", "Items read."),
        _count("items_loaded", "Items that became documents."),
        _count("items_unchanged", "Items known from an earlier run."),
        _count("items_duplicate", "Items equal to another item of the same article."),
        _count("items_quarantined", "Items that could not become documents."),
        _count("items_deferred", "Items left for a later run."),
        _count("rows_quarantined", "Rows that broke their contract."),
        Column(
            "cpu_seconds",
            Type.REAL,
            "CPU time of the run and its workers.",
            nullable=False,
            minimum=0,
        ),
        Column("wall_seconds", Type.REAL, "Time that passed.", nullable=False, minimum=0),
        Column("peak_memory_bytes", Type.INTEGER, "The largest process of the run.", minimum=0),
    ),
    rules=(
        Rule(
            "conservation",
            "runs.items_read = runs.items_loaded + runs.items_unchanged + runs.items_duplicate "
            "+ runs.items_quarantined + runs.items_deferred",
            "Every item that was read is accounted for.",
            "gate",
        ),
        Rule(
            "finished_after_start",
            "runs.started_at <= runs.finished_at",
            "A run ends after it began.",
        ),
    ),
)

QUALITY_RESULTS = Table(
    name="quality_results",
    meaning="What one expectation found in one run.",
    key=("run_id", "expectation_id"),
    layer="ledger",
    columns=(
        RUN_ID,
        Column("expectation_id", Type.TEXT, "table.column.check or table.rule.", nullable=False),
        Column("table_name", Type.TEXT, "The table checked.", nullable=False),
        Column("expectation", Type.TEXT, "What is expected, in a sentence.", nullable=False),
        Column("column_name", Type.TEXT, "The column checked, where it is one."),
        Column(
            "severity",
            Type.TEXT,
            "What a breach does.",
            nullable=False,
            values=("error", "warning", "gate"),
        ),
        Column("success", Type.BOOLEAN, "Whether it held for every row.", nullable=False),
        Column("observed_value", Type.TEXT, "What was seen, where the check says."),
        _count("unexpected_count", "Rows that broke it."),
        Column(
            "unexpected_percent",
            Type.REAL,
            "Their share of the rows checked.",
            nullable=False,
            minimum=0,
            maximum=100,
        ),
        Column("sample", Type.TEXTS, "Keys of some of those rows, sorted."),
        Column("broken", Type.BOOLEAN, "Whether the check itself failed.", nullable=False),
    ),
    rules=(
        Rule(
            "broken_is_no_success",
            "NOT (quality_results.broken AND quality_results.success)",
            "A check that failed itself has not succeeded.",
        ),
        sorted_list("quality_results", "sample"),
    ),
)

QUALITY_METRICS = Table(
    name="quality_metrics",
    meaning="A figure of one run, for one site or ('') for all.",
    key=("run_id", "site", "metric"),
    layer="ledger",
    columns=(
        RUN_ID,
        Column("site", Type.TEXT, "The site; empty for all.", nullable=False),
        Column("metric", Type.TEXT, "The name of the figure.", nullable=False),
        Column("value", Type.REAL, "The figure."),
    ),
)
