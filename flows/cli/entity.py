"""``newsmill entity``: one person, body or place, and all that is known of it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.options import HomeOption, JsonOption
from flows.errors import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

_HEADINGS = {
    "spellings": "Written",
    "roles": "Roles, as they were first seen",
    "offices": "Who holds an office there",
    "named_with": "Named in one sentence with",
    "quotes": "Quoted",
}


class AmbiguousNameError(WrongUseError):
    """A name that several entities go by."""


def entity(
    name: Annotated[str, typer.Argument(help="A name, in any spelling, or an entity's id.")],
    home: HomeOption = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many a list.")] = 10,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show one person, body or place: spellings, roles over time, company, quotes.

    Where several go by the name, they are listed with their ids, and the exit code is 2.
    """
    from flows.cli.tables import Format, print_json, print_table
    from flows.settings import load_settings
    from warehouse.entities import candidates, describe
    from warehouse.home import Home
    from warehouse.read import connect

    with closing(connect(Home(load_settings(home=home).home))) as connection:
        found = candidates(connection, name)
        if found.num_rows > 1:
            print_table(found.slice(0, limit), Format.JSON if as_json else Format.TABLE)
            raise AmbiguousNameError(
                f"{found.num_rows} go by {name!r}; say which by its entity_id or full name"
            )
        told = describe(connection, found["entity_id"][0].as_py(), limit)
    if as_json:
        rows = {section: table.to_pylist() for section, table in told.items()}
        print_json({"entity": rows.pop("entity")[0], **rows})
    else:
        _print(told)


def _print(told: Mapping[str, pa.Table]) -> None:
    from flows.cli.tables import print_table

    typer.echo("\n".join(_head(told["entity"].to_pylist()[0])))
    for section, heading in _HEADINGS.items():
        if told[section].num_rows:
            typer.echo(f"\n{heading}")
            print_table(told[section])


def _head(row: Mapping[str, Any]) -> list[str]:
    kind = " · ".join(filter(None, (row["label"], row["country_code"], row["entity_id"])))
    counts = f"named {row['mention_count']:,} times in {row['document_count']:,} articles"
    if row["site_count"]:
        counts += f" of {row['site_count']:,} outlets"
    if row["first_seen"]:
        counts += f", {row['first_seen']} to {row['last_seen']}"
    return [row["name"], kind, counts]
