"""The errors of a run that a user meets beside those of the packages below."""

from __future__ import annotations

from transforms.errors import NewsmillError


class WrongUseError(NewsmillError):
    """Something was asked for that is not there."""


class MissingPartError(NewsmillError):
    """An optional part that is not installed.

    >>> print(MissingPartError("dask"))
    newsmill[dask] is not installed: pip install 'newsmill[dask]'
    """

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra

    def __str__(self) -> str:
        return f"newsmill[{self.extra}] is not installed: pip install 'newsmill[{self.extra}]'"


class GateFailedError(NewsmillError):
    """The quality gate stopped a run; the published version is as it was.

    Args:
        run_id: The run.
        reasons: Why, a sentence each.
    """

    def __init__(self, run_id: str, reasons: tuple[str, ...]) -> None:
        super().__init__(run_id, reasons)
        self.run_id = run_id
        self.reasons = reasons

    def __str__(self) -> str:
        return f"the quality gate stopped run {self.run_id}: {' '.join(self.reasons)}"
