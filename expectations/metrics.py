"""The figures of a run, by site: counted per shard, added up, and put into proportion.

A table of figures holds the counts beside what is worked out from them, so that the tables of
several shards can be merged.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from expectations.flags import database
from expectations.results import SAMPLE_SIZE, CheckResult, smallest
from expectations.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

Tallies = dict[str, dict[str, float]]
"""What was counted, by site and tally."""

ALL_SITES: Final = ""
NO_SITE: Final = "(no site)"
_LANGUAGE: Final = "language_"
SHARE_OF_LANGUAGE: Final = "share_language_"
_COUNTED_TABLES = ("documents", "removed_passages", "entity_mentions", "quantities", "quotes")


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that is worked out from counts: ``per`` times part over whole.

    Args:
        tallies: The counts that are added up to the part.
        of: The counts that are added up to the whole.
        kind: A share lies between 0 and 1; a rate may be anything from 0.
        maximum: What no site should exceed, whatever it was before.
    """

    name: str
    meaning: str
    tallies: tuple[str, ...]
    of: tuple[str, ...]
    kind: Literal["share", "rate"]
    per: float = 1
    maximum: float | None = None

    def value(self, counts: Mapping[str, float]) -> float | None:
        """The figure; ``None`` where there is nothing to divide by."""
        whole = sum(counts.get(name, 0) for name in self.of)
        return (
            self.per * sum(counts.get(name, 0) for name in self.tallies) / whole if whole else None
        )


def _share(name: str, meaning: str, tally: str, maximum: float | None = None) -> Metric:
    return Metric(name, meaning, (tally,), ("documents",), "share", maximum=maximum)


METRICS: Final = (
    Metric("words_per_document", "Words in an article.", ("words",), ("documents",), "rate"),
    Metric(
        "entities_per_1000_words", "Names in 1,000 words.", ("mentions",), ("words",), "rate", 1000
    ),
    Metric(
        "numbers_per_document", "Numbers in an article.", ("quantities",), ("documents",), "rate"
    ),
    _share("share_without_date", "Articles without a date.", "documents_without_date"),
    _share("share_without_author", "Articles without an author.", "documents_without_author"),
    Metric(
        "boilerplate_share",
        "Characters that were cut, of all that were taken for articles.",
        ("removed_characters",),
        ("removed_characters", "kept_characters"),
        "share",
        maximum=0.6,
    ),
    _share("stub_share", "Articles that are no whole article.", "stubs", maximum=0.5),
    _share("duplicate_share", "Articles that are near-duplicates of others.", "duplicates"),
    Metric("quotes_per_document", "Quotes in an article.", ("quotes",), ("documents",), "rate"),
    _share("share_without_title", "Articles without a headline.", "documents_without_title"),
)
"""What is worked out, in the order in which it is shown; and a share for each language."""

_DERIVED = frozenset(metric.name for metric in METRICS)
_FIRST_TALLIES = ("documents", "words")


def quality_metrics(tables: Mapping[str, pa.Table], run_id: str) -> pa.Table:
    """The figures of a shard's tables, as rows of ``quality_metrics``: all sites, then each.

    A table that is not given counts as empty.
    """
    sql = (Path(__file__).parent / "tallies.sql").read_text("utf-8")
    tallies: Tallies = defaultdict(dict)
    with database().cursor() as connection:
        for name in _COUNTED_TABLES:
            connection.register(name, tables.get(name, TABLES[name].schema().empty_table()))
        for site, tally, value in connection.execute(sql).fetchall():
            tallies[site][tally] = value
    return _metric_rows(tallies, run_id)


def duplicate_metrics(documents: pa.Table, duplicate_groups: pa.Table, run_id: str) -> pa.Table:
    """The count of near-duplicates, which linking finds, by site: to be merged with the shards'.

    Args:
        documents: ``document_id`` and ``site`` of the documents of the run.
        duplicate_groups: Rows of ``duplicate_groups``, of any documents.
        run_id: The run.
    """
    rows = zip(
        *(duplicate_groups[c].to_pylist() for c in ("document_id", "is_original")), strict=True
    )
    copies = {document_id for document_id, is_original in rows if not is_original}
    tallies: Tallies = defaultdict(lambda: defaultdict(float))
    for document_id, site in zip(
        *(documents[c].to_pylist() for c in ("document_id", "site")), strict=True
    ):
        if document_id in copies:
            tallies[site or NO_SITE]["duplicates"] += 1
    return _metric_rows(tallies, run_id)


def merge_metrics(parts: Iterable[pa.Table], run_id: str) -> pa.Table:
    """The figures of several shards as those of one run; their order does not matter."""
    tallies: Tallies = defaultdict(lambda: defaultdict(float))
    for part in parts:
        for row in part.to_pylist():
            if row["site"] != ALL_SITES and _is_tally(row["metric"]):
                tallies[row["site"]][row["metric"]] += row["value"]
    return _metric_rows(tallies, run_id)


def exceeded_limits(current: pa.Table, minimum_documents: int) -> list[CheckResult]:
    """Warnings where a site's figure is above what no site should exceed: a result a figure.

    Args:
        current: Rows of ``quality_metrics`` of one run.
        minimum_documents: Articles that a site needs for its figures to count.
    """
    sites: Tallies = defaultdict(dict)
    for row in current.to_pylist():
        sites[row["site"]][row["metric"]] = row["value"]
    sites.pop(ALL_SITES, None)
    judged = {s: f for s, f in sites.items() if f.get("documents", 0) >= minimum_documents}
    return [
        _limit_result(metric, metric.maximum, judged)
        for metric in METRICS
        if metric.maximum is not None
    ]


def _limit_result(metric: Metric, maximum: float, sites: Tallies) -> CheckResult:
    above = {
        site: value
        for site, figures in sorted(sites.items())
        if (value := figures.get(metric.name, 0.0)) > maximum
    }
    return CheckResult(
        expectation_id=f"quality_metrics.{metric.name}.maximum",
        table_name="quality_metrics",
        expectation=f"{metric.name} is at most {maximum:g} for each site: {metric.meaning}",
        column_name="value",
        severity="warning",
        checked_count=len(sites),
        unexpected_count=len(above),
        sample=smallest(above, SAMPLE_SIZE),
        observed="; ".join(f"{s}: {v:.4g}" for s, v in [*above.items()][:SAMPLE_SIZE]) or None,
        scope="metrics",
    )


def _is_tally(metric: str) -> bool:
    return metric not in _DERIVED and not metric.startswith(SHARE_OF_LANGUAGE)


def _metric_rows(tallies: Tallies, run_id: str) -> pa.Table:
    import pyarrow as pa

    overall: dict[str, float] = defaultdict(float)
    for counts in tallies.values():
        for name, value in counts.items():
            overall[name] += value
    rows = [
        {"run_id": run_id, "site": site, "metric": metric, "value": value}
        for site, counts in [(ALL_SITES, overall), *sorted(tallies.items())]
        for metric, value in _figures(counts).items()
    ]
    return pa.Table.from_pylist(rows, schema=TABLES["quality_metrics"].schema())


def _figures(counts: Mapping[str, float]) -> dict[str, float]:
    """The figures in the order in which they are shown: proportions before the counts behind."""
    found = {name: counts.get(name, 0.0) for name in _FIRST_TALLIES}
    for metric in METRICS:
        value = metric.value(counts)
        if value is not None:
            found[metric.name] = value
    for name in sorted(counts):
        if name.startswith(_LANGUAGE) and counts.get("documents"):
            language = name.removeprefix(_LANGUAGE)
            found[f"{SHARE_OF_LANGUAGE}{language}"] = counts[name] / counts["documents"]
    return found | {name: counts[name] for name in sorted(counts) if name not in found}
