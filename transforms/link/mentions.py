"""The mentions of a corpus as columns of numbers: some twenty bytes each, where rows were hundreds.

What mentions are called (:class:`Surface`) is kept once for all mentions that are called so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.extract.entities.coreference import resolve_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from transforms.extract.annotation import Label

    Numbers: TypeAlias = NDArray[np.int64]

_COMMA_AND_SPACE = 2
_NONE = -1


class Surface(NamedTuple):
    """What a mention is called: its text, the fullest form in its document, its label."""

    text: str
    name: str
    label: Label


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a corpus, by document and in text order.

    ``documents`` and ``surfaces`` have a number for each mention: its place in ``document_ids``,
    which are sorted, and in ``called``. ``followed`` tells of each mention whether nothing but a
    comma stands between it and the next one. ``offices`` and ``organizations`` are those of the
    few mentions that have them. ``mention_ids`` are sorted; ``places`` has the place of each
    mention among them.
    """

    document_ids: Sequence[str]
    documents: Numbers
    called: Sequence[Surface]
    surfaces: Numbers
    followed: NDArray[np.bool_]
    offices: dict[int, str]
    organizations: dict[int, str]
    mention_ids: pa.ChunkedArray
    places: Numbers

    def bounds(self, document: int) -> tuple[int, int]:
        """Where the mentions of a document begin, and where they end."""
        start, end = np.searchsorted(self.documents, (document, document + 1)).tolist()
        return start, end


class Codes(dict[str, int]):
    """Numbers for texts, in the order in which they are first asked for."""

    def __missing__(self, text: str) -> int:
        self[text] = code = len(self)
        return code

    def column(self, column: pa.Array) -> NDArray[np.int32]:
        """The number of each value; -1 where there is none."""
        encoded = column.dictionary_encode()
        values = [*map(self.__getitem__, encoded.dictionary.to_pylist()), _NONE]
        places = pc.fill_null(encoded.indices, len(values) - 1).to_numpy(zero_copy_only=False)
        codes: NDArray[np.int32] = np.array(values, np.int32)[places]
        return codes


def read_mentions(batches: Iterable[pa.RecordBatch]) -> Mentions:
    """The mentions of a corpus; in which order they come does not show.

    The columns are those that ``link_entities`` takes.
    """
    columns = _Columns()
    for batch in batches:
        columns.add(batch)
    return columns.mentions()


def _texts(batch: pa.RecordBatch, name: str) -> pa.Array:
    if name not in batch.schema.names:
        return pa.nulls(len(batch), pa.string())
    return batch[name].cast(pa.string())


class _Columns:
    """The columns of the mentions so far."""

    _CODED = ("document_id", "text", "name", "label", "office", "role_organization")
    _PLAIN = ("start_offset", "end_offset")

    def __init__(self) -> None:
        names = Codes()
        self._codes = {name: Codes() for name in self._CODED} | {"text": names, "name": names}
        empty = [np.empty(0, np.int32)]
        self._pieces = {name: [*empty] for name in (*self._CODED, *self._PLAIN)}
        self._ids = [pa.array([], pa.string())]

    def add(self, batch: pa.RecordBatch) -> None:
        # A copy: a column that came from elsewhere keeps all others of its batch.
        self._ids.append(_texts(batch, "mention_id").take(pa.array(np.arange(len(batch)))))
        for name in self._CODED:
            self._pieces[name].append(self._codes[name].column(_texts(batch, name)))
        for name in self._PLAIN:
            self._pieces[name].append(batch[name].to_numpy().astype(np.int32))

    def mentions(self) -> Mentions:
        """All of them, by document and in text order."""
        column = {name: np.concatenate(self._pieces.pop(name)) for name in tuple(self._pieces)}
        ids = pa.chunked_array(self._ids)
        by_id = pc.sort_indices(ids).to_numpy()
        places = _places(by_id)
        document_ids, rank = _ranked(list(self._codes["document_id"]))
        documents = rank[column["document_id"]]
        order = np.lexsort((places, column["end_offset"], column["start_offset"], documents))
        documents = documents[order]
        column = {name: values[order] for name, values in column.items()}
        called, surfaces = self._called(documents, column)
        return Mentions(
            document_ids,
            documents,
            called,
            surfaces,
            _followed(documents, column["start_offset"], column["end_offset"]),
            self._sparse("office", column["office"]),
            self._sparse("role_organization", column["role_organization"]),
            ids.take(pa.array(by_id)),
            places[order],
        )

    def _sparse(self, name: str, codes: NDArray[np.int32]) -> dict[int, str]:
        texts = list(self._codes[name])
        found = ((row, texts[codes[row]]) for row in np.flatnonzero(codes >= 0).tolist())
        return {row: text for row, text in found if text}

    def _called(
        self, documents: Numbers, column: dict[str, NDArray[np.int32]]
    ) -> tuple[list[Surface], Numbers]:
        codes = self._codes["text"]
        labels: list[Label] = list(self._codes["label"])  # type: ignore[arg-type]
        texts, names, label = (column[name] for name in ("text", "name", "label"))
        _find_names(documents, texts, names, (label, labels), codes)
        names = np.where((names == _NONE) | (names == codes.get("", _NONE)), texts, names)
        key = (texts.astype(np.int64) * len(codes) + names) * max(len(labels), 1) + label
        _, first, surfaces = np.unique(key, return_index=True, return_inverse=True)
        known = list(codes)
        columns = (values[first].tolist() for values in (texts, names, label))
        called = [Surface(known[t], known[n], labels[i]) for t, n, i in zip(*columns, strict=True)]
        return called, surfaces


def _ranked(texts: Sequence[str]) -> tuple[list[str], Numbers]:
    """The texts sorted, and the place of each among them."""
    order = np.array(sorted(range(len(texts)), key=texts.__getitem__), np.int64)
    return [texts[number] for number in order.tolist()], _places(order)


def _places(order: Numbers) -> Numbers:
    """Where each number stands in an order."""
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places


def _followed(
    documents: Numbers, start: NDArray[np.int32], end: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Of each mention, whether only a comma and a space stand between it and the next one."""
    followed = np.zeros(len(documents), np.bool_)
    is_near = start[1:] - end[:-1] == _COMMA_AND_SPACE
    followed[:-1] = is_near & (documents[:-1] == documents[1:])
    return followed


def _find_names(
    documents: Numbers,
    texts: NDArray[np.int32],
    names: NDArray[np.int32],
    label: tuple[NDArray[np.int32], Sequence[Label]],
    codes: Codes,
) -> None:
    """Puts in the fullest form of each name in its document, where nobody gave it."""
    if not len(documents):
        return
    starts = np.flatnonzero(np.diff(documents, prepend=-1))
    ends = np.append(starts[1:], len(documents))
    unnamed = np.logical_and.reduceat((names == _NONE) | (names == texts), starts)
    known = list(codes)
    numbers, labels = label
    for start, end in zip(starts[unnamed].tolist(), ends[unnamed].tolist(), strict=True):
        pairs = zip(texts[start:end].tolist(), numbers[start:end].tolist(), strict=True)
        found = resolve_names([(known[text], labels[number]) for text, number in pairs])
        names[start:end] = [codes[name] for name in found]
