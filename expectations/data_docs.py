"""Great Expectations' own pages over the checks of a run, for those who know their way there.

They are made of the results that the run has left: nothing is checked again. They link scripts and
styles on the web, and are an extra beside the report, never a part of it.
"""

from __future__ import annotations

import html
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from expectations.gx import GX_SEVERITIES, quiet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from great_expectations.core import (
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
    )
    from great_expectations.data_context.data_context.ephemeral_data_context import (
        EphemeralDataContext,
    )

    from expectations.contracts import Severity

_SITE = "local_site"


class StoredResult(Protocol):
    """What one expectation found, as a run has stored it."""

    @property
    def expectation_id(self) -> str:
        """``table.column.check`` or ``table.rule``."""

    @property
    def table_name(self) -> str:
        """The table checked."""

    @property
    def expectation(self) -> str:
        """What is expected, in a sentence."""

    @property
    def severity(self) -> Severity:
        """What a breach does."""

    @property
    def success(self) -> bool:
        """Whether it held."""

    @property
    def checked_count(self) -> int | None:
        """The rows checked, where rows were."""

    @property
    def unexpected_count(self) -> int:
        """The rows that broke it."""

    @property
    def unexpected_percent(self) -> float:
        """Their share."""

    @property
    def sample(self) -> Sequence[str]:
        """Keys of some of them."""

    @property
    def broken(self) -> bool:
        """Whether the check itself failed."""

    @property
    def error(self) -> str | None:
        """How it failed."""


def write_data_docs(
    results: Iterable[StoredResult], run_id: str, started_at: datetime, folder: Path
) -> Path:
    """Writes the Data Docs of a run into the folder, anew; their index page.

    Great Expectations is imported, which takes seconds.
    """
    tables: dict[str, list[StoredResult]] = defaultdict(list)
    for result in results:
        tables[result.table_name].append(result)
    shutil.rmtree(folder, ignore_errors=True)
    with quiet():
        context = _context(folder)
        for table, found in sorted(tables.items()):
            _store(context, table, found, run_id, started_at)
        context.build_data_docs()
    return folder / "index.html"


def _context(folder: Path) -> EphemeralDataContext:
    import great_expectations

    context = great_expectations.get_context(mode="ephemeral")
    context.update_data_docs_site(
        _SITE,
        {
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder),
            },
        },
    )
    return context


def _store(
    context: EphemeralDataContext,
    table: str,
    found: Sequence[StoredResult],
    run_id: str,
    started_at: datetime,
) -> None:
    from great_expectations.core import ExpectationSuite, RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    validation = _validation(table, found)
    suite = ExpectationSuite(name=table)
    for result in validation.results:
        if result.expectation_config:
            suite.add_expectation_configuration(result.expectation_config)
    context.suites.add(suite)
    name = ExpectationSuiteIdentifier(table)
    run = RunIdentifier(run_name=run_id, run_time=started_at)
    place = ValidationResultIdentifier(name, run, table)
    context.validation_results_store.store_validation_results(validation, place, name)


def _validation(table: str, found: Sequence[StoredResult]) -> ExpectationSuiteValidationResult:
    from great_expectations.core import ExpectationSuiteValidationResult

    held = sum(result.success for result in found)
    return ExpectationSuiteValidationResult(
        suite_name=table,
        success=held == len(found),
        results=[_result(result) for result in found],
        statistics={
            "evaluated_expectations": len(found),
            "successful_expectations": held,
            "unsuccessful_expectations": len(found) - held,
            "success_percent": 100 * held / len(found),
        },
        meta={"active_batch_definition": {"datasource_name": "newsmill"}},
    )


def _result(result: StoredResult) -> ExpectationValidationResult:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import (
        ExpectationConfiguration,
    )
    from great_expectations.expectations.metadata_types import FailureSeverity

    # Registers the expectation, which the pages are asked to show.
    from expectations.row_expectation import ExpectRowsToHold  # noqa: F401

    return ExpectationValidationResult(
        success=result.success,
        expectation_config=ExpectationConfiguration(
            type="expect_rows_to_hold",
            kwargs={"column": result.expectation_id},
            description=_text(result.expectation),
            severity=FailureSeverity(GX_SEVERITIES[result.severity]),
        ),
        result={
            "element_count": result.checked_count or 0,
            "unexpected_count": result.unexpected_count,
            "unexpected_percent": result.unexpected_percent,
            "partial_unexpected_list": [_text(key) for key in result.sample],
        },
        exception_info={
            "raised_exception": result.broken,
            "exception_message": result.error or "",
            "exception_traceback": "",
        },
    )


def _text(text: str) -> str:
    """The text as it can stand where Great Expectations' templates do not escape it.

    They take ``$name`` as a place to fill in.
    """
    return html.escape(text).replace("$", "&#36;")
