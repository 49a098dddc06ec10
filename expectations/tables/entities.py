"""Who and what is named: mentions in the text, and the entities that they are resolved to."""

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
    sorted_list,
    starts_in_sentence,
)

LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK", "LAW")

ENTITY_MENTIONS = Table(
    name="entity_mentions",
    meaning="One place in a document where somebody or something is named.",
    key=("mention_id",),
    layer="shard",
    columns=(
        Column("mention_id", Type.TEXT, "Stable id.", nullable=False),
        DOCUMENT_ID,
        SENTENCE_INDEX,
        *offsets(),
        Column("text", Type.TEXT, "The name as it stands in the text.", nullable=False),
        Column("label", Type.TEXT, "What kind of entity is named.", nullable=False, values=LABELS),
        Column(
            "name",
            Type.TEXT,
            "The fullest form of this name in the document ('Putin' is 'Vladimir Putin').",
            nullable=False,
        ),
        Column(
            "entity_id",
            Type.TEXT,
            "The entity that is named.",
            references="entities.entity_id",
            linked=True,
        ),
        Column("role", Type.TEXT, "The role given to a person here, as printed."),
        *offsets("role_", "the role", nullable=True),
        Column("office", Type.TEXT, "The role, normalised: 'president', 'minister of defence'."),
        Column("role_organization", Type.TEXT, "The country or body of the role, as printed."),
        Column(
            "role_organization_id",
            Type.TEXT,
            "The entity of that country or body.",
            references="entities.entity_id",
            linked=True,
        ),
        Column(
            "role_status",
            Type.TEXT,
            "Whether the role is held.",
            values=("current", "former", "acting", "designate", "deputy", "candidate"),
        ),
        RUN_ID,
    ),
    rules=(
        offsets_ordered("entity_mentions"),
        offsets_cut_text("entity_mentions"),
        offsets_cut_text("entity_mentions", "role", "role_"),
        offsets_together("entity_mentions", "role"),
        starts_in_sentence("entity_mentions"),
        Rule(
            "text_not_blank",
            "regexp_matches(entity_mentions.text, '[\\pL\\pN]')",
            "A name holds a letter or a digit.",
        ),
        Rule(
            "text_is_trimmed",
            "NOT regexp_matches(entity_mentions.text, '^[\\s\\x{A0}]|[\\s\\x{A0}]$')",
            "A name neither begins nor ends with a space.",
            "warning",
        ),
        Rule(
            "no_overlap",
            "entity_mentions.start_offset >= lag(entity_mentions.end_offset) OVER (PARTITION BY "
            "entity_mentions.document_id ORDER BY entity_mentions.start_offset, "
            "entity_mentions.end_offset)",
            "No two mentions of a document overlap.",
            "warning",
        ),
        Rule(
            "only_persons_hold_roles",
            "entity_mentions.role IS NULL OR entity_mentions.label = 'PERSON'",
            "A role is given to persons only.",
        ),
    ),
    belongs_to=(SENTENCE,),
)

ENTITIES = Table(
    name="entities",
    meaning="A person, body, place or thing that the corpus names.",
    key=("entity_id",),
    layer="link",
    columns=(
        Column("entity_id", Type.TEXT, "Stable id.", nullable=False),
        Column("name", Type.TEXT, "The name it goes by.", nullable=False),
        Column("label", Type.TEXT, "What kind of entity it is.", nullable=False, values=LABELS),
        Column("aliases", Type.TEXTS, "The other spellings found, sorted.", nullable=False),
        Column(
            "country_code",
            Type.TEXT,
            "ISO 3166-1 alpha-2 code of the country that it is, or is of.",
            pattern="[A-Z]{2}",
        ),
        Column(
            "document_count", Type.INTEGER, "Documents that name it.", nullable=False, minimum=1
        ),
        Column("mention_count", Type.INTEGER, "Times it is named.", nullable=False, minimum=1),
        RUN_ID,
    ),
    rules=(
        sorted_list("entities", "aliases"),
        Rule(
            "named_in_each_document",
            "entities.mention_count >= entities.document_count",
            "An entity is named at least once in each document that names it.",
        ),
    ),
)
