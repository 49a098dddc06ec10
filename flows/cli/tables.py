"""Printing a table of results: for people, or as CSV, JSON, Markdown or Parquet."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    PARQUET = "parquet"


def print_table(table: pa.Table, form: Format = Format.TABLE, output: Path | None = None) -> None:
    """Prints the rows to stdout, or writes them to a file.

    Raises:
        typer.BadParameter: Parquet without a file to write to.
    """
    if form is Format.PARQUET:
        if output is None:
            raise typer.BadParameter("Parquet is not for a terminal: add --output FILE")
        import pyarrow.parquet as pq

        pq.write_table(table, output)
    elif output is None:
        _write(table, form, sys.stdout)
    else:
        with output.open("w", encoding="utf-8", newline="") as file:
            _write(table, form, file)


def print_json(value: object) -> None:
    """Prints a value of plain parts, dates and decimals to stdout as JSON."""
    sys.stdout.write(_as_json(value))


def _as_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=_json) + "\n"


def _write(table: pa.Table, form: Format, file: TextIO) -> None:
    names, rows = table.column_names, [list(row.values()) for row in _rows(table)]
    if form is Format.JSON:
        told = [dict(zip(names, row, strict=True)) for row in rows]
        file.write(_as_json(told))
    elif form is Format.CSV:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([plain_text(value) for value in row] for row in rows)
    elif form is Format.MARKDOWN:
        file.write(_markdown(names, rows))
    else:
        _rich(names, rows, file)


def _rows(table: pa.Table) -> list[dict[str, object]]:
    # Two columns may have one name, which a dict cannot hold.
    renamed = table.rename_columns([str(i) for i in range(table.num_columns)])
    rows: list[dict[str, object]] = renamed.to_pylist()
    return rows


def _markdown(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    def line(cells: Sequence[str]) -> str:
        escaped = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
        return f"| {' | '.join(escaped)} |\n"

    head = line(list(names)) + line(["---"] * len(names))
    return head + "".join(line([plain_text(value) for value in row]) for row in rows)


def _rich(names: Sequence[str], rows: Sequence[Sequence[object]], file: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, name in enumerate(names):
        values = [row[index] for row in rows if row[index] is not None]
        numeric = values and all(isinstance(value, int | float | Decimal) for value in values)
        table.add_column(escape(name), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(shown(plain_text(value))) for value in row))
    # Piped, a row is one line, however long.
    width = None if file.isatty() else 10_000
    Console(file=file, width=width, highlight=False, soft_wrap=width is not None).print(table)


def shown(text: str) -> str:
    """Control characters made visible: a text may not steer the terminal."""
    return "".join(c if c.isprintable() else _visible(c) for c in text)


def _visible(character: str) -> str:
    if character == "\n":
        return "⏎"
    return " " if character.isspace() else "�"


def plain_text(value: object) -> str:
    """A value as a cell shows it: nothing for null, the items of a list in one line."""
    if isinstance(value, list):
        return ", ".join(map(plain_text, value))
    return _TEXTS.get(type(value), str)(value)


def plain_decimal(value: Decimal) -> str:
    """Without the zeros that DECIMAL(38,9) adds."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _json(value: object) -> object:
    if isinstance(value, Decimal):
        text = plain_decimal(value)
        return int(text) if "." not in text else float(text)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


_TEXTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda value: str(value).lower(),
    Decimal: plain_decimal,
    float: lambda value: f"{value:.6g}",
    datetime: lambda value: value.isoformat(" ", timespec="seconds"),
}
