"""Where the lake lies: a folder, or a prefix in a bucket of an S3-compatible object store."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from warehouse.durable import TEMPORARY, sync_folder, write_whole
from warehouse.errors import LakeError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pyarrow import fs

LAKE = "lake"
"""What the paths of all that lies in the lake begin with, wherever the lake is."""

MANIFESTS = f"{LAKE}/manifests"
"""Where in the lake the manifests lie."""

# A request to an object store is a matter of waiting: so many wait side by side.
_AT_A_TIME = 16
# Swept, should it ever be left behind.
_PROBE = f"lake/probe{TEMPORARY}"
# A file of less than 10 MB is one request instead of three.
_OPTIONS = "allow_delayed_open=true"
_AWS_ERROR = re.compile(r"AWS Error (\w+) during \w+ operation: ?([^(]*)")
_KEYS = "see to AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what they are allowed to do"
_WAYS_OUT: Mapping[str, str] = MappingProxyType(
    {
        "NO_SUCH_BUCKET": "make the bucket, or name another with the setting 'lake' (--lake)",
        "ACCESS_DENIED": _KEYS,
        "INVALID_ACCESS_KEY_ID": _KEYS,
        "SIGNATURE_DOES_NOT_MATCH": _KEYS,
        "NETWORK_CONNECTION": "see to AWS_ENDPOINT_URL, AWS_REGION and the network",
    }
)
_ELSE = "see to the setting 'lake' (--lake), AWS_ENDPOINT_URL, AWS_REGION and the access keys"


@dataclass(frozen=True, slots=True)
class Lake:
    """The files of the lake, each there whole or not at all.

    Paths begin with ``lake/`` wherever it is, so that a lake can be moved as it is.

    Args:
        address: A folder, or ``s3://bucket/prefix``, maybe with options (``?region=eu-west-1``).

    >>> print(Lake("s3://news/mill?region=eu-west-1").place("lake/manifests/r1.json"))
    s3://news/mill/manifests/r1.json
    """

    address: str

    def __str__(self) -> str:
        if self.is_remote:
            return self.address.partition("?")[0].rstrip("/")
        return str(Path(self.address))

    @property
    def is_remote(self) -> bool:
        """Whether it lies in an object store."""
        return "://" in self.address

    def place(self, path: str) -> str:
        """Where a file lies, for people."""
        return f"{self}{path.removeprefix(LAKE)}"

    def local(self, path: str) -> Path:
        """Where a file lies on this machine, for a lake that is a folder."""
        return Path(self.place(path))

    def prepare(self) -> None:
        """Sees to it that the lake can be written to: makes the folder, looks for the bucket.

        Raises:
            LakeError: There is no such bucket, or it cannot be reached.
        """
        if not self.is_remote:
            Path(self.address).mkdir(parents=True, exist_ok=True)
            return
        from pyarrow import fs

        with self._explained():
            filesystem, base = _open(self.address)
            bucket = base.partition("/")[0]
            if filesystem.get_file_info(bucket).type == fs.FileType.NotFound:
                raise LakeError(
                    str(self), f"there is no bucket {bucket!r}", _WAYS_OUT["NO_SUCH_BUCKET"]
                )

    def probe(self) -> int:
        """How many runs the lake holds; an object store is written to, to see that it can be.

        Raises:
            LakeError: It cannot be reached, or not be written to.
        """
        if self.is_remote:
            self.prepare()
            self.write(_PROBE, b"")
            self._remove(_PROBE)
        return sum(path.endswith(".json") for path in self.sizes(MANIFESTS))

    def write(self, path: str, data: bytes) -> None:
        """Writes a file, which appears when it is whole; one that is there is replaced.

        In a folder it survives a power cut once ``settle`` has run on the file's folder.
        """
        if not self.is_remote:
            place = self.local(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, data)
            return
        with self._explained():
            filesystem, base = _open(self.address)
            with filesystem.open_output_stream(_inside(base, path)) as stream:
                stream.write(data)

    def settle(self, folders: Iterable[str]) -> None:
        """Has the names in folders, and the folders themselves, on disk when it returns."""
        if self.is_remote:
            return  # what an object store has taken it keeps
        within = {above for folder in folders for above in _with_parents(folder)}
        for folder in sorted(within):
            sync_folder(self.local(folder))

    def read(self, path: str) -> bytes:
        """The content of a file.

        Raises:
            FileNotFoundError: It is not there.
        """
        with self._explained():
            filesystem, base = _open(self.address)
            with filesystem.open_input_stream(_inside(base, path)) as stream:
                data: bytes = stream.read()
                return data

    def read_all(self, paths: Sequence[str]) -> list[bytes]:
        """The contents of files, in their order."""
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            return list(pool.map(self.read, paths))

    def sizes(self, *folders: str) -> dict[str, int]:
        """The files in some folders and all below, with their sizes in bytes."""
        from pyarrow import fs

        found: dict[str, int] = {}
        with self._explained():
            filesystem, base = _open(self.address)
            for folder in folders:
                selector = fs.FileSelector(
                    _inside(base, folder), recursive=True, allow_not_found=True
                )
                for info in filesystem.get_file_info(selector):
                    if info.type == fs.FileType.File:
                        found[f"{LAKE}{info.path[len(base) :]}"] = info.size
        return found

    def remove(self, paths: Collection[str]) -> None:
        """Removes files, and the folders of runs that they were the last of."""
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            list(pool.map(self._remove, paths))
        folders = {str(PurePosixPath(path).parent) for path in paths}
        for folder in sorted(folder for folder in folders if "/run_id=" in folder):
            if not self.sizes(folder):
                with self._explained(), suppress(FileNotFoundError):
                    filesystem, base = _open(self.address)
                    filesystem.delete_dir(_inside(base, folder))

    def _remove(self, path: str) -> None:
        with self._explained():
            filesystem, base = _open(self.address)
            filesystem.delete_file(_inside(base, path))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What an object store refuses is told with the way out; a file that is missing, as is."""
        try:
            yield
        except FileNotFoundError:
            raise
        except (OSError, ValueError) as error:
            if not self.is_remote:
                raise
            known = _AWS_ERROR.search(str(error))
            way_out = _WAYS_OUT.get(known[1], _ELSE) if known else _ELSE
            reason = f"{known[1]}: {known[2]}" if known else str(error)
            raise LakeError(str(self), reason.rstrip(".: "), way_out) from error


@cache
def _open(address: str) -> tuple[fs.FileSystem, str]:
    """The file system of a lake, and where the lake lies in it."""
    from pyarrow import fs

    if "://" not in address:
        return fs.LocalFileSystem(), str(Path(address))
    joint = "&" if "?" in address else "?"
    filesystem, base = fs.FileSystem.from_uri(f"{address}{joint}{_OPTIONS}")
    return filesystem, base.rstrip("/")


def _inside(base: str, path: str) -> str:
    return f"{base}{path.removeprefix(LAKE)}"


def _with_parents(folder: str) -> Iterator[str]:
    """A folder of the lake with those above it, the lake among them."""
    path = PurePosixPath(folder)
    return (str(above) for above in (path, *path.parents) if above.parts)
