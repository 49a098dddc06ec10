"""Names, roles and quotes as they stand in the tables, asked for in plain SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flows.report.content import RunReport
    from tests.flows.conftest import Newsmill

_ROLES = """
    SELECT DISTINCT people.name, office, role_status, owners.name
    FROM entity_mentions AS mentions
    JOIN entities AS people USING (entity_id)
    LEFT JOIN entities AS owners ON owners.entity_id = mentions.role_organization_id
    WHERE role IS NOT NULL
"""
_SPEAKERS = """
    SELECT quotes.text, speaker_text, speakers.name
    FROM quotes
    JOIN entities AS speakers ON speakers.entity_id = quotes.speaker_entity_id
"""
GERMAN = """Friedensgespräche in Istanbul

Die Außenminister Deutschlands und der Türkei trafen sich am Freitag in Istanbul, um über eine
Waffenruhe zu sprechen. „Wir haben einen wichtigen Schritt getan“, sagte Annalena Baerbock nach dem
Treffen. Rund 1.000 Gefangene sollen bald ausgetauscht werden, wie das Ministerium mitteilte.
Weitere Verhandlungen sind für die nächste Woche geplant, hieß es aus Kreisen der Delegation.
"""


@pytest.mark.parametrize(
    "row",
    [
        ("Hakan Fidan", "minister of foreign affairs", "current", "Turkey"),
        ("Serhiy Kyslytsya", "minister of foreign affairs", "deputy", "Ukraine"),
        ("Rustem Umerov", "minister of defence", "current", "Ukraine"),
        ("Vladimir Medinsky", "head of delegation", "current", "Russia"),
        ("Vladimir Medinsky", "aide", "current", "Vladimir Putin"),
        ("Donald Trump", "president", "former", "United States"),
        ("Donald Trump", "presidential candidate", "candidate", "United States"),
        ("António Guterres", "secretary-general", "current", "United Nations"),
        ("Dmitry Peskov", "spokesperson", "current", "Kremlin"),
        ("Volodymyr Zelensky", "president", "current", "Ukraine"),
    ],
)
def test_who_holds_which_office(published: Newsmill, row: tuple[str, ...]) -> None:
    assert row in published.sql(_ROLES)


@pytest.mark.parametrize(
    ("said", "printed", "speaker"),
    [
        # Behind "Deputy Minister".
        (
            "This was the very good end",
            "Ukraine’s Deputy Minister of Foreign Affairs, Serhiy Kyslytsya",
            "Serhiy Kyslytsya",
        ),
        # Behind "who".
        (
            "a critical step toward regional stability.",
            "Turkish President Recep Tayyip Erdoğan",
            "Recep Tayyip Erdoğan",
        ),
        # Behind "he".
        ("the Russian delegation was satisfied", "He", "Vladimir Medinsky"),
        ("Nothing’s going to happen until Putin", "Trump", "Donald Trump"),
        ("Ukraine is prepared to take immediate steps", "Zelenskiy", "Volodymyr Zelensky"),
    ],
)
def test_who_said_it(published: Newsmill, said: str, printed: str, speaker: str) -> None:
    rows = published.sql(_SPEAKERS)
    assert (printed, speaker) in [
        (text, name) for quote, text, name in rows if str(quote).startswith(said)
    ]


def test_every_link_leads_somewhere(published: Newsmill) -> None:
    for column, table in (
        ("entity_id", "entity_mentions"),
        ("role_organization_id", "entity_mentions"),
        ("speaker_entity_id", "quotes"),
    ):
        links = published.sql(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608 ours
        assert len(links) > 20
        assert set(links) <= set(published.sql("SELECT entity_id FROM entities"))
    assert published.sql("SELECT count(*) FROM entity_mentions WHERE entity_id IS NULL") == [(0,)]


def test_another_language_is_kept_and_nothing_is_made_up(
    newsmill: Newsmill, ingest: Callable[..., RunReport], tmp_path: Path
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "de.txt").write_text(GERMAN, "utf-8")
    (news / "en.txt").write_text(
        "Talks were held in Istanbul on Friday.\n\n“We made a step,” said Jane Roe, the minister.",
        "utf-8",
    )
    ingest(newsmill.home, news, published="2025-05-17")
    assert newsmill.sql(
        "SELECT source_id, language, extraction_status FROM documents ORDER BY 1"
    ) == [("de.txt", "de", "skipped_language"), ("en.txt", "en", "full")]
    for table in ("sentences", "entity_mentions", "quantities", "quotes"):
        assert newsmill.sql(
            f"SELECT DISTINCT source_id FROM {table} JOIN documents USING (document_id)"  # noqa: S608 ours
        ) == [("en.txt",)]
