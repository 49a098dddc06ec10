from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from flows.report.content import Drift, Items, RunReport
from flows.report.flow_chart import ROW_HEIGHT, flow_chart
from flows.report.line_chart import LineChart
from flows.report.trends import MOST_RUNS, drift_trend, runs_with_news, trends

if TYPE_CHECKING:
    from collections.abc import Sequence

counts = st.integers(0, 10**12)


@given(st.builds(Items, loaded=counts, duplicate=counts, quarantined=counts, read=counts))
def test_ribbons_are_there_for_what_is_not_zero_and_stay_in_the_drawing(items: Items) -> None:
    chart = flow_chart(items)
    assert chart.height == ROW_HEIGHT * len(chart.branches)
    assert sum(branch.items for branch in chart.branches) == items.read
    for branch in chart.branches:
        assert bool(branch.path) == bool(branch.items)
        heights = [float(y) for y in re.findall(r",(-?[\d.]+)", branch.path)]
        assert all(0 <= y <= chart.height for y in heights)


def test_ribbons_leave_one_below_the_other() -> None:
    chart = flow_chart(Items(read=100, loaded=60, duplicate=30, quarantined=10))
    starts = [float(b.path.split(",")[1].split()[0]) for b in chart.branches if b.path]
    assert starts == sorted(starts)
    assert starts[0] == chart.stem_top


def test_what_is_unaccounted_for_has_a_ribbon_of_its_own() -> None:
    assert "unaccounted" not in [b.name for b in flow_chart(Items(read=1, loaded=1)).branches]
    assert flow_chart(Items(read=3, loaded=1)).branches[-1].items == 2


def test_only_runs_that_took_something_in_are_drawn(
    published: RunReport, unchanged: RunReport, failed: RunReport, history: Sequence[RunReport]
) -> None:
    later = failed.model_copy(update={"status": "published"})
    runs = runs_with_news(published, [later, unchanged, published, *reversed(history)])
    assert [run.run_id for run in runs] == [run.run_id for run in (*history, published)]
    many = [published.model_copy(update={"run_id": f"{n}"}) for n in range(100)]
    assert len(runs_with_news(published, many)) == MOST_RUNS


def test_one_run_alone_has_no_trends(published: RunReport) -> None:
    assert trends([published]) == ()
    assert trends([]) == ()


def test_a_trend_has_a_dot_a_run_and_says_in_words_what_it_shows(
    published: RunReport, history: Sequence[RunReport]
) -> None:
    first, *_ = trends([*history, published])
    assert (first.title, first.latest) == ("New documents", "1,212")
    svg = etree.fromstring(first.drawing)
    dots = svg.xpath("//*[local-name()='circle']")
    assert len(dots) == len(history) + 1
    assert [dot.get("class") for dot in dots].count("marked") == 1
    assert svg.get("role") == "img"
    assert svg.get("aria-label").startswith("New documents over 22 runs: 1,212 in the last one")
    places = [float(dot.get("cx")) for dot in dots]
    assert places == sorted(places)


def test_runs_of_one_day_are_told_by_the_clock(published: RunReport) -> None:
    later = published.model_copy(
        update={"run_id": "later", "started_at": published.started_at + timedelta(hours=3)}
    )
    first, *_ = trends([published, later])
    words = etree.fromstring(first.drawing).xpath("//*[local-name()='text']/text()")
    assert {"06:00", "09:00"} <= {*words}


def test_a_drift_is_drawn_with_its_usual_range(
    published: RunReport, history: Sequence[RunReport]
) -> None:
    trend = drift_trend(published.drift[0], [*history, published])
    assert trend is not None
    assert trend.latest == "61\u00a0%"
    assert len(etree.fromstring(trend.drawing).xpath("//*[@class='usual']")) == 1
    unknown = Drift(site="nowhere.example", metric="documents")
    assert drift_trend(unknown, [*history, published]) is None


numbers = st.none() | st.floats(-1e15, 1e15) | st.sampled_from([0.0, 5e-324, -1e-300, 1.0])


@settings(deadline=None)
@given(st.lists(numbers, min_size=2, max_size=8).filter(lambda v: any(x is not None for x in v)))
def test_any_numbers_can_be_drawn(values: list[float | None]) -> None:
    chart = LineChart(
        values=tuple(values),
        labels=tuple("x" for _ in values),
        marked=tuple(False for _ in values),
        shown=str,
    )
    svg = etree.fromstring(chart.draw('"words" <b>'))
    assert svg.get("aria-label") == '"words" <b>'
    assert "-0.0" not in svg.xpath("//*[local-name()='text']/text()")
    known = [value for value in values if value is not None]
    dots = svg.xpath("//*[local-name()='circle']")
    assert len(dots) == len(known)
    heights = [float(dot.get("cy")) for dot in dots]
    assert all(-1 <= y <= 140 for y in heights)
