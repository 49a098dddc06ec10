"""By what run, and from which items, the documents of the published version were made."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from warehouse.read import connect

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pyarrow as pa

    from warehouse.home import Home

_ORDER = {
    "documents": "document_id",
    "passages": "document_id, passage_index",
    "removed_passages": "document_id, removed_index",
}


class Making(NamedTuple):
    """Documents that one run made with the same code, settings and model.

    Args:
        run_id: The run.
        fingerprint: The hash of code, settings and model.
        document_count: How many documents they are.
    """

    run_id: str
    fingerprint: str
    document_count: int


def makings(home: Home) -> list[Making]:
    """How the documents were made, by run.

    Raises:
        NoVersionError: Nothing is published yet.
    """
    with closing(connect(home)) as connection:
        rows = connection.execute(
            "SELECT run_id, fingerprint, count(*) FROM documents GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    return [Making(*row) for row in rows]


def documents_made(home: Home, making: Making) -> list[str]:
    """The ids of the documents that were made so."""
    with closing(connect(home)) as connection:
        rows = connection.execute(
            "SELECT document_id FROM documents WHERE run_id = $run_id AND fingerprint = $made "
            "ORDER BY document_id",
            {"run_id": making.run_id, "made": making.fingerprint},
        ).fetchall()
    return [document_id for (document_id,) in rows]


def items_of_documents(
    home: Home, document_ids: Collection[str]
) -> dict[str, dict[str, frozenset[str]]]:
    """The items that became the documents, or are duplicates of them.

    Returns:
        The ids of the items by source URI, by the run that made the document.
    """
    with closing(connect(home)) as connection:
        rows = connection.execute(
            "SELECT documents.run_id, items.source_uri, list(items.source_id) "
            "FROM source_items AS items JOIN documents USING (document_id) "
            "WHERE document_id IN (SELECT unnest($wanted)) GROUP BY ALL ORDER BY ALL",
            {"wanted": sorted(document_ids)},
        ).fetchall()
    by_run: dict[str, dict[str, frozenset[str]]] = {}
    for run_id, uri, ids in rows:
        by_run.setdefault(run_id, {})[uri] = frozenset(ids)
    return by_run


def site_sizes(home: Home) -> list[tuple[str | None, int]]:
    """The sites and how many characters their documents hold; None for those that do not say it."""
    with closing(connect(home)) as connection:
        return connection.execute(
            "SELECT site, sum(character_count)::BIGINT FROM documents GROUP BY site "
            "ORDER BY site NULLS LAST"
        ).fetchall()


def documents_cut_by(home: Home, rule_id: str) -> list[str]:
    """The documents of which a rule has removed something."""
    with closing(connect(home)) as connection:
        rows = connection.execute(
            "SELECT DISTINCT document_id FROM removed_passages WHERE rule_id = $rule_id ORDER BY 1",
            {"rule_id": rule_id},
        ).fetchall()
    return [document_id for (document_id,) in rows]


def cleaned_tables(home: Home, document_ids: Collection[str]) -> Mapping[str, pa.Table]:
    """What cleaning left and cut of some documents: their rows, in their order."""
    wanted = {"wanted": sorted(document_ids)}
    with closing(connect(home)) as connection:
        return {
            table: connection.execute(
                f"SELECT * FROM {table} WHERE document_id IN (SELECT unnest($wanted)) "  # noqa: S608
                f"ORDER BY {order}",
                wanted,
            ).to_arrow_table()
            for table, order in _ORDER.items()
        }
