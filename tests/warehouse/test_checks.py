"""A planted fault is found by the check that is meant for it, and by no other gate."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from expectations.tables import TABLES
from warehouse.checks import all_checks, check_candidate

if TYPE_CHECKING:
    from warehouse.checks import CheckFinding


@pytest.fixture
def candidate(sound_candidate: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound_candidate, tmp_path / "candidate.duckdb"))


def broken(path: Path) -> dict[str, CheckFinding]:
    return {f.check_id: f for f in check_candidate(path) if f.unexpected_count or f.error}


def test_every_check_runs_and_finds_nothing_in_good_data(candidate: Path) -> None:
    findings = check_candidate(candidate)
    assert [finding.check_id for finding in findings] == [c.check_id for c in all_checks()]
    assert {f.check_id for f in findings if f.unexpected_count or f.error or f.sample} == set()
    assert {f.row_count for f in findings if f.table_name == "documents"} == {3}


def test_checks_are_named_once_and_cover_every_key_and_reference() -> None:
    checks = {check.check_id: check for check in all_checks()}
    assert len(checks) == len(all_checks())
    for table in TABLES.values():
        assert f"{table.name}.key_unique" in checks
        for column in table.columns:
            if column.references:
                assert f"{table.name}.{column.name}.reference_whole" in checks
    assert all(check.meaning.endswith(".") for check in checks.values())


FAULTS = {
    "INSERT INTO passages FROM passages LIMIT 1": {"passages.key_unique"},
    "UPDATE entity_mentions SET entity_id = 'gone' WHERE text = 'Ukraine'": {
        "entity_mentions.entity_id.reference_whole",
        "entities.entities_count_their_mentions",
    },
    "UPDATE sentences SET document_id = 'gone' WHERE start_offset = 0 AND end_offset = 22": {
        "sentences.document_id.reference_whole",
    },
    "DELETE FROM passages": {"documents.documents_have_passages"},
    "DELETE FROM sentences": {"documents.extracted_documents_have_sentences"},
    "UPDATE passages SET source_start = source_start + 100 WHERE passage_index = 1": {
        "documents.source_text_accounted_for"
    },
    "DELETE FROM source_items WHERE source_id = 'swap'": {
        "documents.documents_have_items",
        "runs.run_counts_its_items",
    },
    "UPDATE source_items SET document_id = NULL WHERE source_id = 'swap'": {
        "source_items.items_have_documents"
    },
    "UPDATE source_items SET status = 'quarantined' WHERE source_id = 'swap'": {
        "source_items.items_quarantined_have_reason",
        "runs.run_counts_its_items",
    },
    "UPDATE documents SET is_latest = false WHERE source_id = 'swap'": {
        "documents.one_latest_version"
    },
    "INSERT INTO duplicate_groups SELECT 'g', document_id, 1, false, 'r1' FROM documents": {
        "duplicate_groups.one_original_a_group"
    },
    "INSERT INTO duplicate_groups SELECT unnest(['g', 'h']), document_id, 1, source_id = 'swap', "
    "'r1' FROM documents": {"duplicate_groups.one_group_a_document"},
    "INSERT INTO stories BY NAME SELECT 's' AS story_id, 2 AS document_count, "
    "1 AS independent_count, [] AS sites, 'r1' AS run_id": {
        "stories.stories_count_their_documents"
    },
    "INSERT INTO facts BY NAME SELECT 'f' AS fact_id, 's' AS story_id, 'a' AS attribute, "
    "'single' AS verdict, 1 AS document_count, 1 AS independent_count, 'r1' AS run_id": {
        "facts.facts_have_assertions",
        "facts.story_id.reference_whole",
    },
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(candidate: Path, fault: str) -> None:
    with duckdb.connect(candidate) as connection:
        connection.execute(fault)
    found = broken(candidate)
    assert found.keys() == FAULTS[fault]
    for finding in found.values():
        assert finding.error is None
        assert 1 <= len(finding.sample) <= finding.unexpected_count
        assert list(finding.sample) == sorted(finding.sample)


def test_every_written_check_has_a_fault_that_it_finds() -> None:
    derived = (".key_unique", ".reference_whole")
    written = {c.check_id for c in all_checks() if not c.check_id.endswith(derived)}
    assert written <= set().union(*FAULTS.values())


def test_a_check_that_fails_itself_is_told_from_bad_data(candidate: Path) -> None:
    with duckdb.connect(candidate) as connection:
        connection.execute("ALTER TABLE stories DROP COLUMN document_count")
    [finding] = broken(candidate).values()
    assert finding.check_id == "stories.stories_count_their_documents"
    assert finding.unexpected_count == 0
    assert finding.error is not None
    assert "document_count" in finding.error


def test_keys_of_several_columns_are_joined(candidate: Path) -> None:
    with duckdb.connect(candidate) as connection:
        connection.execute("INSERT INTO source_items FROM source_items WHERE source_id = 'swap'")
    assert broken(candidate)["source_items.key_unique"].sample == ("swap.txt/swap",)
