"""What is said, and by whom."""

from __future__ import annotations

from expectations.contracts import Column, Rule, Table, Type
from expectations.tables.columns import (
    DOCUMENT_ID,
    RUN_ID,
    SENTENCE,
    SENTENCE_INDEX,
    offsets,
    offsets_cut_text,
    offsets_ordered,
    offsets_together,
    starts_in_sentence,
)

QUOTES = Table(
    name="quotes",
    meaning="One piece of speech, direct or reported, with its cue and speaker.",
    key=("quote_id",),
    layer="shard",
    columns=(
        Column("quote_id", Type.TEXT, "Stable id.", nullable=False),
        DOCUMENT_ID,
        SENTENCE_INDEX,
        Column(
            "part_index",
            Type.INTEGER,
            "From 0: the parts of a quote that its cue splits.",
            nullable=False,
            minimum=0,
        ),
        *offsets(),
        Column(
            "text", Type.TEXT, "What is said, as printed, without the quote marks.", nullable=False
        ),
        Column(
            "kind",
            Type.TEXT,
            "Word for word, partly so, or reported.",
            nullable=False,
            values=("direct", "mixed", "indirect"),
        ),
        Column("speaker_text", Type.TEXT, "The speaker as printed beside the quote."),
        *offsets("speaker_", "the speaker", nullable=True),
        Column(
            "speaker_mention_id",
            Type.TEXT,
            "The mention that names the speaker.",
            references="entity_mentions.mention_id",
        ),
        Column(
            "speaker_entity_id",
            Type.TEXT,
            "The speaker, resolved.",
            references="entities.entity_id",
            linked=True,
        ),
        Column("cue_text", Type.TEXT, "The words that mark it as speech: 'said', 'according to'."),
        *offsets("cue_", "the cue", nullable=True),
        Column("rule_id", Type.TEXT, "The rule that found it.", nullable=False),
        RUN_ID,
    ),
    rules=(
        offsets_ordered("quotes"),
        offsets_cut_text("quotes"),
        offsets_cut_text("quotes", "speaker_text", "speaker_"),
        offsets_cut_text("quotes", "cue_text", "cue_"),
        offsets_together("quotes", "speaker"),
        offsets_together("quotes", "cue"),
        starts_in_sentence("quotes"),
        Rule(
            "text_not_blank",
            "regexp_matches(quotes.text, '\\w')",
            "A quote holds a letter or a digit.",
        ),
        Rule(
            "quote_is_speech",
            "quotes.end_offset - quotes.start_offset <= 5000",
            "A quote has at most 5,000 characters: a longer one lacks its closing mark.",
            "warning",
        ),
        Rule(
            "speaker_is_person_or_body",
            "(SELECT speaker.label FROM entity_mentions AS speaker "
            "WHERE speaker.mention_id = quotes.speaker_mention_id) "
            "IN ('PERSON', 'ORG', 'GPE', 'NORP', 'FAC')",
            "Who speaks is a person, a body, a country, a people, or a house that stands for one.",
            "warning",
        ),
    ),
    belongs_to=(SENTENCE,),
)
