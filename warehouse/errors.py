"""The errors of the warehouse that a user meets.

Each names the thing, the value and the way out. Each pickles, because it crosses processes.
"""

from __future__ import annotations


class WarehouseError(Exception):
    """Base of the errors that the warehouse raises on purpose; ``str(error)`` is for people."""


class BusyError(WarehouseError):
    """Another process is writing to the same home folder.

    Args:
        root: The home folder.
        holder: Who holds the lock and since when, as far as the lock file says.
    """

    def __init__(self, root: str, holder: str) -> None:
        super().__init__(root, holder)
        self.root = root
        self.holder = holder

    def __str__(self) -> str:
        return f"{self.root} is in use by {self.holder}; wait until it is done, or use --wait"


class PartError(WarehouseError):
    """Rows that do not fit their table, or a part that is missing, damaged or unnamed."""


class LakeError(WarehouseError):
    """A lake that cannot be reached or used.

    Args:
        lake: Where it is.
        reason: What is wrong.
        way_out: What to do about it.
    """

    def __init__(self, lake: str, reason: str, way_out: str) -> None:
        super().__init__(lake, reason, way_out)
        self.lake = lake
        self.reason = reason
        self.way_out = way_out

    def __str__(self) -> str:
        return f"lake {self.lake}: {self.reason}; {self.way_out}"


class OtherLakeError(LakeError):
    """A lake that is not the one that has the runs of the home folder."""


class PublishError(WarehouseError):
    """A candidate that must not become the published version."""


class NoVersionError(WarehouseError):
    """The version that was asked for does not exist."""


class QueryError(WarehouseError):
    """A query that DuckDB refuses, said for people."""


class NoEntityError(WarehouseError):
    """A name that nothing goes by.

    Args:
        name: What was asked for.
        similar: Names that are like it.
    """

    def __init__(self, name: str, similar: tuple[str, ...]) -> None:
        super().__init__(name, similar)
        self.name = name
        self.similar = similar

    def __str__(self) -> str:
        way_out = (
            f"did you mean {' or '.join(map(repr, self.similar))}?"
            if self.similar
            else "'newsmill sql \"SELECT name FROM entities\"' lists what is named"
        )
        return f"nothing is named {self.name!r}; {way_out}"
