"""One small line chart, drawn by leather."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import leather
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WIDTH, _HEIGHT = 320, 140
_FREE = 10  # of the twentieth of the width that leather leaves free on each side
_LONG_FRACTION = re.compile(r"(\d\.\d)\d{2,}")


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line over the runs, with a dot a run.

    Args:
        values: One value a run, oldest first; None where a run has none, which leaves a gap.
        labels: One label a run; the first and the last are written below the line.
        marked: The runs whose dot stands out as bad.
        shown: How a value is written.
        low: The lower end of the usual range, drawn behind the line, where there is one.
        high: Its upper end.
    """

    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    marked: tuple[bool, ...]
    shown: Callable[[float], str]
    low: float | None = None
    high: float | None = None

    def draw(self, words: str) -> Markup:
        """The chart as an SVG element; ``words`` say the same to those who cannot see it."""
        across, up = leather.Linear(0, 1), leather.Linear(*self._bounds())
        chart = leather.Chart()
        chart.set_x_scale(across)
        chart.set_y_scale(up)
        chart.add_x_axis(ticks=[0, 1], tick_formatter=lambda at, *_: self.labels[-at])
        ticks = up.ticks()
        ends = [ticks[0], ticks[-1]] if ticks[0] >= 0 else [ticks[0], 0, ticks[-1]]
        chart.add_y_axis(ticks=ends, tick_formatter=lambda value, *_: self.shown(float(value)))
        points = list(zip(self.places, self.values, strict=True))
        chart.add_series(leather.Series(points), _RunLine(self))
        view = f"{_FREE} {_FREE} {_WIDTH - 2 * _FREE} {_HEIGHT - 2 * _FREE}"
        root = ET.Element("svg", {"class": "chart", "viewBox": view, "role": "img"})
        root.set("aria-label", words)
        root.append(chart.to_svg_group(_WIDTH, _HEIGHT))
        _shorten_fractions(root)
        return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - a serialised tree

    @property
    def places(self) -> tuple[float, ...]:
        """Where each run stands between the first (0) and the last (1)."""
        steps = max(1, len(self.values) - 1)
        return tuple(step / steps for step in range(len(self.values)))

    def _bounds(self) -> tuple[float, float]:
        ends = [value for value in (*self.values, self.low, self.high) if value is not None]
        bottom, top = min(0.0, *ends), max(0.0, *ends)
        return bottom, top if top > bottom else bottom + 1


class _RunLine:
    """A leather shape: the usual range, the line and the dots as one layer.

    Two layers would be given a legend, and the chart has its title on the page.
    """

    def __init__(self, chart: LineChart) -> None:
        self._chart = chart
        self._line = leather.Line(stroke_color="currentColor", width=1.5)

    def validate_series(self, series: leather.Series) -> None:
        self._line.validate_series(series)

    def to_svg(
        self,
        width: float,
        height: float,
        x_scale: leather.Scale,
        y_scale: leather.Scale,
        series: leather.Series,
        palette: Iterator[str],
    ) -> ET.Element:
        group = ET.Element("g")
        if self._chart.low is not None and self._chart.high is not None:
            top = y_scale.project(self._chart.high, height, 0)
            bottom = y_scale.project(self._chart.low, height, 0)
            usual = {"class": "usual", "x": "0", "width": str(width)}
            usual |= {"y": str(top), "height": str(max(1, bottom - top))}
            group.append(ET.Element("rect", usual))
        group.append(self._line.to_svg(width, height, x_scale, y_scale, series, palette))
        group.append(self._dots(width, height, x_scale, y_scale))
        return group

    def _dots(
        self, width: float, height: float, x_scale: leather.Scale, y_scale: leather.Scale
    ) -> ET.Element:
        dots = ET.Element("g", {"class": "dots"})
        last = max(at for at, value in enumerate(self._chart.values) if value is not None)
        for at, value in enumerate(self._chart.values):
            if value is None:
                continue
            kind = "marked" if self._chart.marked[at] else "last" if at == last else "run"
            place = {
                "cx": str(x_scale.project(self._chart.places[at], 0, width)),
                "cy": str(y_scale.project(value, height, 0)),
                "r": "2" if kind == "run" else "4",
            }
            dots.append(ET.Element("circle", {"class": kind, **place}))
        return dots


def _shorten_fractions(root: ET.Element) -> None:
    # leather reckons in decimals of 28 digits; a tenth of a pixel is enough.
    for element in root.iter():
        for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "height", "width", "d"):
            if name in element.attrib:
                element.set(name, _LONG_FRACTION.sub(r"\1", element.attrib[name]))
