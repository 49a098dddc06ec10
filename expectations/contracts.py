"""What a contract is made of: columns, rules and tables. Knows no table of the warehouse.

A table is declared once, in ``expectations.tables``; its Arrow schema, its DuckDB definition, its
Great Expectations suite and its page of the data dictionary all derive from that declaration.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

Severity = Literal["error", "warning", "gate"]
"""What a breach does: quarantine the row, be reported, or stop the publish."""

Layer = Literal["shard", "link", "ledger"]
"""Who writes a table: a shard's extraction, the corpus-wide linking, or the run's bookkeeping."""


class Type(Enum):
    """The logical type of a column; the value is its DuckDB type."""

    TEXT = "VARCHAR"
    TEXTS = "VARCHAR[]"
    INTEGER = "BIGINT"
    REAL = "DOUBLE"
    DECIMAL = "DECIMAL(38,9)"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMPTZ"

    def arrow(self) -> pa.DataType:
        """The Arrow type that Parquet parts hold."""
        import pyarrow as pa

        return {
            Type.TEXT: pa.string(),
            Type.TEXTS: pa.list_(pa.string()),
            Type.INTEGER: pa.int64(),
            Type.REAL: pa.float64(),
            Type.DECIMAL: pa.decimal128(38, 9),
            Type.BOOLEAN: pa.bool_(),
            Type.DATE: pa.date32(),
            Type.TIMESTAMP: pa.timestamp("us", tz="UTC"),
        }[self]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type, meaning, and what may stand in it.

    Args:
        nullable: Whether a row may leave it empty.
        values: The closed set of values, where there is one.
        minimum: The least value allowed (inclusive); an ISO date for dates and timestamps.
        maximum: The greatest value allowed (inclusive).
        pattern: A regular expression that the whole value matches.
        references: ``table.column`` that must hold this value.
        linked: Whether linking fills it, so that a shard's part does not hold it.
    """

    name: str
    type: Type
    meaning: str
    nullable: bool = True
    values: tuple[str, ...] = ()
    minimum: float | str | None = None
    maximum: float | str | None = None
    pattern: str | None = None
    references: str | None = None
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule between the columns of a row (and of its document), or over whole tables.

    Args:
        name: Unique within the table; part of the expectation's id.
        sql: A boolean expression over the row; the table's own name and ``documents`` (the row's
            document) qualify the columns. Null counts as kept.
        meaning: One sentence for people: what holds.
        severity: What a breach does.
        mostly: The share of the rows for which it has to hold. Less than 1 is for warnings that
            mean something only when they come in numbers; it removes no row.
        excerpt: Where the rule is that offsets cut a text: the columns. It is then checked outside
            of SQL, which counts code points from the start of the document for every row.
    """

    name: str
    sql: str
    meaning: str
    severity: Severity = "error"
    mostly: float = 1.0
    excerpt: Excerpt | None = None

    def __post_init__(self) -> None:
        if self.mostly < 1 and self.severity == "error":
            raise ValueError(f"rule {self.name!r} tolerates some rows: it cannot remove others")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The columns that hold a piece of the document's text and the offsets that cut it out."""

    text: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that together name a row of another table.

    Rows that name a row which was quarantined go with it; where ``nullable``, only the reference
    goes and the row stays.
    """

    columns: tuple[str, ...]
    table: str
    table_columns: tuple[str, ...]
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the warehouse: what a row is, its key, its columns and its rules.

    ``belongs_to`` names the references that take more than one column.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    layer: Layer
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = field(default=())
    belongs_to: tuple[Reference, ...] = field(default=())

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"table {self.name!r} declares a column twice")
        if missing := set(self.key) - set(names):
            raise ValueError(f"table {self.name!r} has no key column {sorted(missing)}")

    def __getitem__(self, name: str) -> Column:
        """The column of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name!r} has no column {name!r}")

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def part_columns(self) -> tuple[Column, ...]:
        """The columns that a Parquet part holds: all but those that linking fills."""
        return tuple(column for column in self.columns if not column.linked)

    @property
    def references(self) -> tuple[Reference, ...]:
        """All references of a part's columns to other tables."""
        single = []
        for column in self.part_columns:
            if column.references:
                table, name = column.references.split(".")
                single.append(Reference((column.name,), table, (name,), column.nullable))
        return (*single, *self.belongs_to)

    def schema(self) -> pa.Schema:
        """The Arrow schema of a Parquet part, with the meanings as field metadata."""
        import pyarrow as pa

        return pa.schema(
            [
                pa.field(c.name, c.type.arrow(), c.nullable, {"comment": c.meaning})
                for c in self.part_columns
            ],
            {"comment": self.meaning},
        )

    def ddl(self) -> str:
        """The DuckDB statements that create the table, with comments on it and its columns."""
        lines = [
            f"  {identifier(c.name)} {c.type.value}{'' if c.nullable else ' NOT NULL'}"
            for c in self.columns
        ]
        table = identifier(self.name)
        comments = [f"COMMENT ON TABLE {table} IS {literal(self.meaning)};"]
        comments += [
            f"COMMENT ON COLUMN {table}.{identifier(c.name)} IS {literal(c.meaning)};"
            for c in self.columns
        ]
        return "\n".join([f"CREATE TABLE {table} (", ",\n".join(lines), ");", *comments])


def identifier(name: str) -> str:
    """The name as a quoted SQL identifier.

    >>> identifier("desk")
    '"desk"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """The text as a SQL string literal.

    >>> literal("the site's name")
    "'the site''s name'"
    """
    return "'" + text.replace("'", "''") + "'"
