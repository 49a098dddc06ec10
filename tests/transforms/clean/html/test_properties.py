from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.cleaned import PassageKind, RemovedKind
from transforms.clean.html import HtmlOptions, clean_html
from transforms.clean.html.blocks import BlockReader
from transforms.clean.html.tree import parse_page
from transforms.errors import ItemError

if TYPE_CHECKING:
    from transforms.clean.cleaned import Cleaned

TAGS = ["p", "div", "article", "h1", "h2", "li", "ul", "a", "b", "br", "td", "tr", "table", "aside"]
NAMES = ["", ' class="related"', ' class="body"', ' id="comments"', ' style="display:none"']
WORDS = "The river rose on Monday and the mayor said 1,000 people had left their homes . Related :"
SENTENCE = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=30).map(" ".join)
PIECE = st.one_of(
    st.tuples(st.sampled_from(TAGS), st.sampled_from(NAMES)).map(lambda t: f"<{t[0]}{t[1]}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    SENTENCE,
    st.text(max_size=20),
)
PAGE = st.lists(PIECE, max_size=40).map("".join)


def assert_nothing_is_lost(page: str, cleaned: Cleaned) -> None:
    """Kept and removed, put together by their places, are the lines of the page in its order."""
    options = HtmlOptions()
    read = [block.text for block in BlockReader(options).read(parse_page(page, options).tree)]
    first = 1 if cleaned.title else 0
    together: list[str] = []
    for index, passage in enumerate([*cleaned.passages[first:], None], start=first):
        for piece in cleaned.removed:
            if piece.passage_index == index:
                together += piece.text.split("\n")
        if passage is not None:
            together.append(cleaned.text[passage.start_offset : passage.end_offset])
    assert together == read


@given(PAGE)
@settings(max_examples=120, deadline=None)
def test_any_soup_gives_an_article_or_a_reason(page: str) -> None:
    try:
        cleaned = clean_html(page).cleaned
    except ItemError as error:
        reason = error.reason
    else:
        reason = None
        cuts = [cleaned.text[p.start_offset : p.end_offset] for p in cleaned.passages]
        assert "\n".join(cuts) == cleaned.text
        assert all(cut and cut == cut.strip() for cut in cuts)
        assert {p.kind for p in cleaned.passages} <= set(get_args(PassageKind))
        assert {p.kind for p in cleaned.removed} <= set(get_args(RemovedKind))
        assert clean_html(page).cleaned == cleaned
        if cleaned.extractor != "json_ld":
            assert_nothing_is_lost(page, cleaned)
    assert reason in {None, "no_text"}
