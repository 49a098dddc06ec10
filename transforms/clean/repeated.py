"""What only a corpus shows: lines that stand in many articles of one site.

The lines are found over all articles of a site, once the articles of a run are cleaned; which ones
they are goes as an argument into the step that cuts them out of an article.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from expectations.tables import TABLES
from transforms.clean.cleaned import Cleaned, Passage, RemovedPassage
from transforms.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

REPEATED_LINE = "repeated_line"
"""The rule that cuts such a line."""

SITE_TEXT_COLUMNS = ("document_id", "article_id", "site", "source_uri", "extractor", "text")
"""What is known of an article whose lines are counted."""

REPEATED_LINES = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("line", pa.string(), nullable=False),
        pa.field("article_count", pa.int64(), nullable=False),
    ]
)
"""The lines of documents that are boilerplate, and in how many articles of the site each stands."""

_FIND = Path(__file__).with_name("repeated_lines.sql").read_text("utf-8")
# Most of an article that stands elsewhere too is no boilerplate: the article is a copy.
_COPIED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class RepeatOptions:
    """From when on a line is boilerplate of its site.

    Attributes:
        min_articles: It stands in at least so many articles of the site.
        min_share: And in at least this share of them.
        prose_characters: A line longer than this may be a story's background, which outlets print
            in article after article.
        min_share_of_prose: Such a line stands in at least this share.
        max_characters: Longer lines are never looked up.
    """

    min_articles: int = 5
    min_share: float = 0.1
    prose_characters: int = 120
    min_share_of_prose: float = 0.3
    max_characters: int = 600


_DEFAULT = RepeatOptions()

Piece = TypeVar("Piece", Passage, RemovedPassage)


def find_repeated_lines(
    documents: pa.Table,
    earlier: pa.Table | pa.RecordBatchReader,
    options: RepeatOptions = _DEFAULT,
) -> pa.Table:
    """The lines of the documents that stand in many articles of their site.

    Lines are equal to the letter: one in which a number or a name varies is no repeated line. The
    result depends on the set of the articles alone, not on their order.

    Args:
        documents: The documents to be cleaned, by ``SITE_TEXT_COLUMNS``; their text is what the
            rules have left.
        earlier: What is known of the same sites from earlier runs, likewise; a document that is
            among ``documents`` too counts as it is there.
        options: From when on a line is boilerplate.

    Returns:
        By the schema ``REPEATED_LINES``.
    """
    with duckdb.connect() as connection:
        connection.register("documents", documents.select(SITE_TEXT_COLUMNS))
        connection.register("earlier", earlier)
        found: pa.Table = connection.execute(_FIND, asdict(options)).to_arrow_table()
    return found.cast(REPEATED_LINES)


def cut_repeated_lines(
    tables: Mapping[str, pa.Table], repeated: pa.Table
) -> Mapping[str, pa.Table]:
    """Cleaned documents without the repeated lines in them.

    Args:
        tables: ``documents``, ``passages`` and ``removed_passages``.
        repeated: By the schema ``REPEATED_LINES``; documents that are not here are passed over.

    Returns:
        The same tables. The ids and the content hash of a document stay: they are made of what the
        rules have left, which does not depend on what else is known of the site.
    """
    lines = _lines_by_document(repeated)
    before = _articles(tables, set(lines))
    after = {id_: remove_repeated_lines(before[id_], lines[id_]) for id_ in before}
    changed = {id_: cleaned for id_, cleaned in after.items() if cleaned is not before[id_]}
    return _with_articles(tables, changed) if changed else tables


def remove_repeated_lines(cleaned: Cleaned, lines: Collection[str]) -> Cleaned:
    r"""The article without the lines that stand in many articles of its site.

    >>> article = Cleaned("A.\nB.\nC.", None, (Passage("body", 0, 2), Passage("body", 3, 5),
    ...     Passage("body", 6, 8)), (), "lines")
    >>> remove_repeated_lines(article, {"B."}).text
    'A.\nC.'
    >>> remove_repeated_lines(article, {"A.", "B.", "C."}) is article
    True

    Args:
        cleaned: A cleaned article.
        lines: The repeated lines.

    Returns:
        The headline always stays; what is cut has the rule ``repeated_line``. An article most of
        which stands in others is a copy of them, and stays as it is.
    """
    found = [
        passage
        for passage in cleaned.passages
        if passage.kind != "headline" and _text(cleaned, passage) in lines
    ]
    if not found or _is_copy(cleaned, found):
        return cleaned
    cut = frozenset(found)
    kept = [passage for passage in cleaned.passages if passage not in cut]
    kept_before = [0, *accumulate(int(passage not in cut) for passage in cleaned.passages)]
    pieces = [(piece, piece.passage_index or 0, False) for piece in cleaned.removed]
    pieces += (
        (_removed(_text(cleaned, passage), passage), index, True)
        for index, passage in enumerate(cleaned.passages)
        if passage in cut
    )
    # In the order of the source; of a page, whose places are not known, in that of its passages.
    pieces.sort(key=lambda told: (told[0].source_start or 0, *told[1:]))
    return replace(
        cleaned,
        text="\n".join(_text(cleaned, passage) for passage in kept),
        passages=_joined(kept),
        removed=tuple(
            piece._replace(passage_index=kept_before[index]) for piece, index, _ in pieces
        ),
    )


def _removed(text: str, passage: Passage) -> RemovedPassage:
    return RemovedPassage(text, "other", REPEATED_LINE, passage.source_start, passage.source_end)


def outdated_cuts(tables: Mapping[str, pa.Table], repeated: pa.Table) -> list[str]:
    """The documents from which other lines would be cut today than were cut when they were made.

    Args:
        tables: ``documents``, ``passages`` and ``removed_passages`` of earlier runs.
        repeated: The lines that are boilerplate today, by the schema ``REPEATED_LINES``.

    Returns:
        Their ids, sorted.
    """
    lines = _lines_by_document(repeated)
    articles = _articles(tables, set(tables["documents"]["document_id"].to_pylist()))
    return sorted(
        id_
        for id_, cleaned in articles.items()
        if _cut_lines(remove_repeated_lines(_uncut(cleaned), lines.get(id_, set())))
        != _cut_lines(cleaned)
    )


def _uncut(cleaned: Cleaned) -> Cleaned:
    """The article with its repeated lines back, behind the others."""
    lines = _cut_lines(cleaned)
    passages = [*cleaned.passages]
    text = cleaned.text
    for line in lines:
        passages.append(Passage("body", len(text) + 1, len(text) + 1 + len(line)))
        text = f"{text}\n{line}"
    removed = tuple(piece for piece in cleaned.removed if piece.rule_id != REPEATED_LINE)
    return replace(cleaned, text=text, passages=tuple(passages), removed=removed)


def _cut_lines(cleaned: Cleaned) -> list[str]:
    return sorted(piece.text for piece in cleaned.removed if piece.rule_id == REPEATED_LINE)


def _lines_by_document(repeated: pa.Table) -> dict[str, set[str]]:
    lines: dict[str, set[str]] = {}
    for document_id, line in zip(
        repeated["document_id"].to_pylist(), repeated["line"].to_pylist(), strict=True
    ):
        lines.setdefault(document_id, set()).add(line)
    return lines


def _text(cleaned: Cleaned, passage: Passage) -> str:
    return cleaned.text[passage.start_offset : passage.end_offset]


def _is_copy(cleaned: Cleaned, found: list[Passage]) -> bool:
    """Whether most of its lines stand in other articles, and most of its words."""
    body = [passage for passage in cleaned.passages if passage.kind != "headline"]
    words = sum(len(_text(cleaned, passage).split()) for passage in body)
    found_words = sum(len(_text(cleaned, passage).split()) for passage in found)
    return (len(found) > _COPIED_SHARE * len(body) and found_words > _COPIED_SHARE * words) or len(
        found
    ) == len(body)


def _joined(passages: list[Passage]) -> tuple[Passage, ...]:
    """The passages one after the other, a line each."""
    joined = []
    offset = 0
    for passage in passages:
        end = offset + passage.end_offset - passage.start_offset
        joined.append(passage._replace(start_offset=offset, end_offset=end))
        offset = end + 1
    return tuple(joined)


def _articles(tables: Mapping[str, pa.Table], ids: set[str]) -> dict[str, Cleaned]:
    """The documents of these ids as cleaning gave them, but for what no cut touches."""
    chosen = {name: _of_documents(table, ids) for name, table in tables.items()}
    passages = _grouped(chosen["passages"], Passage)
    removed = _grouped(chosen["removed_passages"], RemovedPassage)
    columns = (chosen["documents"][name].to_pylist() for name in ("document_id", "text"))
    return {
        id_: Cleaned(text, None, tuple(passages.get(id_, ())), tuple(removed.get(id_, ())), "")
        for id_, text in zip(*columns, strict=True)
    }


def _grouped(table: pa.Table, kind: type[Piece]) -> dict[str, list[Piece]]:
    """The rows of each document as pieces, in their order."""
    names: list[str] = [*kind.__annotations__]
    grouped: dict[str, list[Piece]] = {}
    for row in table.select(["document_id", *names]).to_pylist():
        grouped.setdefault(row.pop("document_id"), []).append(kind(**row))
    return grouped


def _with_articles(
    tables: Mapping[str, pa.Table], articles: Mapping[str, Cleaned]
) -> Mapping[str, pa.Table]:
    """The tables with these articles in place of what they hold of them."""
    documents = tables["documents"]
    texts = [
        articles[id_].text if id_ in articles else text
        for id_, text in zip(
            documents["document_id"].to_pylist(), documents["text"].to_pylist(), strict=True
        )
    ]
    passages, removed = Rows(TABLES["passages"]), Rows(TABLES["removed_passages"])
    for id_, article in articles.items():
        add_pieces(id_, article, passages, removed)
    others = {
        name: _of_documents(table, set(articles), inverted=True) for name, table in tables.items()
    }
    return {
        "documents": _with_texts(documents, texts),
        "passages": pa.concat_tables([others["passages"], passages.table()]),
        "removed_passages": pa.concat_tables([others["removed_passages"], removed.table()]),
    }


def add_pieces(document_id: str, cleaned: Cleaned, passages: Rows, removed: Rows) -> None:
    """Adds the passages and the removed pieces of a document to the rows; the run is not named."""
    for index, passage in enumerate(cleaned.passages):
        passages.add(passage, document_id=document_id, passage_index=index, run_id="")
    for index, piece in enumerate(cleaned.removed):
        removed.add(piece, document_id=document_id, removed_index=index, run_id="")


def _with_texts(documents: pa.Table, texts: list[str]) -> pa.Table:
    columns = {
        "text": texts,
        "character_count": [len(text) for text in texts],
        "word_count": [len(text.split()) for text in texts],
    }
    for name, values in columns.items():
        index = documents.schema.get_field_index(name)
        field = documents.schema.field(index)
        documents = documents.set_column(index, field, pa.array(values, field.type))
    return documents


def _of_documents(table: pa.Table, ids: set[str], *, inverted: bool = False) -> pa.Table:
    chosen = pc.is_in(table["document_id"], pa.array(sorted(ids), pa.string()))
    return table.filter(pc.invert(chosen) if inverted else chosen)
