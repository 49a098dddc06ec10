"""HTML pages: the article's text, what was cut from it, and its metadata."""

from __future__ import annotations

from transforms.clean.html.article import HtmlArticle, clean_html
from transforms.clean.html.options import HtmlOptions

__all__ = ["HtmlArticle", "HtmlOptions", "clean_html"]
