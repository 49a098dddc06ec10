"""The flow and its tasks. A shell: every step is a call to ``flows.stages``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from prefect import flow, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows import reporting, stages
from flows.errors import GateFailedError
from flows.report.markdown import outcome_markdown
from flows.session import open_session
from flows.settings import Settings, load_settings
from flows.site_lines import find_lines_of_sites

if TYPE_CHECKING:
    import pyarrow as pa
    from prefect.futures import PrefectFuture
    from prefect.task_runners import TaskRunner

    from flows.report.content import RunReport
    from flows.session import Session
    from flows.shards import CleanedShard, ExtractedShard
    from flows.stages import Linked, Loaded
    from transforms.read.sources import Shard

Value = TypeVar("Value")


def threads(count: int) -> TaskRunner[PrefectFuture[Any]]:
    """Runs so many tasks at a time; each hands its shard to a worker process and waits."""
    return cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=count))


@task(cache_policy=NO_CACHE)
def read(session: Session) -> list[Shard]:
    """Plans the shards of the sources that are new."""
    return stages.split_into_shards(session)


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
def link(session: Session, extracted: list[ExtractedShard]) -> Linked:
    """Resolves names to entities, over the whole corpus."""
    return stages.link_corpus(session, extracted)


@task(cache_policy=NO_CACHE)
def load(
    session: Session, settled: pa.Table, extracted: list[ExtractedShard], linked: Linked
) -> Loaded:
    """Builds the candidate warehouse, checks it, and asks the gate."""
    return stages.load_candidate(session, settled, extracted, linked)


@task(cache_policy=NO_CACHE)
def publish(session: Session, loaded: Loaded, report: RunReport) -> None:
    """Makes the candidate the published version."""
    stages.publish_run(session, loaded, report.status)


@flow(
    name="newsmill",
    description="Raw news in; a validated DuckDB warehouse and a quality report out.",
    task_runner=threads(16),
    validate_parameters=False,
)
def corpus(sources: list[str], settings: Settings | None = None) -> str:
    """Takes up what is new in the sources, and returns how the run ended.

    Raises:
        GateFailedError: Where the quality gate stopped it; the published version is as it was.
        BusyError: Where another run holds the home folder.
    """
    logger = get_run_logger()
    settings = settings or load_settings()
    with open_session(sources, settings) as session, reporting.failure_told(session):
        if not session.plan.taken:
            return reporting.end_unchanged(session).status
        watch = session.watch
        with watch.stage("read"):
            shards = read(_as_is(session))
        with watch.stage("clean") as used:
            cleaning = [clean.submit(_as_is(session), _as_is(shard)) for shard in shards]
            cleaned = session.collect("clean", cleaning)
            used.extend(cleaned)
        with watch.stage("settle"):
            settled = settle(_as_is(session), _as_is(cleaned))
            by_shard = stages.items_by_shard(settled)
            compare(_as_is(session), _as_is(by_shard))
        with watch.stage("extract") as used:
            extracting = [
                extract.submit(_as_is(session), shard_id, _as_is(row_indexes))
                for shard_id, row_indexes in by_shard.items()
            ]
            extracted = session.collect("extract", extracting)
            used.extend(extracted)
        with session.step("link"):
            linked = link(_as_is(session), _as_is(extracted))
        with session.step("load"):
            loaded = load(_as_is(session), _as_is(settled), _as_is(extracted), _as_is(linked))
        report = reporting.report_run(session, stages.status_of(session, loaded), loaded)
        if report.status in ("published", "forced"):
            with session.step("publish"):
                publish(_as_is(session), _as_is(loaded), _as_is(report))
            report = reporting.report_run(session, report.status, loaded)
        page = reporting.leave(session.home, report)
        create_markdown_artifact(outcome_markdown(report), key="newsmill-outcome")
        create_link_artifact(page.as_uri(), key="newsmill-report", link_text="Quality report")
        logger.info("%s: %s", report.run_id, report.status)
        if report.status == "gate_failed":
            raise GateFailedError(report.run_id, loaded.verdict.reasons)
        return report.status


def _as_is(value: Value) -> Value:
    """The argument as it is: Prefect neither walks through it nor stores it."""
    return cast("Value", quote(value))
