"""Whole articles with the furniture of their pages: articles.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from transforms.clean.text import clean_text

FILE = Path(__file__).with_name("articles.txt")


def articles() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines = [line for line in FILE.read_text("utf-8").split("\n") if line and line[0] != "#"]
    for line in lines:
        if line.startswith("== "):
            found[line[3:]] = current = []
        else:
            current.append(line)
    return found


@pytest.mark.parametrize("name", articles())
def test_article(name: str) -> None:
    marked = articles()[name]
    texts = [line[2:].split(" | ", 1)[-1] for line in marked]
    cleaned = clean_text("\n".join(texts))
    kinds = {piece.text: piece.kind for piece in cleaned.removed}
    told = [f"- {kinds[text]} | {text}" if text in kinds else f"+ {text}" for text in texts]
    assert told == marked
    assert cleaned.text == "\n".join(line[2:] for line in marked if line.startswith("+"))
