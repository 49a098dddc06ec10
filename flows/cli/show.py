"""``newsmill show``: one article, with what was cut in its place, and what was found in it."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.options import HomeOption, JsonOption
from flows.errors import WrongUseError

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from rich.console import Console

    from flows.cli.marked_text import Mark

_MOST_NAMED = 10
_FACTS = (
    "url",
    "source_uri",
    "site",
    "authors",
    "published_at",
    "published_from",
    "dateline",
    "language",
    "version",
    "stub_reason",
    "extractor",
)


class NoDocumentError(WrongUseError):
    """A document that is not there, or a word that may mean several."""


def show(
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOCUMENT", help="Its id or how it begins, the source's own id, or its URL."
        ),
    ],
    home: HomeOption = None,
    *,
    entities: Annotated[
        bool, typer.Option("--entities", help="Mark who and what it names.")
    ] = False,
    numbers: Annotated[bool, typer.Option("--numbers", help="Mark its numbers and dates.")] = False,
    quotes: Annotated[bool, typer.Option("--quotes", help="Mark who says what.")] = False,
    whole: Annotated[
        bool, typer.Option("--all", help="Print what stood around the article in full, too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show an article with what was cut, each piece in its place and with the rule that cut it.

    Its entities, numbers and quotes are listed below, or marked in the text where one of
    --entities, --numbers and --quotes is given.
    """
    from rich.console import Console

    from flows.cli.marked_text import Look, article_lines
    from flows.cli.tables import print_json

    rows = {name: table.to_pylist() for name, table in _read(home, document).items()}
    if as_json:
        [about] = rows.pop("documents")
        print_json({"document": about, **rows})
        return
    # Piped, a line of the article is one line, and what was cut is told by signs.
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    console = Console(
        file=sys.stdout, highlight=False, markup=False, soft_wrap=not sys.stdout.isatty()
    )
    _print_facts(console, rows["documents"][0])
    marks = _marks(rows, entities=entities, numbers=numbers, quotes=quotes)
    look = Look(colours=colours, whole=whole)
    text = rows["documents"][0]["text"]
    for line in article_lines(text, rows["passages"], rows["removed_passages"], marks, look):
        console.print(line)
    if not (entities or numbers or quotes):
        _print_lists(console, rows)


def _read(home: Path | None, wanted: str) -> dict[str, pa.Table]:
    from flows.settings import load_settings
    from warehouse.articles import find_articles, read_article
    from warehouse.home import Home
    from warehouse.read import connect

    with closing(connect(Home(load_settings(home=home).home))) as connection:
        named = find_articles(connection, wanted).to_pylist()
        if not named:
            raise NoDocumentError(
                f"there is no document {wanted!r}; ids and titles stand in the table 'documents', "
                "which 'newsmill sql' queries"
            )
        if len(named) > 1:
            raise NoDocumentError(_ambiguous(wanted, named))
        return read_article(connection, named[0]["document_id"])


def _ambiguous(wanted: str, named: list[dict[str, Any]]) -> str:
    lines = [f"{row['document_id']}  {row['source_id']}  {row['title']}" for row in named]
    more = [f"and {len(lines) - _MOST_NAMED} more"] if len(lines) > _MOST_NAMED else []
    told = "\n  ".join([*lines[:_MOST_NAMED], *more])
    return f"{wanted!r} may mean {len(lines)} documents; say more of the id:\n  {told}"


def _marks(
    rows: dict[str, list[dict[str, Any]]], *, entities: bool, numbers: bool, quotes: bool
) -> list[Mark]:
    from flows.cli.marked_text import entity_marks, number_marks, quote_marks

    marks: list[Mark] = []
    if quotes:
        marks += quote_marks(rows["quotes"])
    if entities:
        marks += entity_marks(rows["entity_mentions"])
    if numbers:
        marks += number_marks(rows["quantities"])
    return marks


def _print_facts(console: Console, document: dict[str, Any]) -> None:
    from flows.cli.tables import plain_text, shown

    console.print(f"document {document['document_id']}", style="dim")
    for name in _FACTS:
        if document[name] not in (None, [], ()):
            console.print(f"{name:15} {shown(plain_text(document[name]))}", style="dim")
    if document["is_truncated"]:
        console.print("text is missing: the page could not be read to its end", style="dim")
    console.print()


def _print_lists(console: Console, rows: dict[str, list[dict[str, Any]]]) -> None:
    import pyarrow as pa

    from flows.cli.tables import print_table

    lists = {
        "Entities": _entities(rows["entity_mentions"]),
        "Numbers and dates": _numbers(rows["quantities"]),
        "Quotes": _quotes(rows["quotes"]),
    }
    for title, lines in lists.items():
        console.print(f"\n{title}: {len(lines) or 'none'}", style="bold")
        if lines:
            print_table(pa.Table.from_pylist(lines))


def _entities(mentions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each entity once, with how often it is named and the roles it is given."""
    named: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in mentions:
        named.setdefault((row["name"] or row["text"], row["label"]), []).append(row)
    return [
        {
            "name": name,
            "label": label,
            "mentions": len(rows),
            "roles": ", ".join(dict.fromkeys(row["role"] for row in rows if row["role"])),
        }
        for (name, label), rows in named.items()
    ]


def _numbers(quantities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from flows.cli.marked_text import number_value

    return [
        {"text": row["text"], "kind": row["kind"], "value": number_value(row)}
        | {name: row[name] for name in ("unit", "counted", "rule_id")}
        for row in quantities
    ]


def _quotes(quotes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "speaker": row["speaker_name"] or row["speaker_text"],
            "cue": row["cue_text"],
            "kind": row["kind"],
            "text": row["text"],
        }
        for row in quotes
    ]
