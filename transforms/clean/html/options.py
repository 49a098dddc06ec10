"""How a page is read: one frozen set of options, with the caps on the input."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """Caps on the input and switches of the second stage.

    The caps are the same on every machine, so the same page has the same fate everywhere. Over a
    soft cap the page goes the cheaper way (our own block reader alone); over a hard cap it is
    refused with :class:`~transforms.errors.ItemError`.

    Args:
        max_characters: Hard: longer pages are refused (``too_large``).
        max_elements: Hard: more elements are refused (``too_many_elements``).
        max_tag_attributes: A tag with more attributes loses them all before parsing: libxml2
            compares each with each.
        cheap_links: Soft: more links than this, and trafilatura is not asked.
        cheap_elements: Soft: more elements than this, and trafilatura is not asked.
        cheap_depth: Soft: deeper nesting than this, and trafilatura is not asked.
        regions: Cut blocks by the names of the elements around them (regions.toml).
        completion: Put back paragraphs, subheads and list items that trafilatura lost.
        residue: Cut lines that are boilerplate by their words.
        standfirst: Put back the standfirst.
    """

    max_characters: int = 20_000_000
    max_elements: int = 400_000
    max_tag_attributes: int = 500
    cheap_links: int = 8_000
    cheap_elements: int = 60_000
    cheap_depth: int = 400
    regions: bool = True
    completion: bool = True
    residue: bool = True
    standfirst: bool = True
