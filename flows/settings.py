"""Every setting: ``newsmill.toml``, overridden by ``NEWSMILL_*``, overridden by flags."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from datetime import date  # noqa: TC003  pydantic reads the annotations
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from transforms.errors import NewsmillError
from transforms.ids import stable_id
from transforms.read.records import RecordOptions

DEFAULT_CONFIG = Path("newsmill.toml")

_USER_INFO = re.compile(r"(?<=://)[^/@]*@")
_OBJECT_STORE = re.compile(r"s3://[a-z0-9][a-z0-9.-]+(/[^?#@]*)?(\?[^#@]*)?")

# What shapes the rows; all other settings only say where, when and how fast.
SHAPING = ("site", "published", "language", "map", "clean")


class SettingsError(NewsmillError):
    """A setting that is not understood."""

    def __init__(self, message: str) -> None:
        super().__init__(message)


class Settings(BaseSettings):
    """The settings of a run; the descriptions stand in ``newsmill run --help`` and the docs."""

    model_config = SettingsConfigDict(env_prefix="NEWSMILL_", frozen=True, extra="forbid")

    home: Path = Field(Path("newsmill-data"), description="Where newsmill keeps all it makes.")
    lake: str | None = Field(
        None, description="Where the lake lies: a folder, or s3://BUCKET/PREFIX; in home if unset."
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=512, description="Worker processes."
    )
    engine: Literal["serial", "processes", "dask"] = Field(
        "processes",
        description="Work in this process, in a pool of worker processes, or on a Dask cluster.",
    )
    dask_address: str | None = Field(
        None, description="The Dask scheduler; workers on this machine where none is named."
    )
    limit: int | None = Field(None, ge=1, description="Take up at most so many new items.")
    force: bool = Field(
        default=False, description="Publish even if the quality gate fails; the ledger keeps it."
    )
    wait: bool = Field(default=False, description="Wait for another run instead of leaving.")
    busy_retries: int = Field(
        3, ge=0, le=20, description="How often a scheduled run tries again while another is busy."
    )
    site: str | None = Field(None, description="The outlet, for sources that do not say.")
    published: date | None = Field(
        None, description="The publication date, for sources that do not say."
    )
    language: str | None = Field(
        None, pattern="^[a-z]{2,3}$", description="The language, for sources that do not say."
    )
    map: Annotated[dict[str, str], NoDecode] = Field(
        default_factory=dict, description="Our name of a field to the record's name for it."
    )
    clean: Literal["auto", "none"] = Field(
        "auto", description="'none': the text is already clean and is kept to the letter."
    )
    aliases: Path | None = Field(
        None, description="A file (TOML or CSV) of entities with their spellings."
    )
    keep: int = Field(2, ge=1, description="Published versions to keep.")
    max_quarantined_share: float = Field(
        0.5, ge=0, le=1, description="The gate fails if more of the new items are quarantined."
    )
    max_broken_row_share: float = Field(
        0.2, ge=0, le=1, description="The gate fails if one rule takes out more of a table's rows."
    )
    max_attempts: int = Field(
        3, ge=1, description="How often an item may fail before it is tried by retry only."
    )
    shard_documents: int = Field(2_500, ge=1, description="Documents in a shard, about at most.")
    shard_bytes: int = Field(
        32_000_000,
        ge=1_000,
        description="Bytes of input in a shard, about at most; a page counts as the average one.",
    )
    document_cpu_seconds: int = Field(
        120, ge=1, description="CPU time a document may take before it is stopped and quarantined."
    )
    worker_memory_bytes: int = Field(
        6_000_000_000, ge=500_000_000, description="Memory a worker may take before it is stopped."
    )
    on_failure_command: str | None = Field(
        None, description="Called when a run fails, with its outcome as JSON on stdin."
    )
    on_failure_webhook: SecretStr | None = Field(
        None, description="A URL to which the outcome of a run that fails is posted as JSON."
    )
    on_failure_timeout_seconds: float = Field(
        10, gt=0, le=300, description="How long a hook may take before it is given up."
    )

    config_file: ClassVar[Path | None] = None

    @field_validator("map", mode="before")
    @classmethod
    def _parse_map(cls, value: object) -> object:
        """``text=body,url=link`` as a mapping."""
        if not isinstance(value, str):
            return value
        pairs = [pair.partition("=") for pair in value.split(",") if pair.strip()]
        if any(not ours.strip() or not theirs.strip() for ours, _, theirs in pairs):
            raise ValueError("write it as OURS=THEIRS[,OURS=THEIRS...], like text=body,url=link")
        return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}

    @field_validator("lake")
    @classmethod
    def _check_lake(cls, value: str | None) -> str | None:
        """A whole path, or the address of an object store that is known."""
        if value is None or "://" not in value:
            return value and str(Path(value).absolute())
        if not _OBJECT_STORE.fullmatch(value):
            raise ValueError(
                "write it as a folder or s3://BUCKET/PREFIX; keys are not part of it, they are "
                "taken from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            )
        return value

    @field_validator("aliases")
    @classmethod
    def _from_anywhere(cls, value: Path | None) -> Path | None:
        """The whole path: a scheduled run may stand in another folder."""
        return value and value.absolute()

    @field_validator("on_failure_command")
    @classmethod
    def _check_command(cls, value: str | None) -> str | None:
        if value is not None and not shlex.split(value):
            raise ValueError("name a command, with its arguments as in a shell")
        return value

    @field_validator("on_failure_webhook")
    @classmethod
    def _check_webhook(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("write it as http://... or https://...")
        return value

    @field_validator("map")
    @classmethod
    def _check_map(cls, value: dict[str, str]) -> dict[str, str]:
        RecordOptions(value)
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  no .env file is read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  nor secrets
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then the file."""
        file = TomlConfigSettingsSource(settings_cls, cls.config_file or DEFAULT_CONFIG)
        return init_settings, env_settings, file

    def config_fingerprint(self) -> str:
        """The hash of the settings that shape the rows."""
        shaping = self.model_dump(mode="json", include=set(SHAPING))
        return stable_id(*(f"{name}={shaping[name]}" for name in SHAPING))


def load_settings(config: Path | None = None, **flags: Any) -> Settings:  # noqa: ANN401  checked by pydantic
    """The settings: ``config`` (else ``newsmill.toml``, if there), environment, flags that are set.

    Raises:
        SettingsError: Where a file or a value is not understood; it says which and why.
    """
    if config and not config.is_file():
        raise SettingsError(f"there is no file {str(config)!r}")
    named: type[Settings] = Settings
    if config:
        named = type("Settings", (Settings,), {"config_file": config})
    try:
        return named(**{name: value for name, value in flags.items() if value is not None})
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{config or DEFAULT_CONFIG} is not valid TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        given = _USER_INFO.sub("...@", repr(first["input"]))  # keys are for no log
        raise SettingsError(
            f"setting {name!r}: {first['msg'].removeprefix('Value error, ')}"
            + (f" (it is {given})" if first["type"] != "extra_forbidden" else "")
        ) from None
