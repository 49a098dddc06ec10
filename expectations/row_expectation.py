"""The Great Expectations expectation that every row holds. Importing it takes seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from expectations.gx import quiet

with quiet():
    from great_expectations.core.metric_domain_types import MetricDomainTypes
    from great_expectations.expectations.expectation import BatchExpectation
    from great_expectations.expectations.expectation_configuration import parse_result_format
    from great_expectations.validator.validator import ValidationDependencies

if TYPE_CHECKING:
    from great_expectations.execution_engine.execution_engine import ExecutionEngine


class ExpectRowsToHold(BatchExpectation):
    """Expects a boolean column to be true in all rows, or in the share of them given by mostly.

    It reads the batch itself, without the metrics that a column map expectation builds: these cost
    9 ms an expectation however few the rows (this one 0.5 ms), and a shard has 150 of them.
    """

    column: str
    mostly: float = 1.0
    metric_dependencies: ClassVar[tuple[str, ...]] = ()

    def get_validation_dependencies(
        self,
        execution_engine: ExecutionEngine[Any] | None = None,  # noqa: ARG002 -- the interface
        runtime_configuration: dict[str, Any] | None = None,
    ) -> ValidationDependencies:
        """No metrics; the parent makes three configurations to find that out, twice a check."""
        wanted = (runtime_configuration or {}).get("result_format", "BASIC")
        return ValidationDependencies({}, parse_result_format(wanted))

    def _validate(
        self,
        metrics: dict[str, Any],  # noqa: ARG002 -- the interface of Great Expectations
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> dict[str, Any]:
        if execution_engine is None:
            raise ValueError("rows are checked on a batch, and none is given")
        frame = execution_engine.get_compute_domain({}, MetricDomainTypes.TABLE)[0]
        holds = frame[self.column].to_numpy()
        positions = (~holds).nonzero()[0].tolist()
        return {
            "success": len(positions) <= (1 - self.mostly) * len(holds),
            "result": {
                "element_count": len(holds),
                "unexpected_count": len(positions),
                "unexpected_index_list": positions,
            },
        }
