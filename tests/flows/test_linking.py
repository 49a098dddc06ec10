"""Entities over several runs, and a user's own file of aliases, end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flows.report.content import RunReport
    from tests.flows.conftest import Newsmill

NAMED = ("entities", "entity_mentions", "quotes")
ALIASES = """
[[entity]]
name = "Volodymyr Zelenskyy"
aliases = ["Volodymyr Zelensky", "Volodymyr Zelenskiy", "Zelensky", "Zelenskiy"]
country_code = "UA"

[[entity]]
name = "Kyiv (government)"
aliases = ["Kyiv"]

[[entity]]
name = "Türkiye"

[[entity]]
name = "Turkey"
"""


def test_runs_and_aliases_give_the_entities_that_one_run_gives(
    newsmill: Newsmill,
    published: Newsmill,
    ingest: Callable[..., RunReport],
    seeds: Path,
    tmp_path: Path,
) -> None:
    # The newest first: what is known does not depend on what was known first.
    for seed in sorted(seeds.iterdir(), reverse=True)[:2]:
        ingest(newsmill.home, seed, published="2025-05-17")
    ingest(newsmill.home, seeds, published="2025-05-17")
    before = newsmill.tables()
    assert {name: before[name] for name in NAMED} == {
        name: published.tables()[name] for name in NAMED
    }

    aliases = tmp_path / "aliases.toml"
    aliases.write_text(ALIASES, "utf-8")
    report = ingest(newsmill.home, seeds, published="2025-05-17", aliases=aliases)
    assert (report.status, report.items.unchanged) == ("published", 5)
    assert newsmill.sql(
        "SELECT name, country_code, len(aliases) FROM entities "
        "WHERE name IN ('Volodymyr Zelenskyy', 'Kyiv (government)', 'Türkiye', 'Turkey') "
        "ORDER BY ALL"
    ) == [
        ("Kyiv (government)", None, 1),
        ("Turkey", "TR", 0),
        ("Türkiye", "TR", 0),
        ("Volodymyr Zelenskyy", "UA", 4),
    ]
    after = newsmill.tables()
    unlinked = ("documents", "sentences", "quantities", "removed_passages", "source_items")
    assert {name: after[name] for name in unlinked} == {name: before[name] for name in unlinked}

    assert ingest(newsmill.home, seeds, published="2025-05-17", aliases=aliases).status == (
        "unchanged"
    )
    ingest(newsmill.home, seeds, published="2025-05-17")
    assert {name: newsmill.tables()[name] for name in NAMED} == {n: before[n] for n in NAMED}


def test_a_file_of_aliases_that_is_not_understood_stops_the_run_before_it_begins(
    newsmill: Newsmill, seeds: Path, tmp_path: Path
) -> None:
    aliases = tmp_path / "aliases.csv"
    aliases.write_text("name,alias\nX,Y\n", "utf-8")
    done = newsmill("run", seeds, "--aliases", aliases, expect=2)
    assert "did you mean 'aliases'" in done.stderr
    newsmill.environment["NEWSMILL_ALIASES"] = str(tmp_path / "none.toml")
    assert "none.toml" in newsmill("run", seeds, expect=2).stderr
    assert not newsmill.home.exists()
