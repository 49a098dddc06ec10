"""Finding what there is to read: SOURCE arguments in, sources out, shard by shard."""

from __future__ import annotations

import glob
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from transforms.errors import NewsmillError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from transforms.read.item import SourceKind

_KINDS: dict[str, SourceKind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_COMPRESSED = ".gz"


class SourceNotFoundError(NewsmillError):
    """A SOURCE that names no file, no folder, and matches nothing."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source

    def __str__(self) -> str:
        return f"there is no file or folder {self.source!r}, and no file matches it"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    Args:
        uri: Its absolute path.
        name: Its path relative to the SOURCE argument: the same on every machine.
        kind: Its format, by its suffix.
        is_compressed: Whether it is gzipped.
        size_bytes: Its size on disk.
        modified_ns: Its time of change, in nanoseconds since 1970.
    """

    uri: str
    name: str
    kind: SourceKind
    is_compressed: bool
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Found:
    """The sources found, sorted by uri, and how many files were passed over, by suffix."""

    sources: tuple[Source, ...]
    skipped: dict[str, int]


def find_sources(arguments: Iterable[str]) -> Found:
    """The files that the SOURCE arguments name: files, folders (searched whole) and globs.

    Hidden files are left out, and in folders and globs files of a format that is not read; a file
    named by itself is read as text where its suffix says nothing.

    Raises:
        SourceNotFoundError: Where an argument names nothing.
    """
    sources: dict[str, Source] = {}
    skipped: Counter[str] = Counter()
    for argument in arguments:
        for path, base, is_named in _paths(argument):
            if _format(path)[0] is None and not is_named:
                skipped[path.suffix or path.name] += 1
                continue
            source = _source(path, path.relative_to(base).as_posix())
            # A file that two arguments name is one source, under the shorter of its names.
            known = sources.get(source.uri)
            if known is None or (len(source.name), source.name) < (len(known.name), known.name):
                sources[source.uri] = source
    ordered = tuple(sources[uri] for uri in sorted(sources))
    return Found(ordered, dict(sorted(skipped.items())))


def source_again(uri: str, name: str) -> Source:
    """A source that was found before, under the name that the ids of its articles come from.

    Raises:
        SourceNotFoundError: It is not there any more.
    """
    path = Path(uri)
    if not path.is_file():
        raise SourceNotFoundError(uri)
    return _source(path, name)


def _source(path: Path, name: str) -> Source:
    kind, is_compressed = _format(path)
    status = path.stat()
    return Source(
        uri=str(path.absolute()),
        name=name,
        kind=kind or "text",
        is_compressed=is_compressed,
        size_bytes=status.st_size,
        modified_ns=status.st_mtime_ns,
    )


def _paths(argument: str) -> Iterator[tuple[Path, Path, bool]]:
    """Path, the folder that its name is relative to, and whether it was named by itself."""
    path = Path(argument).expanduser()
    if path.is_dir():
        yield from ((file, path, False) for file in _files_below(path))
    elif path.exists():
        yield path, path.parent, True
    else:
        names = glob.glob(str(path), recursive=True)  # noqa: PTH207  Path.glob takes no absolute one
        if not names:
            raise SourceNotFoundError(argument)
        base = _glob_base(path)
        for match in map(Path, sorted(names)):
            files = _files_below(match) if match.is_dir() else [match]
            yield from ((file, base, False) for file in files)


def _files_below(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        below = file.relative_to(folder).parts
        if not any(part.startswith(".") for part in below) and file.is_file():
            yield file


def _glob_base(pattern: Path) -> Path:
    """The folder that a pattern begins with, up to its first wildcard."""
    parts = pattern.parts
    wild = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    return Path(*parts[:wild])


def _format(path: Path) -> tuple[SourceKind | None, bool]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    is_compressed = bool(suffixes) and suffixes[-1] == _COMPRESSED
    if is_compressed:
        suffixes.pop()
    return (_KINDS.get(suffixes[-1]) if suffixes else None), is_compressed


@dataclass(frozen=True, slots=True)
class Slice:
    """A whole source, or a range of bytes of a JSONL source.

    ``path`` is what is opened: the source's own file, or a decompressed copy of it. A range owns
    the lines that begin in it.
    """

    source: Source
    path: str
    is_compressed: bool
    start: int = 0
    end: int | None = None

    @classmethod
    def whole(cls, source: Source) -> Slice:
        """All of the source, in its own file."""
        return cls(source, source.uri, source.is_compressed)


@dataclass(frozen=True, slots=True)
class Shard:
    """The unit of work: a few hundred documents or some megabytes of input."""

    shard_id: str
    slices: tuple[Slice, ...]


def plan_shards(
    slices: Sequence[Slice], most_documents: int = 500, most_bytes: int = 8_000_000
) -> Iterator[Shard]:
    """The slices in shards of at most so many documents or bytes, large JSONL ranges cut up."""
    taken: list[Slice] = []
    size, number = 0, 0

    def shard() -> Shard:
        return Shard(f"{number:06d}", tuple(taken))

    for piece in _cut(slices, most_bytes):
        length = _length(piece)
        if taken and (len(taken) >= most_documents or size + length > most_bytes):
            yield shard()
            taken, size, number = [], 0, number + 1
        taken.append(piece)
        size += length
    if taken:
        yield shard()


def _length(piece: Slice) -> int:
    return (piece.source.size_bytes if piece.end is None else piece.end) - piece.start


def _cut(slices: Sequence[Slice], most_bytes: int) -> Iterator[Slice]:
    for piece in slices:
        if piece.source.kind != "jsonl" or piece.is_compressed:
            yield piece
            continue
        end = piece.start + _length(piece)
        for start in range(piece.start, max(end, piece.start + 1), most_bytes):
            yield replace(piece, start=start, end=min(start + most_bytes, end))
