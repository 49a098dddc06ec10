"""What a run says of itself: the content of ``runs/<run_id>/run.json``.

``newsmill report --json`` prints it, and the page is made from nothing else, so that both say the
same. Whatever a failed run or a run with nothing new does not have, is empty here. Fields that this
version does not know are ignored, so that the runs of a newer one can still be shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations when it runs
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

Status = Literal["published", "forced", "unchanged", "gate_failed", "failed"]
Severity = Literal["error", "warning", "gate"]
Setting = str | int | float | bool | None


def _well_formed(value: object) -> object:
    # A file name that is no UTF-8 reaches us with lone surrogates, which JSON cannot hold.
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value


Text = Annotated[str, BeforeValidator(_well_formed)]
"""A string as it was found; lone surrogates become visible escapes."""


def _finite(value: object) -> object:
    # JSON knows neither NaN nor infinity, and a page has nothing to draw for them.
    return None if isinstance(value, float) and not math.isfinite(value) else value


Figure = Annotated[float | None, BeforeValidator(_finite)]
"""A number, or None where there is none."""


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Items(_Content):
    """What became of the items that were read."""

    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    duplicate: int = 0
    quarantined: int = 0
    deferred: int = 0

    @property
    def unaccounted(self) -> int:
        """Items read of which nothing is known; 0 where the conservation law holds."""
        gone = self.loaded + self.unchanged + self.duplicate + self.quarantined + self.deferred
        return self.read - gone


class TableCount(_Content):
    """How many rows a table has in the warehouse, and how many of them this run added."""

    rows: int = 0
    added: int = 0


class Gate(_Content):
    """The gate's verdict, why it was no, and what to do about it, a sentence each."""

    passed: bool = True
    reasons: tuple[Text, ...] = ()
    advice: tuple[Text, ...] = ()


class Check(_Content):
    """What one expectation found: the fields of the table ``quality_results``, and some more.

    ``expectation`` is the sentence for people. ``sample`` holds keys of rows that broke it,
    ``shown`` some of those rows as JSON by their key, ``values`` values that broke it, ``observed``
    what was seen where it is no count of rows. A check that could not be run is ``broken``:
    ``error`` says why, and it tells nothing of the data.
    """

    expectation_id: Text
    table_name: Text
    expectation: Text = ""
    column_name: Text | None = None
    severity: Severity = "error"
    success: bool = True
    observed_value: Text | None = None
    checked_count: int | None = None
    unexpected_count: int = 0
    unexpected_percent: float = 0.0
    sample: tuple[Text, ...] = ()
    shown: Mapping[Text, Text] = Field(default_factory=dict)
    values: tuple[Text, ...] = ()
    observed: Text | None = None
    broken: bool = False
    error: Text | None = None


class RejectedRow(_Content):
    """A row that broke an expectation and went to quarantine; ``payload`` is the row as JSON."""

    table_name: Text
    row_key: Text
    expectation_id: Text
    reason: Text = ""
    payload: Text | None = None
    quarantine_id: Text | None = None


class Metric(_Content):
    """A figure of one site, or of all where ``site`` is empty."""

    site: Text = ""
    metric: Text
    value: Figure = None


class Drift(_Content):
    """A figure that is not what it was in the runs before; ``message`` says it in a sentence."""

    site: Text = ""
    metric: Text
    value: Figure = None
    usual: Figure = None
    low: Figure = None
    high: Figure = None
    message: Text = ""


class Removed(_Content):
    """What one rule cut from the articles, with one example."""

    kind: Text
    rule_id: Text
    count: int = 0
    characters: int = 0
    example: Text = ""


class QuarantinedItem(_Content):
    """An item that could not become a document, and why."""

    source_uri: Text
    source_id: Text = ""
    stage: Text = ""
    reason: Text = ""
    detail: Text = ""
    quarantine_id: Text | None = None
    attempts: int = 1
    status: Text = "open"


class SlowDocument(_Content):
    """A document that took long to read and clean."""

    source: Text
    source_id: Text = ""
    seconds: float


class Stub(_Content):
    """A document with hardly any text, and why it is taken for a stub."""

    source: Text
    reason: Text = ""
    title: Text = ""


class Stage(_Content):
    """The time of one stage; ``cpu_seconds`` counts the workers too."""

    name: Text
    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    items: int | None = None
    peak_memory_bytes: int | None = None


class Versions(_Content):
    """What the run ran on; ``packages`` maps a name to a version."""

    python: Text = ""
    model: Text = ""
    packages: Mapping[Text, Text] = Field(default_factory=dict)


class RunReport(_Content):
    """All that is told of one run.

    ``resolved`` counts failures of earlier runs that are none any more; ``check_cpu_seconds`` is
    the part of ``cpu_seconds`` that the checks took.
    """

    run_id: Text
    status: Status
    started_at: AwareDatetime
    finished_at: AwareDatetime | None = None
    wall_seconds: float | None = None
    cpu_seconds: float | None = None
    check_cpu_seconds: float | None = None
    peak_memory_bytes: int | None = None
    code_version: Text = ""
    config_fingerprint: Text = ""
    model: Text = ""
    sources: tuple[Text, ...] = ()
    engine: Text = ""
    workers: int | None = None
    items: Items = Items()
    rows_quarantined: int = 0
    tables: Mapping[Text, TableCount] = Field(default_factory=dict)
    gate: Gate | None = None
    quality: tuple[Check, ...] = ()
    rejected_rows: tuple[RejectedRow, ...] = ()
    metrics: tuple[Metric, ...] = ()
    drift: tuple[Drift, ...] = ()
    removed: tuple[Removed, ...] = ()
    quarantine: tuple[QuarantinedItem, ...] = ()
    resolved: int = 0
    slowest: tuple[SlowDocument, ...] = ()
    stubs: tuple[Stub, ...] = ()
    stages: tuple[Stage, ...] = ()
    versions: Versions = Versions()
    settings: Mapping[Text, Setting] = Field(default_factory=dict)
    failure: Text | None = None

    def to_json(self) -> str:
        """The report as JSON, indented, keys in the order of the fields."""
        return self.model_dump_json(indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> RunReport:
        """The report that was written as ``text``.

        Raises:
            pydantic.ValidationError: It is no run report, or a needed field is missing.
        """
        return cls.model_validate_json(text)
