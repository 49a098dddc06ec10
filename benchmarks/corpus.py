"""What the checks find in articles of many sources, and what they cost of a run's CPU time.

    python benchmarks/corpus.py CORPUS.jsonl.gz [--articles 2000] [--workers 2] [--home DIR]

CORPUS holds ``id title text url date source lang``. The articles taken are those whose ids have the
smallest SHA-1: always the same, and some of every source. Every check that does not hold is
printed; docs/checks.md explains them.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

NEWSMILL = Path(sys.executable).with_name("newsmill")
MAP = "published_at=date,site=source,language=lang"
NEEDED = "import flows.extracting, transforms.extract.documents"
PRELOAD = f"{NEEDED}; from expectations.suites import preload; preload()"


def take(corpus: Path, count: int, records: Path) -> None:
    """Writes the chosen articles, one a line, in the order of their hashes."""
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        lines = [(hashlib.sha1(json.loads(line)["id"].encode()).hexdigest(), line) for line in file]  # noqa: S324  no secret
    records.write_text("".join(line for _, line in sorted(lines)[:count]), "utf-8")


def preload_seconds() -> float:
    """The CPU time of importing Great Expectations and building the suites, once a run.

    What the other work of a worker imports is not counted.
    """
    return _cpu_seconds(PRELOAD) - _cpu_seconds(NEEDED)


def _cpu_seconds(program: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603  our own
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(records: Path, home: Path, workers: int) -> dict[str, object]:
    """The report of a run over the records."""
    options = ["--map", MAP, "--clean", "none", "--home", home, "--workers", str(workers)]
    command = [NEWSMILL, "run", records, *options, "--json", "--quiet"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--home", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        records = Path(scratch) / "articles.jsonl"
        take(arguments.corpus, arguments.articles, records)
        report = run(records, arguments.home or Path(scratch) / "home", arguments.workers)
    for check in report["quality"]:
        if not check["success"]:
            seen = check["observed_value"] or check["unexpected_count"]
            print(f"{check['expectation_id']} ({check['severity']}): {seen}")
    loading, checking, whole = preload_seconds(), report["check_cpu_seconds"], report["cpu_seconds"]
    print(f"items               {report['items']}, {report['rows_quarantined']} rows quarantined")
    print(f"run                 {whole:7.1f} s of CPU, {loading:.1f} s of loading the checks aside")
    print(f"checks              {checking:7.1f} s, {checking / whole:.1%}")
    print(f"checks with loading {checking + loading:7.1f} s", end=", ")
    print(f"{(checking + loading) / (whole + loading):.1%}")
    print(f"largest process     {report['peak_memory_bytes'] / 1e6:7.0f} MB")


if __name__ == "__main__":
    main()
