"""A page in, the article out: its text with a line a passage, what was cut, and its metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.clean.cleaned import Cleaned, Passage
from transforms.clean.html.blocks import BlockReader, collapse
from transforms.clean.html.choice import choose
from transforms.clean.html.options import HtmlOptions
from transforms.clean.html.tree import parse_page
from transforms.clean.metadata import Metadata, read_metadata
from transforms.errors import ItemError

if TYPE_CHECKING:
    from transforms.clean.cleaned import PassageKind
    from transforms.clean.html.choice import Choice

_DEFAULTS = HtmlOptions()
# Own counts of words include teasers and captions: only a wide gap says something.
_LOADED_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class HtmlArticle:
    """An article as a page gives it."""

    cleaned: Cleaned
    metadata: Metadata


def clean_html(
    html: str,
    url: str | None = None,
    title: str | None = None,
    options: HtmlOptions = _DEFAULTS,
) -> HtmlArticle:
    r"""The article of a page.

    Args:
        html: The decoded page.
        url: The address it was read from.
        title: The title that the source knows; it wins over what the page says.
        options: Caps and switches.

    Raises:
        ItemError: ``too_large`` or ``too_many_elements`` over a cap, ``no_text`` where no article
            can be found.

    >>> page = '''<title>Talks resume | Example</title>
    ... <meta property="og:site_name" content="Example"><h1>Talks resume</h1>
    ... <article><p>Negotiators met in Istanbul on Friday for the first direct talks in three
    ... years, officials of both sides said.</p><p>They agreed to exchange 1,000
    ... prisoners each, and to meet again within a month.</p></article>'''
    >>> article = clean_html(page)
    >>> article.cleaned.text.split("\n")[0], article.metadata.site
    ('Talks resume', 'Example')
    >>> [passage.kind for passage in article.cleaned.passages]
    ['headline', 'body', 'body']
    """
    page = parse_page(html, options)
    metadata = read_metadata(page.tree, url)
    reader = BlockReader(options)
    blocks = reader.read(page.tree)
    headline = collapse(title) if title and title.strip() else metadata.title
    choice = choose(page.tree, blocks, metadata, headline, options, is_cheap=reader.is_costly)
    if not choice.lines:
        raise ItemError("no_text", "the page has no article that can be told from its furniture")
    is_truncated = page.is_truncated or _misses_text(choice, metadata)
    return HtmlArticle(_cleaned(headline, choice, is_truncated=is_truncated), metadata)


def _misses_text(choice: Choice, metadata: Metadata) -> bool:
    """Whether the page says that its article is several times as long: it loads the rest later."""
    words = sum(len(text.split()) for _, text in choice.lines)
    return metadata.word_count is not None and words < _LOADED_SHARE * metadata.word_count


def _cleaned(headline: str | None, choice: Choice, *, is_truncated: bool) -> Cleaned:
    lines: list[tuple[PassageKind, str]] = list(choice.lines)
    if headline:
        lines.insert(0, ("headline", headline))
    passages = []
    start = 0
    for kind, text in lines:
        passages.append(Passage(kind, start, start + len(text)))
        start += len(text) + 1
    return Cleaned(
        text="\n".join(text for _, text in lines),
        title=headline,
        passages=tuple(passages),
        removed=tuple(
            piece._replace(passage_index=(piece.passage_index or 0) + bool(headline))
            for piece in choice.removed
        ),
        extractor=choice.extractor,
        is_truncated=is_truncated,
    )
