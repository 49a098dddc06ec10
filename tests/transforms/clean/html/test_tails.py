from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from transforms.clean.html.blocks import BlockReader
from transforms.clean.html.options import HtmlOptions
from transforms.clean.html.tails import linked_tail
from transforms.clean.html.tree import parse_page

if TYPE_CHECKING:
    from transforms.clean.html.blocks import Block

PROSE = "<p>The comet will come closest to Earth in July, astronomers reported on Monday.</p>"
LINKS = "".join(
    f'<li><a href="/{n}">The most beautiful comets of the year {n}</a></li>' for n in "123"
)


def blocks_of(html: str) -> list[Block]:
    options = HtmlOptions()
    return BlockReader(options).read(parse_page(html, options).tree)


@pytest.mark.parametrize(
    ("html", "cut"),
    [
        (PROSE + f"<h3>More comets</h3><ul>{LINKS}</ul>", 4),
        (PROSE + f"<ul>{LINKS}</ul><p>Follow our reporter for more about the sky.</p>", 3),
        (PROSE + f"<ul>{LINKS}</ul>" + PROSE * 5, 0),
        (PROSE + '<p><a href="/1">One link at the end may be the source of it all.</a></p>', 0),
        (PROSE, 0),
    ],
)
def test_a_run_of_links_at_the_end_is_cut_with_its_heading(html: str, cut: int) -> None:
    blocks = blocks_of(html)
    assert len(linked_tail(blocks, range(len(blocks)))) == cut
