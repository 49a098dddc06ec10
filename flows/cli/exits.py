"""Exit codes, and how errors are told."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from enum import IntEnum

from flows.errors import GateFailedError, WrongUseError
from transforms.errors import NewsmillError
from transforms.read.sources import SourceNotFoundError


class ExitCode(IntEnum):
    """What the exit code of ``newsmill`` means."""

    DONE = 0
    GATE_FAILED = 1
    WRONG_USE = 2
    BUSY = 3
    ENVIRONMENT = 4
    INTERRUPTED = 130
    TERMINATED = 143


_ADVICE = {
    errno.ENOSPC: "free some space, or name another folder with --home",
    errno.EACCES: "see to the permissions, or name another folder with --home",
    errno.EROFS: "name a folder that can be written with --home",
}


def exit_code(error: Exception) -> ExitCode:
    """The exit code for an error that ended a command."""
    # Imported here: the names alone would load DuckDB at every --help.
    from flows.settings import SettingsError
    from transforms.link.aliases import AliasesError
    from warehouse.errors import (
        BusyError,
        NoEntityError,
        NoVersionError,
        OtherLakeError,
        QueryError,
    )

    if isinstance(error, GateFailedError):
        return ExitCode.GATE_FAILED
    if isinstance(error, BusyError):
        return ExitCode.BUSY
    wrong_use = WrongUseError | SourceNotFoundError | SettingsError | AliasesError | OtherLakeError
    if isinstance(error, wrong_use | QueryError | NoVersionError | NoEntityError):
        return ExitCode.WRONG_USE
    return ExitCode.ENVIRONMENT


def say_error(error: Exception) -> None:
    """Tells an error on stderr: a sentence for those we raise, the way in for those we do not."""
    from warehouse.errors import WarehouseError

    if isinstance(error, NewsmillError | WarehouseError):
        message = str(error)
    elif isinstance(error, OSError) and error.errno in _ADVICE:
        message = f"{error.strerror}: {error.filename}; {_ADVICE[error.errno]}"
    else:
        message = f"{type(error).__name__}: {error}"
        if os.environ.get("NEWSMILL_TRACEBACK"):
            traceback.print_exception(error)
        else:
            message += "\n(set NEWSMILL_TRACEBACK=1 to see where it comes from)"
    print(f"newsmill: {message}", file=sys.stderr)  # noqa: T201  stderr is where messages go
