"""What the corpus says together: duplicate groups, stories, assertions and facts."""

from __future__ import annotations

from expectations.contracts import Column, Rule, Table, Type
from expectations.tables.columns import (
    DOCUMENT_ID,
    RUN_ID,
    offsets,
    offsets_cut_text,
    offsets_ordered,
    sorted_list,
)

_STORY_ID = Column(
    "story_id", Type.TEXT, "The story.", nullable=False, references="stories.story_id"
)
_SIMILARITY = Column("similarity", Type.REAL, "From 0 to 1.", nullable=False, minimum=0, maximum=1)
_DOCUMENT_COUNT = Column(
    "document_count", Type.INTEGER, "Documents in it.", nullable=False, minimum=1
)
_INDEPENDENT_COUNT = Column(
    "independent_count",
    Type.INTEGER,
    "Documents in it, a duplicate group counted once.",
    nullable=False,
    minimum=1,
)


def _independent_documents(table: str) -> Rule:
    return Rule(
        "independent_are_documents",
        f"{table}.independent_count <= {table}.document_count",
        "There are no more independent documents than documents.",
    )


def _time_ordered(table: str) -> Rule:
    return Rule(
        "time_ordered",
        f"{table}.time_start <= {table}.time_end",
        "What holds for a time begins before it ends.",
    )


DUPLICATE_GROUPS = Table(
    name="duplicate_groups",
    meaning="A document in a group of near-duplicates: the same text at several outlets.",
    key=("duplicate_group_id", "document_id"),
    layer="link",
    columns=(
        Column("duplicate_group_id", Type.TEXT, "The group.", nullable=False),
        DOCUMENT_ID,
        _SIMILARITY,
        Column("is_original", Type.BOOLEAN, "Whether it was published first.", nullable=False),
        RUN_ID,
    ),
    rules=(
        Rule(
            "one_original",
            "count(*) FILTER (WHERE duplicate_groups.is_original) OVER "
            "(PARTITION BY duplicate_groups.duplicate_group_id) = 1",
            "Each group has one original.",
            "warning",
        ),
    ),
)

STORIES = Table(
    name="stories",
    meaning="One event or development that several documents report.",
    key=("story_id",),
    layer="link",
    columns=(
        Column("story_id", Type.TEXT, "Stable id.", nullable=False),
        Column("headline", Type.TEXT, "The headline of its most central document."),
        Column("first_published_at", Type.TIMESTAMP, "When its first document was published."),
        Column("last_published_at", Type.TIMESTAMP, "When its last document was published."),
        _DOCUMENT_COUNT,
        _INDEPENDENT_COUNT,
        Column("sites", Type.TEXTS, "The outlets, sorted.", nullable=False),
        RUN_ID,
    ),
    rules=(
        _independent_documents("stories"),
        sorted_list("stories", "sites"),
        Rule(
            "first_before_last",
            "stories.first_published_at <= stories.last_published_at",
            "A story's first document is published before its last.",
        ),
    ),
)

STORY_DOCUMENTS = Table(
    name="story_documents",
    meaning="A document that reports a story.",
    key=("story_id", "document_id"),
    layer="link",
    columns=(_STORY_ID, DOCUMENT_ID, _SIMILARITY, RUN_ID),
)

STORY_ALIASES = Table(
    name="story_aliases",
    meaning="A story id that is no longer used, and the story it was merged into.",
    key=("old_story_id",),
    layer="link",
    columns=(
        Column("old_story_id", Type.TEXT, "The former id.", nullable=False),
        _STORY_ID,
        RUN_ID,
    ),
    rules=(
        Rule(
            "merged_into_another",
            "story_aliases.old_story_id <> story_aliases.story_id",
            "A story is merged into another one.",
        ),
    ),
)

ASSERTIONS = Table(
    name="assertions",
    meaning="One document's statement of something that other documents may state too.",
    key=("assertion_id",),
    layer="link",
    columns=(
        Column("assertion_id", Type.TEXT, "Stable id.", nullable=False),
        Column(
            "fact_id",
            Type.TEXT,
            "The fact it is about.",
            nullable=False,
            references="facts.fact_id",
        ),
        _STORY_ID,
        DOCUMENT_ID,
        *offsets(),
        Column("text", Type.TEXT, "The statement as printed.", nullable=False),
        Column(
            "subject_entity_id",
            Type.TEXT,
            "Who or what it is about.",
            references="entities.entity_id",
        ),
        Column("attribute", Type.TEXT, "What is stated of the subject.", nullable=False),
        Column("object", Type.TEXT, "What the attribute is of, where there is something."),
        Column("unit", Type.TEXT, "Unit of the value."),
        Column("value", Type.DECIMAL, "The value stated."),
        Column("value_low", Type.DECIMAL, "The least value stated."),
        Column("value_high", Type.DECIMAL, "The greatest value stated."),
        Column("value_text", Type.TEXT, "What is stated, where it is no number."),
        Column("comparator", Type.TEXT, "How the value is meant."),
        Column("time_start", Type.TIMESTAMP, "When it holds from."),
        Column("time_end", Type.TIMESTAMP, "When it holds to."),
        Column(
            "speaker_entity_id",
            Type.TEXT,
            "Who states it, where it is quoted.",
            references="entities.entity_id",
        ),
        Column(
            "quantity_id",
            Type.TEXT,
            "The number it rests on.",
            references="quantities.quantity_id",
        ),
        Column(
            "mention_id",
            Type.TEXT,
            "The mention it rests on.",
            references="entity_mentions.mention_id",
        ),
        RUN_ID,
    ),
    rules=(
        offsets_ordered("assertions"),
        offsets_cut_text("assertions"),
        _time_ordered("assertions"),
        Rule(
            "low_before_high",
            "assertions.value_low <= assertions.value_high",
            "The low value is not above the high one.",
        ),
    ),
)

FACTS = Table(
    name="facts",
    meaning="What the documents of a story say about one thing, compared.",
    key=("fact_id",),
    layer="link",
    columns=(
        Column("fact_id", Type.TEXT, "Stable id.", nullable=False),
        _STORY_ID,
        Column(
            "subject_entity_id",
            Type.TEXT,
            "Who or what it is about.",
            references="entities.entity_id",
        ),
        Column("attribute", Type.TEXT, "What is stated of the subject.", nullable=False),
        Column("object", Type.TEXT, "What the attribute is of, where there is something."),
        Column("unit", Type.TEXT, "Unit of the values."),
        Column("time_start", Type.TIMESTAMP, "When it holds from."),
        Column("time_end", Type.TIMESTAMP, "When it holds to."),
        Column(
            "verdict",
            Type.TEXT,
            "Whether the documents agree.",
            nullable=False,
            values=("agree", "disagree", "compatible", "single"),
        ),
        _DOCUMENT_COUNT,
        _INDEPENDENT_COUNT,
        Column("summary", Type.TEXT, "One line for people."),
        RUN_ID,
    ),
    rules=(
        _independent_documents("facts"),
        _time_ordered("facts"),
        Rule(
            "verdict_has_documents",
            "facts.verdict = 'single' OR facts.document_count >= 2",
            "A fact that documents agree or disagree on has at least two.",
        ),
    ),
)
