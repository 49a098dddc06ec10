"""Finding what there is to read: SOURCE arguments in, sources out, shard by shard."""

from __future__ import annotations

import glob
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import ceil
from operator import itemgetter
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
# Two, four and eight workers get the same number of shards each.
_EVENLY = 8
# A shard costs a quarter of a second by itself, as much as some forty articles do.
_SMALLEST = 0.1
_NOTHING = 1e-9
_SAMPLE_BYTES = 1_000_000


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
    slices: Sequence[Slice], most_documents: int = 2_500, most_bytes: int = 32_000_000
) -> Iterator[Shard]:
    """The slices in shards of like size, of about so many documents or bytes at most.

    There are as many shards as the usual numbers of workers share evenly, unless they would get so
    small that what a shard costs by itself counts.
    """
    if not slices:
        return
    pages = [_length(piece) for piece in slices if piece.source.kind == "html"]
    page_bytes = sum(pages) / max(len(pages), 1)
    weights = [_weight(piece, page_bytes, most_documents, most_bytes) for piece in slices]
    fewest = ceil(sum(weights))
    evenly = min(_EVENLY * ceil(fewest / _EVENLY), int(sum(weights) / _SMALLEST))
    target = sum(weights) / max(fewest, evenly)
    parts: list[tuple[int, Slice]] = []
    position = 0.0
    for piece, weight in zip(slices, weights, strict=True):
        for part, share in _cut(piece, target / weight):
            parts.append((int((position + share * weight / 2) / target), part))
            position += share * weight
    for number, (_, group) in enumerate(groupby(parts, key=itemgetter(0))):
        yield Shard(f"{number:06d}", tuple(part for _, part in group))


def _weight(piece: Slice, page_bytes: float, most_documents: int, most_bytes: int) -> float:
    """How much of a shard the slice fills, of which 1 is a full one."""
    # Most of a long page is scripts: all pages take about the same time.
    size = page_bytes if piece.source.kind == "html" else _length(piece)
    documents = size / _record_bytes(piece) if _is_cut(piece) else 1
    return max(documents / most_documents, size / most_bytes, _NOTHING)


def _length(piece: Slice) -> int:
    return (piece.source.size_bytes if piece.end is None else piece.end) - piece.start


def _is_cut(piece: Slice) -> bool:
    return piece.source.kind == "jsonl" and not piece.is_compressed


def _record_bytes(piece: Slice) -> int:
    """How long the records of a JSONL source are, by the first megabyte of it."""
    try:
        with Path(piece.path).open("rb") as file:
            sample = file.read(_SAMPLE_BYTES)
    except OSError:
        # Whoever reads its records tells what is wrong with it.
        return _SAMPLE_BYTES
    return max(1, len(sample) // max(1, sample.count(b"\n")))


def _cut(piece: Slice, share: float) -> Iterator[tuple[Slice, float]]:
    """The slice, or ranges of it of about this share, each with the share that it is."""
    if share >= 1 or not _is_cut(piece):
        yield piece, 1.0
        return
    count = ceil(1 / share)
    length = _length(piece)
    bounds = [piece.start + length * number // count for number in range(count + 1)]
    for start, end in pairwise(bounds):
        yield replace(piece, start=start, end=end), 1 / count
