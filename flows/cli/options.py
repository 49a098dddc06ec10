"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="The home folder (else NEWSMILL_HOME, else ./newsmill-data).",
        show_default=False,
    ),
]
LakeOption = Annotated[
    str | None,
    typer.Option(
        "--lake",
        metavar="DIR|URL",
        help="Where the Parquet parts lie: a folder, or s3://BUCKET/PREFIX [lake/ in the home].",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

SourcesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Files, folders or globs: .txt .md .html, gzipped too, and .jsonl records.",
    ),
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", metavar="N", help="Worker processes [all cores].")
]
EngineOption = Annotated[
    str | None,
    typer.Option("--engine", metavar="serial|processes|dask", help="Where the work is done."),
]
DaskAddressOption = Annotated[
    str | None,
    typer.Option(
        "--dask-address", metavar="URL", help="The Dask scheduler; workers of its own if not named."
    ),
]
SiteOption = Annotated[
    str | None, typer.Option("--site", help="The outlet, for sources that do not say.")
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="The language, for sources that do not say."),
]
MapOption = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="OURS=THEIRS,...",
        help="Fields of records under other names: text=body,url=link.",
    ),
]
CleanOption = Annotated[
    str | None,
    typer.Option(
        "--clean",
        metavar="auto|none",
        help="none: the text is clean, keep it to the letter.",
    ),
]
AliasesOption = Annotated[
    Path | None,
    typer.Option(
        "--aliases",
        metavar="FILE",
        help="Which names are one: entities with their spellings.",
    ),
]
DataDocsOption = Annotated[
    bool, typer.Option("--data-docs", help="Great Expectations' own pages over its checks.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Publish though the gate fails.")]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="The settings file [newsmill.toml]."),
]
