"""Where the shards are worked on when one machine is not enough: a Dask cluster.

The scheduler passes on paths, plain settings and counts; the rows go from the workers to the lake,
so all of them must see the home folder, the sources and a lake that is a folder under the same
paths. Keys of an object store are in each worker's own environment. Prefect stays here: the workers
need no API. Everything that the whole corpus is in, checks and publishing, stays here
too, with one committer.
"""

from __future__ import annotations

import importlib.util
import threading
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeVar

from flows.errors import MissingPartError, WrongUseError
from flows.workers import Handling, Limits, after_death, use_one_thread

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from distributed import Client, LocalCluster

_WAIT_SECONDS = 60

Result = TypeVar("Result")


class Cluster:
    """Runs shard tasks on a Dask cluster; safe to call from several threads.

    A task whose worker is lost is done again on another one. Dask gives a task up when it has lost
    several workers; it is then done without the document that was in hand, as in a pool.
    """

    def __init__(self, address: str | None, count: int, limits: Limits) -> None:
        """Starts nothing yet.

        Args:
            address: The scheduler's, like ``tcp://host:8786``; None for workers on this machine.
            count: So many workers, where they are on this machine.
            limits: What a worker may use.

        Raises:
            MissingPartError: Where Dask is not installed.
        """
        if not importlib.util.find_spec("distributed"):
            raise MissingPartError("dask")
        use_one_thread()
        self.count = count
        self._address = address
        self._limits = limits
        self._local: LocalCluster | None = None
        self._client: Client | None = None
        self._starting = threading.Lock()

    def preload(self) -> None:
        """Connects, beside whatever this process does next."""
        threading.Thread(target=self._connected, daemon=True).start()

    def run(self, task: Callable[[Handling], Result], note: Path) -> Result:
        """The result of the task, done again without the documents that killed its workers.

        Raises:
            WorkerDiedError: Where workers die with no document in hand.
        """
        from distributed import KilledWorker

        client = self._connected()
        handling = Handling(note, self._limits)
        while True:
            try:
                result: Result = client.submit(task, handling, pure=False).result()
            except KilledWorker:
                handling = after_death(handling, "it killed several workers of the cluster")
            else:
                return result

    def check(self, task: Callable[[Handling], Result], note: Path) -> Result:
        """The result of a task that brings its rows along: done here, past the scheduler."""
        return task(Handling(note, limits=None))

    def close(self) -> None:
        """Leaves the cluster; ends the workers on this machine."""
        if self._client:
            self._client.close()  # type: ignore[no-untyped-call] # distributed types the rest
        if self._local:
            self._local.close()

    def _connected(self) -> Client:
        with self._starting:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> Client:
        from distributed import Client, LocalCluster

        if self._address is None:
            self._local = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=self.count,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                memory_limit=self._limits.memory_bytes,
                silence_logs="ERROR",
            )
        try:
            client = Client(self._address or self._local, timeout=_WAIT_SECONDS)  # type: ignore[no-untyped-call]
            client.wait_for_workers(1, timeout=_WAIT_SECONDS)
        except (OSError, TimeoutError) as error:
            raise WrongUseError(f"no Dask workers at {self._address}: {error}") from None
        _check_versions(client)
        return client


def _check_versions(client: Client) -> None:
    """Other code makes other rows: every worker must have this newsmill."""
    for worker, found in client.run(version, "newsmill").items():
        if found != version("newsmill"):
            raise WrongUseError(
                f"Dask worker {worker} has newsmill {found}, and this is {version('newsmill')}"
            )
