"""The command line: one module a command group. Heavy packages are imported when a command runs."""

from __future__ import annotations

import atexit
import gc
import sys

import typer

from flows.cli import (
    doctor,
    entity,
    quarantine,
    query,
    report,
    reprocess,
    run,
    schema,
    serve,
    show,
)
from flows.cli.exits import exit_code, say_error

_OBJECTS_BETWEEN_COLLECTIONS = 50_000

app = typer.Typer(
    name="newsmill",
    help="Turns raw news into a validated DuckDB warehouse, with a quality report for every run.",
    epilog="Begin with: newsmill run FOLDER, then: newsmill sql",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("sql")(query.sql)
app.command("entity")(entity.entity)
app.command("show")(show.show)
app.command("report")(report.report)
app.command("runs")(report.runs)
app.command("serve")(serve.serve)
app.command("schema")(schema.schema)
app.command("reprocess")(reprocess.reprocess)
app.command("doctor")(doctor.doctor)
app.add_typer(quarantine.app, name="quarantine")


@app.callback(invoke_without_command=True)
def _root(*, version: bool = typer.Option(False, "--version", help="Show the version.")) -> None:
    if version:
        from flows.session import CODE_VERSION

        typer.echo(CODE_VERSION)
        raise typer.Exit


def main() -> None:
    """Runs the command line, and turns errors into messages and exit codes."""
    # Rows are many and hold no cycles: the collector would go over them time and again for nothing,
    # and at the end over all that was imported.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)
    try:
        app()
    except BrokenPipeError:
        # The reader of our output (head, less) has gone.
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  the last place that can say it well
        say_error(error)
        sys.exit(exit_code(error))
