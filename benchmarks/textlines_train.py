"""Trains the line classifier, and measures it on domains that it has not seen.

Run: python benchmarks/textlines_train.py LINES.jsonl... [--write]

LINES.jsonl: a page a line, {"id", "url", "lines": [{"text", "keep": true|false|null}]}. The shipped
weights (transforms/clean/lines/classifier.csv) come from pages of article-extraction-benchmark and
fundus-evaluation (both MIT) and WCXB (CC BY 4.0, Murrough Foley); no text of theirs is in them.

The model is a sum of step functions, one for each feature, fitted by gradient boosting of single
splits on the logistic loss (Friedman 2001); it is written as a table that people can read.
Prints the cross-validated figures over domains, as the scorer counts them: junk_F1 and body_lost,
lines weighted by their words. Rules and classifier count together, as in clean_text.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from transforms.clean.lines import LineOptions, mark_lines, match_line
from transforms.clean.lines.features import FEATURE_NAMES, line_features
from transforms.clean.lines.marks import is_page

WEIGHTS = Path(__file__).parents[1] / "transforms" / "clean" / "lines" / "classifier.csv"
ROUNDS = 400
RATE = 0.15
RIDGE = 3.0
MIN_WEIGHT = 15.0
BINS = 24
FOLDS = 8
LONGEST = 60
WEIGHT_POWER = 0.7
RULES_ONLY = LineOptions(classifier=False)


@dataclass
class Pages:
    """All lines below one another."""

    features: np.ndarray
    is_junk: np.ndarray
    is_labelled: np.ndarray
    words: np.ndarray
    fold: np.ndarray
    by_rule: np.ndarray
    on_page: np.ndarray
    file: np.ndarray
    is_english: np.ndarray


@dataclass
class Model:
    """Step functions: ``scores[j][i]`` where feature j is at most ``bounds[j][i]``."""

    base: float
    bounds: list[np.ndarray]
    scores: list[np.ndarray]

    def points(self, features: np.ndarray) -> np.ndarray:
        """The score of every line."""
        total = np.full(len(features), self.base)
        for j, (bounds, scores) in enumerate(zip(self.bounds, self.scores, strict=True)):
            total += scores[np.searchsorted(bounds, features[:, j], side="left")]
        return total


def read_pages(paths: list[str]) -> Pages:
    pages = [
        json.loads(line) | {"file": number}
        for number, path in enumerate(paths)
        for line in Path(path).read_text(encoding="utf-8").splitlines()
    ]
    domains = sorted({domain(page["url"]) for page in pages})
    shuffled = np.random.default_rng(0).permutation(len(domains))
    fold_of = {name: int(shuffled[i]) % FOLDS for i, name in enumerate(domains)}
    columns: list[list[tuple[object, ...]]] = []
    features: list[tuple[float, ...]] = []
    for page in pages:
        lines = [line["text"] for line in page["lines"]]
        rules = [match_line(line) for line in lines]
        verdicts = mark_lines(lines, RULES_ONLY)
        features += line_features(lines, rules)
        columns += [
            (
                line["keep"] is False,
                line["keep"] is not None,
                max(1, len(re.findall(r"\w+", line["text"]))),
                fold_of[domain(page["url"])],
                verdict is not None,
                is_page(rules),
                page["file"],
                bool(page.get("en")),
            )
            for line, verdict in zip(page["lines"], verdicts, strict=True)
        ]
    return Pages(np.array(features, float), *(np.array(c) for c in zip(*columns, strict=True)))


def domain(url: str) -> str:
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


def fit(features: np.ndarray, target: np.ndarray, weight: np.ndarray) -> Model:
    weight = weight / weight.mean()
    bounds = [cut_points(column) for column in features.T]
    sizes = [len(cuts) + 1 for cuts in bounds]
    starts = np.cumsum([0, *sizes])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    cells = (
        np.stack(
            [
                np.searchsorted(cuts, column, side="left")
                for cuts, column in zip(bounds, features.T, strict=True)
            ],
        )
        + starts[:-1, None]
    )
    table = np.zeros(starts[-1])
    is_last = np.zeros(starts[-1], bool)
    is_last[starts[1:] - 1] = True
    share = (weight * target).sum() / weight.sum()
    base = float(np.log(share / (1 - share)))
    points = np.full(len(target), base)

    def below(values: np.ndarray) -> np.ndarray:
        """For each cell, the sum over its feature's cells up to it."""
        sums = np.bincount(cells.ravel(), np.tile(values, len(cells)), starts[-1])
        running = np.cumsum(sums)
        return running - (running - sums)[starts[:-1]][owner]

    left_weight = below(weight)
    too_small = is_last | (left_weight < MIN_WEIGHT) | (weight.sum() - left_weight < MIN_WEIGHT)
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-points))
        slope, curve = weight * (target - chance), weight * chance * (1 - chance)
        left_slope, left_curve = below(slope), below(curve)
        right_slope, right_curve = slope.sum() - left_slope, curve.sum() - left_curve
        gain = left_slope**2 / (left_curve + RIDGE) + right_slope**2 / (right_curve + RIDGE)
        gain[too_small] = -1
        best = int(gain.argmax())
        j = owner[best]
        step_left = RATE * left_slope[best] / (left_curve[best] + RIDGE)
        step_right = RATE * right_slope[best] / (right_curve[best] + RIDGE)
        table[starts[j] : best + 1] += step_left
        table[best + 1 : starts[j + 1]] += step_right
        points += np.where(cells[j] <= best, step_left, step_right)
    return Model(base, bounds, [table[a:b] for a, b in pairwise(starts)])


def cut_points(column: np.ndarray) -> np.ndarray:
    values = np.unique(column)
    if len(values) <= BINS:
        return (values[:-1] + values[1:]) / 2
    return np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1]))


def train(pages: Pages, rows: np.ndarray) -> Model:
    weight = np.minimum(pages.words, LONGEST) ** WEIGHT_POWER
    return fit(pages.features[rows], pages.is_junk[rows].astype(float), weight[rows])


def cross_validate(pages: Pages) -> np.ndarray:
    points = np.zeros(len(pages.words))
    for fold in range(FOLDS):
        test = pages.fold == fold
        model = train(pages, ~test & pages.is_labelled)
        points[test] = model.points(pages.features[test])
    return points


def figures(pages: Pages, dropped: np.ndarray) -> str:
    """junk_F1 / body_lost for every file, all pages and the English ones."""
    parts = []
    for number in range(int(pages.file.max()) + 1):
        among = pages.is_labelled & (pages.file == number)
        parts += [junk_figures(pages, dropped, among & part) for part in (True, pages.is_english)]
    return "  ".join(parts)


def junk_figures(pages: Pages, dropped: np.ndarray, among: np.ndarray) -> str:
    def words(mask: np.ndarray) -> int:
        return int(pages.words[mask & among].sum())

    found, missed = words(dropped & pages.is_junk), words(~dropped & pages.is_junk)
    lost, kept = words(dropped & ~pages.is_junk), words(~dropped & ~pages.is_junk)
    return f"{2 * found / (2 * found + missed + lost):.3f} / {lost / (lost + kept):.4f}"


def write(model: Model) -> None:
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["feature", "up_to", "score"])
        out.writerow(["base", "", f"{model.base:.3f}"])
        for name, bounds, scores in zip(FEATURE_NAMES, model.bounds, model.scores, strict=True):
            ends = [*(f"{bound:.4g}" for bound in bounds), ""]
            steps = [f"{score:.3f}" for score in scores]
            for i, (end, step) in enumerate(zip(ends, steps, strict=True)):
                if not end or step != steps[i + 1]:
                    out.writerow([name, end, step])


def main() -> None:
    pages = read_pages([argument for argument in sys.argv[1:] if argument != "--write"])
    print("junk_F1 / body_lost: every file, all pages and the English ones")
    print("rules alone    ", figures(pages, pages.by_rule))
    points = cross_validate(pages)
    for threshold in (-0.4, -0.2, 0.0, 0.2, 0.4, 0.8, 1.2):
        dropped = pages.by_rule | (pages.on_page & (points > threshold))
        print(f"threshold {threshold:+.1f}", figures(pages, dropped))
    if "--write" in sys.argv:
        write(train(pages, pages.is_labelled))


if __name__ == "__main__":
    main()
