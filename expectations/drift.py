"""Compares a run's figures with those of the runs before, by median and absolute deviation.

A template that changes overnight shows in the figures of its site: suddenly no authors, three times
the boilerplate, half the words. A median and the median absolute deviation bear with single odd
runs in the history, which a mean and a standard deviation do not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from expectations.metrics import ALL_SITES, METRICS, SHARE_OF_LANGUAGE, exceeded_limits
from expectations.results import SAMPLE_SIZE, CheckResult, smallest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

_DOCUMENTS: Final = "documents"
_LANGUAGES: Final = "language_mix"
_COMPARED: Final = (_DOCUMENTS, *(metric.name for metric in METRICS), _LANGUAGES)
_SHARES: Final = frozenset(metric.name for metric in METRICS if metric.kind == "share")
_MAD_TO_SIGMA: Final = 1.4826


@dataclass(frozen=True, slots=True)
class DriftOptions:
    """How far a figure may move.

    Args:
        minimum_runs: Runs of a site that are needed before its figures are compared.
        minimum_documents: Articles of a site that a run needs for its proportions to count.
        deviations: How many robust standard deviations are unusual.
        share_floor: The least deviation of a share that is taken for one, however still the past.
        ratio_floor: The same for other figures, as a ratio of new to old.
        regular_share: A site is regular that was in this share of the runs; then its silence tells.
    """

    minimum_runs: int = 5
    minimum_documents: int = 5
    deviations: float = 4.0
    share_floor: float = 0.02
    ratio_floor: float = 1.12
    regular_share: float = 0.8


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure, what it usually is, and the range that would not be remarkable."""

    site: str
    metric: str
    value: float
    usual: float
    low: float
    high: float
    runs: int

    @property
    def drifted(self) -> bool:
        """Whether the figure lies outside of its range."""
        return not self.low <= self.value <= self.high

    @property
    def message(self) -> str:
        """The figure and its range in a sentence."""
        where = f"{self.site}: " if self.site else ""
        return (
            f"{where}{self.metric} is {self.value:.4g}; over {self.runs} runs it was "
            f"{self.usual:.4g} (unremarkable: {self.low:.4g} to {self.high:.4g})"
        )


def compare(
    current: pa.Table, history: pa.Table, options: DriftOptions | None = None
) -> list[Comparison]:
    """The figures of a run beside those of the runs before, where there are enough of these.

    Args:
        current: Rows of ``quality_metrics`` of one run.
        history: The same of earlier runs; those of this run among them are passed over.
        options: How far a figure may move.
    """
    options = options or DriftOptions()
    now = _by_site(current)
    past = _runs_by_site(history, set(current["run_id"].to_pylist()))
    return [
        comparison
        for site in sorted(now)
        for metric in _figures(now[site], past.get(site, []))
        for comparison in [_comparison(site, metric, now[site], past.get(site, []), options)]
        if comparison is not None
    ]


def silent_sites(
    current: pa.Table, history: pa.Table, options: DriftOptions | None = None
) -> list[str]:
    """The sites that regularly gave articles, and gave none in this run."""
    options = options or DriftOptions()
    now = _by_site(current)
    past = _runs_by_site(history, set(current["run_id"].to_pylist()))
    needed = max(options.minimum_runs, options.regular_share * len(past.get(ALL_SITES, [])))
    return sorted(
        site
        for site, runs in past.items()
        if site != ALL_SITES
        and not now.get(site, {}).get(_DOCUMENTS)
        and sum(bool(run.get(_DOCUMENTS)) for run in runs) >= needed
    )


def drift(
    current: pa.Table, history: pa.Table | None, options: DriftOptions | None = None
) -> list[CheckResult]:
    """Warnings on a run's figures: one result a figure, over all sites.

    Some figures have limits that no site should exceed; all are compared with the runs before.
    Without enough of these there is a result that holds and says so. Without a history, that is of
    a run that is not like those before, only the limits are looked at.
    """
    options = options or DriftOptions()
    if history is None:
        return exceeded_limits(current, options.minimum_documents)
    past = _runs_by_site(history, set(current["run_id"].to_pylist()))
    run_count = len(past.get(ALL_SITES, []))
    results = exceeded_limits(current, options.minimum_documents)
    results.append(_history_result(run_count, options))
    if run_count >= options.minimum_runs:
        comparisons = compare(current, history, options)
        results += [_drift_result(metric, comparisons) for metric in _COMPARED]
        results.append(_silence_result(silent_sites(current, history, options), past))
    return results


def _figures(now: Mapping[str, float], runs: Iterable[Mapping[str, float]]) -> list[str]:
    languages = {name for run in (now, *runs) for name in run if name.startswith(SHARE_OF_LANGUAGE)}
    return [*(name for name in _COMPARED if name != _LANGUAGES), *sorted(languages)]


def _comparison(
    site: str,
    metric: str,
    now: Mapping[str, float],
    runs: Sequence[Mapping[str, float]],
    options: DriftOptions,
) -> Comparison | None:
    is_count = metric == _DOCUMENTS
    runs = [run for run in runs if is_count or _enough(run, options)]
    # A language that a run has no article in has no row.
    known = [_value(run, metric) for run in runs]
    values = [value for value in known if value is not None]
    value = _value(now, metric)
    if value is None or len(values) < options.minimum_runs:
        return None
    if not (now.get(_DOCUMENTS) if is_count else _enough(now, options)):
        return None
    is_share = metric in _SHARES or metric.startswith(SHARE_OF_LANGUAGE)
    usual, low, high = (
        _share_range(values, now[_DOCUMENTS], options) if is_share else _range(values, options)
    )
    return Comparison(site, metric, value, usual, low, high, len(values))


def _value(figures: Mapping[str, float], metric: str) -> float | None:
    return figures.get(metric, 0.0 if metric.startswith(SHARE_OF_LANGUAGE) else None)


def _share_range(
    values: Sequence[float], document_count: float, options: DriftOptions
) -> tuple[float, float, float]:
    usual = median(values)
    # The share of a few articles moves by chance alone, and never rests at exactly 0 or 1.
    variance = max(usual * (1 - usual), 0.25 / document_count)
    chance = math.sqrt(variance / document_count)
    reach = options.deviations * max(_deviation(values, usual), chance, options.share_floor)
    return usual, max(0.0, usual - reach), min(1.0, usual + reach)


def _range(values: Sequence[float], options: DriftOptions) -> tuple[float, float, float]:
    logs = [math.log1p(value) for value in values]
    middle = median(logs)
    spread = max(_deviation(logs, middle), math.log(options.ratio_floor))
    reach = options.deviations * spread
    return math.expm1(middle), max(0.0, math.expm1(middle - reach)), math.expm1(middle + reach)


def _enough(run: Mapping[str, float], options: DriftOptions) -> bool:
    return run.get(_DOCUMENTS, 0) >= options.minimum_documents


def _deviation(values: Sequence[float], middle: float) -> float:
    return _MAD_TO_SIGMA * median(abs(value - middle) for value in values)


def _history_result(run_count: int, options: DriftOptions) -> CheckResult:
    known = f"{run_count} earlier runs, at least {options.minimum_runs} are needed"
    return CheckResult(
        expectation_id="quality_metrics.history",
        table_name="quality_metrics",
        expectation="There are enough earlier runs to compare the figures with.",
        column_name=None,
        severity="warning",
        checked_count=run_count,
        unexpected_count=0,
        observed=known if run_count < options.minimum_runs else f"{run_count} earlier runs",
        scope="metrics",
    )


def _drift_result(metric: str, comparisons: Iterable[Comparison]) -> CheckResult:
    compared = [
        comparison
        for comparison in comparisons
        if comparison.metric == metric
        or (metric == _LANGUAGES and comparison.metric.startswith(SHARE_OF_LANGUAGE))
    ]
    drifted = [comparison for comparison in compared if comparison.drifted]
    return CheckResult(
        expectation_id=f"quality_metrics.{metric}.drift",
        table_name="quality_metrics",
        expectation=f"{metric} is what it was in the runs before, for each site and for all.",
        column_name="value",
        severity="warning",
        checked_count=len(compared),
        unexpected_count=len(drifted),
        sample=smallest({c.site or "(all sites)" for c in drifted}, SAMPLE_SIZE),
        observed="; ".join(c.message for c in drifted[:SAMPLE_SIZE]) or None,
        scope="metrics",
    )


def _silence_result(silent: Sequence[str], past: Mapping[str, object]) -> CheckResult:
    return CheckResult(
        expectation_id="quality_metrics.site.silent",
        table_name="quality_metrics",
        expectation="Every site that regularly gave articles gave some in this run.",
        column_name="site",
        severity="warning",
        checked_count=len(past.keys() - {ALL_SITES}),
        unexpected_count=len(silent),
        sample=smallest(silent, SAMPLE_SIZE),
        observed=f"no article from {', '.join(silent[:SAMPLE_SIZE])}" if silent else None,
        scope="metrics",
    )


def _by_site(table: pa.Table) -> dict[str, dict[str, float]]:
    sites: dict[str, dict[str, float]] = defaultdict(dict)
    for _, site, metric, value in _rows(table):
        sites[site][metric] = value
    return sites


def _runs_by_site(history: pa.Table, without: set[str]) -> dict[str, list[dict[str, float]]]:
    """The earlier runs in which a site had articles, by site."""
    runs: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for run_id, site, metric, value in _rows(history):
        if run_id not in without:
            runs[site, run_id][metric] = value
    sites: dict[str, list[dict[str, float]]] = defaultdict(list)
    for (site, _), figures in sorted(runs.items()):
        if figures.get(_DOCUMENTS):
            sites[site].append(figures)
    return sites


def _rows(table: pa.Table) -> Iterator[tuple[str, str, str, float]]:
    columns = [table[name].to_pylist() for name in ("run_id", "site", "metric", "value")]
    return (row for row in zip(*columns, strict=True) if row[3] is not None)
