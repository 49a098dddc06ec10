"""The flow and its tasks. A shell: every step is a call to ``flows.stages``."""

from __future__ import annotations

from contextlib import ExitStack
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from prefect import flow, task
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_table_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State  # noqa: TC002  Prefect reads the annotations
from prefect.logging import get_run_logger
from prefect.states import Cancelled
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff
from prefect.utilities.annotations import quote

from flows import publishing, reporting, stages
from flows.errors import GateFailedError
from flows.report.markdown import checks_table, outcome_markdown
from flows.scheduled import FIRST_PAUSE_SECONDS, ArtifactProgress, may_pass, skip_missed
from flows.session import open_session
from flows.settings import Settings  # noqa: TC001  Prefect reads the annotations
from flows.site_lines import find_lines_of_sites
from warehouse.errors import BusyError

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from prefect import Task
    from prefect.futures import PrefectFuture
    from prefect.task_runners import TaskRunner

    from expectations.results import CheckResult
    from flows.cleaning import CleanedShard
    from flows.extracting import ExtractedShard
    from flows.publishing import Linked, Loaded, Recorded
    from flows.report.content import RunReport
    from flows.session import Session
    from transforms.read.sources import Shard

Value = TypeVar("Value")
P = ParamSpec("P")


def threads(count: int) -> TaskRunner[PrefectFuture[Any]]:
    """Runs so many tasks at a time; each hands its shard to a worker process and waits."""
    return cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=count))


@task(retry_condition_fn=may_pass, cache_policy=NO_CACHE)
def begin(run: ExitStack, sources: list[str], settings: Settings) -> Session:
    """Takes the lock of the home folder, for as long as the run goes on, and plans the run."""
    return run.enter_context(open_session(sources, settings))


@task(cache_policy=NO_CACHE)
def read(session: Session) -> list[Shard]:
    """Plans the shards of the sources that are new."""
    return stages.split_into_shards(session)


@task(cache_policy=NO_CACHE)
def fingerprint(session: Session) -> dict[str, str]:
    """Takes the fingerprints of the sources, while they are read."""
    return stages.fingerprints(session)


@task(task_run_name="clean-{shard.shard_id}", cache_policy=NO_CACHE)
def clean(session: Session, shard: Shard) -> CleanedShard:
    """Reads and cleans one shard."""
    return stages.clean_shard(session, shard)


@task(cache_policy=NO_CACHE)
def settle(session: Session, cleaned: list[CleanedShard]) -> pa.Table:
    """Decides what becomes of each item."""
    return stages.settle(session, cleaned)


@task(cache_policy=NO_CACHE)
def compare(session: Session, by_shard: dict[str, frozenset[int]]) -> int:
    """Finds the lines that stand in many articles of one site."""
    return find_lines_of_sites(session, by_shard)


@task(task_run_name="extract-{shard_id}", cache_policy=NO_CACHE)
def extract(session: Session, shard_id: str, row_indexes: frozenset[int]) -> ExtractedShard:
    """Extracts from one shard, checks its rows, and writes its parts."""
    return stages.extract_shard(session, shard_id, row_indexes)


@task(cache_policy=NO_CACHE)
def record(
    session: Session,
    settled: pa.Table,
    extracted: list[ExtractedShard],
    fingerprints: dict[str, str],
) -> Recorded:
    """Writes the ledger: what became of each item."""
    return publishing.record_items(session, settled, extracted, fingerprints)


@task(cache_policy=NO_CACHE)
def check(session: Session, recorded: Recorded) -> tuple[CheckResult, ...]:
    """Checks the ledger."""
    return publishing.check_recorded(session, recorded)


@task(cache_policy=NO_CACHE)
def build(session: Session, extracted: list[ExtractedShard], recorded: Recorded) -> None:
    """Begins to build the candidate warehouse."""
    publishing.begin_building(session, extracted, recorded)


@task(cache_policy=NO_CACHE)
def link(session: Session, extracted: list[ExtractedShard], recorded: Recorded) -> Linked:
    """Resolves names to entities, over the whole corpus."""
    return publishing.link_corpus(session, extracted, recorded)


@task(cache_policy=NO_CACHE)
def load(
    session: Session,
    extracted: list[ExtractedShard],
    recorded: Recorded,
    linked: Linked,
    checked: tuple[CheckResult, ...],
) -> Loaded:
    """Completes the candidate warehouse, checks it, and asks the gate."""
    return publishing.load_candidate(session, extracted, recorded, linked, checked)


@task(cache_policy=NO_CACHE)
def publish(session: Session, loaded: Loaded, report: RunReport) -> None:
    """Makes the candidate the published version."""
    publishing.publish_run(session, loaded, report.status)


def patient(start: Task[P, Value], retries: int) -> Task[P, Value]:
    """The task with so many retries, each after twice the pause of the one before."""
    # Prefect works the pauses out when it is told of the retries, so both are told together.
    pauses = exponential_backoff(FIRST_PAUSE_SECONDS)
    return start.with_options(retries=retries, retry_delay_seconds=pauses)


@flow(
    name="newsmill",
    description="Raw news in; a validated DuckDB warehouse and a quality report out.",
    task_runner=threads(16),
)
def corpus(sources: list[str], settings: Settings) -> str | State[str]:
    """Takes up what is new in the sources, and returns how the run ended.

    Args:
        sources: Files, folders or globs.
        settings: The settings of the run; those left out are looked up where it runs.

    Raises:
        GateFailedError: Where the quality gate stopped it; the published version is as it was.
    """
    with ExitStack() as run:
        try:
            start = patient(begin, settings.busy_retries)
            session = start(_as_is(run), _as_is(sources), _as_is(settings))
        except BusyError as busy:
            return Cancelled(name="Busy", message=str(busy))
        run.enter_context(reporting.failure_told(session, show))
        if missed := skip_missed():
            get_run_logger().info("%d runs that were missed are made up by this one", missed)
        return work(session)


def work(session: Session) -> str:
    """The stages of a run, one after the other."""
    logger = get_run_logger()
    if not session.has_work:
        logger.info("%s: nothing new", session.run_id)
        report = reporting.end_unchanged(session)
        show(report, session.home.run_folder(report.run_id) / reporting.PAGE)
        return report.status
    session.workers.preload()
    session.tell = ArtifactProgress(session.tell)
    watch = session.watch
    with watch.stage("read"):
        shards = read(_as_is(session))
    with watch.stage("clean") as used:
        # Now and not at the end: what changes in between has to look new to the next run.
        hashing = fingerprint.submit(_as_is(session))
        cleaning = [clean.submit(_as_is(session), _as_is(shard)) for shard in shards]
        publishing.prepare(session)
        cleaned = session.collect("clean", cleaning)
        used.extend(cleaned)
        fingerprints = hashing.result()
    with watch.stage("settle"):
        settled = settle(_as_is(session), _as_is(cleaned))
        by_shard = stages.items_by_shard(settled)
        compare(_as_is(session), _as_is(by_shard))
    with watch.stage("extract") as used:
        extracting = [
            extract.submit(_as_is(session), shard_id, _as_is(by_shard[shard_id]))
            for shard_id in stages.longest_first(session, by_shard)
        ]
        extracted = sorted(session.collect("extract", extracting), key=attrgetter("shard_id"))
        used.extend(extracted)
    with session.step("link"):
        recorded = record(_as_is(session), _as_is(settled), _as_is(extracted), _as_is(fingerprints))
        # Linking keeps one core busy: what does not wait for it is done beside it.
        building = build.submit(_as_is(session), _as_is(extracted), _as_is(recorded))
        checking = check.submit(_as_is(session), _as_is(recorded))
        linked = link(_as_is(session), _as_is(extracted), _as_is(recorded))
    with session.step("load"):
        building.result()
        loaded = load(
            _as_is(session),
            _as_is(extracted),
            _as_is(recorded),
            _as_is(linked),
            _as_is(checking.result()),
        )
    return finish(session, loaded)


def finish(session: Session, loaded: Loaded) -> str:
    """Publishes what passed the gate, and leaves the report."""
    report = reporting.report_run(session, publishing.status_of(session, loaded), loaded)
    if report.status in ("published", "forced"):
        with session.step("publish"):
            publish(_as_is(session), _as_is(loaded), _as_is(report))
        report = reporting.report_run(session, report.status, loaded)
    page = reporting.leave(session.home, report)
    show(report, page)
    get_run_logger().info("%s: %s, %s", report.run_id, report.status, page)
    if report.status == "gate_failed":
        raise GateFailedError(report.run_id, loaded.verdict.reasons)
    return report.status


def show(report: RunReport, page: Path) -> None:
    """Shows the outcome on Prefect's pages: the verdict, the checks, and where the report is."""
    create_markdown_artifact(outcome_markdown(report), key="newsmill-outcome")
    create_table_artifact(checks_table(report), key="newsmill-checks")
    create_link_artifact(page.as_uri(), key="newsmill-report", link_text="Quality report")


def _as_is(value: Value) -> Value:
    """The argument as it is: Prefect neither walks through it nor stores it."""
    return cast("Value", quote(value))
