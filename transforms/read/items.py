"""Reading a slice of a source: its items, one by one, and what is none."""

from __future__ import annotations

import codecs
import gzip
import shutil
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from transforms.errors import ItemError
from transforms.ids import stable_id
from transforms.read.html import decode_html
from transforms.read.item import Item, Unreadable
from transforms.read.records import RecordOptions, parse_record, record_id
from transforms.read.sources import Slice
from transforms.read.text import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transforms.read.sources import Source

_PAYLOAD_CHARACTERS = 2_000
_CHUNK_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How sources are read.

    Args:
        most_item_bytes: The largest item that is taken; a news page is 174 KB on the average.
        records: How records are read.
    """

    most_item_bytes: int = 32_000_000
    records: RecordOptions = field(default_factory=RecordOptions)


def read_slice(piece: Slice, options: ReadOptions | None = None) -> Iterator[Item | Unreadable]:
    """The items of a source (or of a range of it), in their order; never raises for bad data."""
    options = options or ReadOptions()
    if piece.source.kind != "jsonl":
        yield _read_file(piece, options)
        return
    try:
        yield from _read_records(piece, options)
    except (ItemError, OSError) as error:
        yield unreadable_source(piece.source, error)


def unreadable_source(source: Source, error: OSError | ItemError, data: bytes = b"") -> Unreadable:
    """What is kept of a source of which nothing can be read."""
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        error = ItemError("unreadable_file", f"the file cannot be read: {reason}")
    return _unreadable(source.uri, Path(source.uri).name, data, error)


def _read_file(piece: Slice, options: ReadOptions) -> Item | Unreadable:
    source = piece.source
    data = b""
    try:
        data = _file_bytes(piece, options.most_item_bytes)
        is_html = source.kind == "html"
        return Item(
            source_uri=source.uri,
            source_name=source.name,
            source_id=Path(source.uri).name,
            source_kind=source.kind,
            content=decode_html(data) if is_html else decode_text(data),
            is_html=is_html,
        )
    except (ItemError, OSError) as error:
        return unreadable_source(source, error, data)


def _file_bytes(piece: Slice, most_bytes: int) -> bytes:
    with open_source(piece) as file, decompressing():
        data = file.read(most_bytes + 1)
    _check_size(data, most_bytes)
    return data


def open_source(piece: Slice) -> BinaryIO:
    """The source's bytes, decompressed."""
    opened = gzip.open if piece.is_compressed else open
    return cast("BinaryIO", opened(piece.path, "rb"))


@contextmanager
def decompressing() -> Iterator[None]:
    """Turns what gzip raises on a broken file into an :class:`ItemError`."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ItemError("broken_archive", f"it cannot be decompressed: {error}") from None


def _check_size(data: bytes, most_bytes: int) -> None:
    if len(data) > most_bytes:
        raise ItemError("too_large", f"it is larger than {most_bytes:,} bytes")


def _read_records(piece: Slice, options: ReadOptions) -> Iterator[Item | Unreadable]:
    source = piece.source
    for line in _lines(piece, options.most_item_bytes):
        if not line.strip():
            continue
        try:
            _check_size(line, options.most_item_bytes)
            yield parse_record(line, source.uri, source.name, options.records)
        except ItemError as error:
            line_id = record_id(line, options.records)
            yield _unreadable(source.uri, line_id, line, error)


def _lines(piece: Slice, most_bytes: int) -> Iterator[bytes]:
    """The lines that begin in the range; a line that only ends in it belongs to the range before.

    A line over ``most_bytes`` comes as its first ``most_bytes + 1``; the rest is passed over.
    """
    with open_source(piece) as file, decompressing():
        if piece.start > 0:
            file.seek(piece.start - 1)
            _pass_line(file)
        while piece.end is None or file.tell() < piece.end:
            line = file.readline(most_bytes + 1)
            if not line:
                return
            if len(line) > most_bytes and not line.endswith(b"\n"):
                _pass_line(file)
            yield line.removeprefix(codecs.BOM_UTF8)


def _pass_line(file: BinaryIO) -> None:
    while (rest := file.readline(_CHUNK_BYTES)) and not rest.endswith(b"\n"):
        pass


def _unreadable(source_uri: str, source_id: str, data: bytes, error: ItemError) -> Unreadable:
    payload = data[: 4 * _PAYLOAD_CHARACTERS].decode("utf-8", "replace")[:_PAYLOAD_CHARACTERS]
    return Unreadable(
        source_uri=source_uri,
        source_id=source_id,
        reason=error.reason,
        detail=error.detail,
        payload=payload.replace("\x00", "�"),
        content_hash=stable_id(data.hex()),
    )


def spool(source: Source, path: Path) -> Slice:
    """A decompressed copy of a gzipped JSONL source at ``path``, so that its shards can seek in it.

    Raises:
        ItemError: ``broken_archive`` where it cannot be decompressed.
        OSError: Where it cannot be read.
    """
    piece = Slice.whole(source)
    with open_source(piece) as file, decompressing(), path.open("wb") as copy:
        shutil.copyfileobj(file, copy, _CHUNK_BYTES)
    return Slice(source, str(path), is_compressed=False, end=path.stat().st_size)
