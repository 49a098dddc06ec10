"""The line classifier: for lines of a web page that no rule knows, a sum of readable scores.

An additive model: every feature has a table of scores (``classifier.csv``: up to this value, so
many points), and a line's points are their sum, the log odds that it is no part of the article.
The feature that spoke loudest against a line is the reason given. Trained by
``benchmarks/textlines_train.py``.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from transforms.clean.lines.features import FEATURE_NAMES, line_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.clean.lines.rules import Rule

_WEIGHTS = Path(__file__).with_name("classifier.csv")


class Score(NamedTuple):
    """The log odds that a line is boilerplate, and the feature that says so loudest."""

    points: float
    reason: str


class _Scale(NamedTuple):
    """The scores of one feature: ``scores[i]`` up to ``bounds[i]``, the last beyond all."""

    bounds: tuple[float, ...]
    scores: tuple[float, ...]


def score_lines(lines: Sequence[str], rules: Sequence[Rule | None]) -> list[Score]:
    """A score for every line of an article.

    Args:
        lines: The lines of one article.
        rules: The rule that each line matches by itself.
    """
    return [_score(row) for row in line_features(lines, rules)]


def _score(row: Sequence[float]) -> Score:
    base, scales = _weights()
    points = [
        scale.scores[bisect_left(scale.bounds, value)]
        for scale, value in zip(scales, row, strict=True)
    ]
    return Score(base + sum(points), FEATURE_NAMES[points.index(max(points))])


@cache
def _weights() -> tuple[float, tuple[_Scale, ...]]:
    base = 0.0
    scales = dict.fromkeys(FEATURE_NAMES, _Scale((), (0.0,)))
    with _WEIGHTS.open(encoding="utf-8", newline="") as file:
        for name, rows in groupby(csv.DictReader(file), key=itemgetter("feature")):
            steps = [(row["up_to"], float(row["score"])) for row in rows]
            if name == "base":
                base = steps[0][1]
                continue
            scales[name] = _Scale(
                tuple(float(up_to) for up_to, _ in steps[:-1]), tuple(score for _, score in steps)
            )
    return base, tuple(scales[name] for name in FEATURE_NAMES)
