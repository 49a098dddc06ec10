"""Which documents would be made otherwise today, and what to read to make them anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.compute as pc

from flows.decisions import shaping_of_run
from flows.stages import row_fingerprint
from transforms.clean.repeated import (
    REPEATED_LINE,
    SITE_TEXT_COLUMNS,
    find_repeated_lines,
    outdated_cuts,
)
from warehouse import provenance
from warehouse.home import find_home
from warehouse.lake import read_manifests
from warehouse.site_texts import site_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flows.plan import Again
    from flows.settings import Settings
    from warehouse.home import Home

# Texts that are compared at a time; the sites of a batch are read together.
_BATCH_CHARACTERS = 100_000_000


class Outdated(NamedTuple):
    """What is to be made anew.

    Args:
        groups: Items, with the settings to read them by.
        gone: Sources of further items that are not there any more.
    """

    groups: Sequence[tuple[Settings, Again]]
    gone: Sequence[str]


def find_outdated(settings_with: Callable[..., Settings]) -> Outdated:
    """The items whose documents would be otherwise today, with the settings to read them by.

    Outdated is what other code, other settings or another model has made, and what has lines that
    have turned out to be boilerplate of their site since (or no longer are). The settings are
    those of the run that made the document, overridden by what is set now.

    Args:
        settings_with: Gives today's settings, with some of them set as its arguments say.

    Raises:
        NoVersionError: Nothing is published yet.
    """
    now = settings_with()
    home = find_home(now.home.absolute(), now.lake)
    makings = provenance.makings(home)
    settings = {
        run_id: settings_with(**dict(shaping_of_run(home, now, run_id)))
        for run_id in {making.run_id for making in makings}
    }
    outdated = set(_with_outdated_cuts(home))
    for making in makings:
        if making.fingerprint != row_fingerprint(settings[making.run_id]):
            outdated.update(provenance.documents_made(home, making))
    groups: dict[str, tuple[Settings, dict[str, frozenset[str]]]] = {}
    for run_id, items in provenance.items_of_documents(home, outdated).items():
        chosen = settings[run_id]
        _, group = groups.setdefault(chosen.config_fingerprint(), (chosen, {}))
        for uri, ids in items.items():
            group[uri] = group.get(uri, frozenset()) | ids
    gone = sorted({uri for _, group in groups.values() for uri in group if not Path(uri).exists()})
    there = [
        (chosen, {uri: ids for uri, ids in group.items() if uri not in gone})
        for chosen, group in groups.values()
    ]
    return Outdated([group for group in there if group[1]], gone)


def _with_outdated_cuts(home: Home) -> Iterator[str]:
    """The documents from which other repeated lines would be cut today."""
    manifests = read_manifests(home)
    cut = set(provenance.documents_cut_by(home, REPEATED_LINE))
    for sites in _batches(provenance.site_sizes(home)):
        named = [site for site in sites if site is not None]
        with site_texts(home, manifests, named) as reader:
            texts = reader.read_all()
        # Those without a site come with every batch, and are looked at in one of their own.
        texts = texts.filter(pc.is_valid(texts["site"]) if named else pc.is_null(texts["site"]))
        repeated = find_repeated_lines(texts, texts.slice(0, 0).select(SITE_TEXT_COLUMNS))
        here = cut.intersection(texts["document_id"].to_pylist())
        candidates = here.union(repeated["document_id"].to_pylist())
        yield from outdated_cuts(provenance.cleaned_tables(home, candidates), repeated)


def _batches(sites: list[tuple[str | None, int]]) -> Iterator[list[str | None]]:
    """The sites in batches of no more than so many characters, unless one alone holds more."""
    batch: list[str | None] = []
    size = 0
    for site, characters in sites:
        if batch and (site is None or size + characters > _BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(site)
        size += characters
    if batch:
        yield batch
