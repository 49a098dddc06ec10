from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from lxml import html

from flows.report.content import Items, RunReport, Versions
from flows.report.page import render_index, render_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})
NOT_IN_A_PARAGRAPH = frozenset(
    {"p", "div", "ul", "ol", "dl", "pre", "table", "section", "details", "figure", "h1", "h2", "h3"}
)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def one(tree: html.HtmlElement, path: str) -> html.HtmlElement:
    found = tree.xpath(path)
    assert len(found) == 1, f"{len(found)} of {path}"
    return found[0]


class TagCheck(HTMLParser):
    """Every element closed by its own end tag, no attribute twice, no block in a paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> at {self.getpos()}: {names}"
        assert not [name for name in names if name.startswith("on")]
        if "p" in self.open or "summary" in self.open:
            assert tag not in NOT_IN_A_PARAGRAPH, f"<{tag}> at {self.getpos()} in {self.open}"
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        assert {"svg"} & {*self.open}, f"<{tag}/> at {self.getpos()} outside of a drawing"

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> at {self.getpos()} closes nothing"
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"


def test_the_verdict_and_the_counts_stand_at_the_top(page_of: Callable[[str], str]) -> None:
    tree = html.document_fromstring(page_of("published"))
    top = one(tree, "//main/section[1]")
    assert words(one(top, ".//h1")) == "Published: 1,212 new documents"
    counts = {
        words(one(pair, "./dt")): words(one(pair, "./dd"))
        for pair in top.xpath(".//dl[@class='counts']/div")
    }
    assert counts == {
        "Items read": "1,480",
        "New documents": "1,212",
        "Items in quarantine": "70.5 % of all",
        "Rows in quarantine": "14",
        "Checks that held": "21of 26",
        "Time": "2 min 27 slargest process 612 MB",
    }
    attention = [words(line) for line in top.xpath(".//ul[@class='attention']/li")]
    assert "14 rows broke a rule and went to quarantine." in attention
    assert "1 check could not be run, which says nothing of the data." in attention


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("gate_failed", "Not published"),
        ("first", "Published: 5 new documents"),
        ("unchanged", "Nothing new"),
        ("failed", "Failed"),
    ],
)
def test_every_kind_of_run_has_its_verdict(
    page_of: Callable[[str], str], name: str, headline: str
) -> None:
    assert words(one(html.document_fromstring(page_of(name)), "//h1")) == headline


def test_a_forced_run_says_so(gate_failed: RunReport) -> None:
    page = render_page(gate_failed.model_copy(update={"status": "forced"}))
    assert words(one(html.document_fromstring(page), "//h1")).startswith("Published by force")


def test_a_failed_gate_says_why_and_what_to_do(page_of: Callable[[str], str]) -> None:
    tree = html.document_fromstring(page_of("gate_failed"))
    attention = [words(line) for line in tree.xpath("//ul[@class='attention']/li[@class='bad']")]
    assert attention == [
        "15.8 % of the items went to quarantine, and the limit is 5 %.",
        "412 mentions belong to no document.",
    ]
    advice = tree.xpath("//div[@class='advice']//code")
    assert [words(code) for code in advice] == [
        "newsmill quarantine list",
        "newsmill run --force inbox/2026-11-23/",
    ]


def test_a_failed_run_shows_its_error(page_of: Callable[[str], str]) -> None:
    tree = html.document_fromstring(page_of("failed"))
    assert "No space left on device" in words(one(tree, "//*[@id='failure']"))


def test_the_flow_shows_where_every_item_went(page_of: Callable[[str], str]) -> None:
    tree = html.document_fromstring(page_of("published"))
    flow = one(tree, "//figure[@class='flow']")
    assert [words(name) for name in flow.xpath(".//li/b")] == [
        "1,212 loaded",
        "171 unchanged",
        "90 duplicate",
        "7 quarantined",
        "0 deferred",
    ]
    assert flow.xpath(".//path/@class") == ["loaded", "unchanged", "duplicate", "quarantined"]


def test_numbers_that_do_not_add_up_are_shown(published: RunReport) -> None:
    report = published.model_copy(update={"items": Items(read=10, loaded=7)})
    tree = html.document_fromstring(render_page(report))
    assert "3 items not accounted for." in words(one(tree, "//ul[@class='attention']"))
    assert words(tree.xpath("//figure[@class='flow']//li/b")[-1]) == "3 unaccounted"


def test_failing_checks_come_with_rows_and_the_way_down(page_of: Callable[[str], str]) -> None:
    tree = html.document_fromstring(page_of("published"))
    findings = tree.xpath("//section[@id='checks']//article")
    assert [article.get("class").split()[1] for article in findings] == [
        "error",
        "error",
        "warning",
        "warning",
        "broken",
    ]
    first = findings[0]
    assert words(one(first, ".//h4")) == "A currency is written as a code of ISO 4217."
    assert "9 of 16,044 rows (<0.1 %) seen: BBL" in words(first)
    assert len(first.xpath(".//ol[@class='rows']/li")) == 9
    assert words(first.xpath(".//ol[@class='rows']/li//pre")[0]).startswith('{"text": "3 million')
    show, sql = (words(command) for command in first.xpath(".//pre[@class='command']"))
    assert show.startswith("newsmill quarantine show ")
    assert sql.startswith('newsmill sql "SELECT row_key, detail, payload FROM quarantine WHERE')


def test_a_broken_check_is_shown_as_broken(page_of: Callable[[str], str]) -> None:
    tree = html.document_fromstring(page_of("published"))
    broken = one(tree, "//article[contains(@class, 'broken')]")
    assert "Could not be run" in words(broken)
    assert "CatalogException" in words(broken)
    assert "rows (" not in words(broken)


def test_checks_that_held_are_listed(page_of: Callable[[str], str]) -> None:
    tree = html.document_fromstring(page_of("published"))
    table = one(tree, "//section[@id='checks']//details/div/table")
    assert len(table.xpath("./tbody/tr")) == 21


@pytest.mark.parametrize(
    ("section", "words_there"),
    [
        ("drift", "61 % of what it sends is cut as boilerplate"),
        ("sites", "dailyledger.example"),
        ("removed", "comments.leave_reply"),
        ("quarantine", "The bytes are a picture (JPEG), not text."),
        ("quarantine", "page-1102.html"),
        ("quarantine", "Inside the merger that nobody wanted"),
        ("stages", "extract"),
        ("versions", "great-expectations"),
        ("versions", "max_quarantined_share"),
        ("items", "entity_mentions"),
    ],
)
def test_the_page_holds(page_of: Callable[[str], str], section: str, words_there: str) -> None:
    tree = html.document_fromstring(page_of("published"))
    assert words_there in words(one(tree, f"//section[@id='{section}']"))


def test_what_has_drifted_is_marked_in_the_table_of_sites(page_of: Callable[[str], str]) -> None:
    tree = html.document_fromstring(page_of("published"))
    marked = [words(cell) for cell in tree.xpath("//section[@id='sites']//td[@class='n moved']")]
    assert marked == ["61 %", "33"]


def test_trends_are_drawn_where_there_is_a_history(page_of: Callable[[str], str]) -> None:
    drawn = html.document_fromstring(page_of("published"))
    assert len(drawn.xpath("//section[@id='trends']//*[local-name()='svg']")) > 8
    first = html.document_fromstring(page_of("first"))
    assert first.xpath("//section[@id='trends']//*[local-name()='circle']")


def test_a_first_run_says_that_there_is_no_history(first: RunReport) -> None:
    tree = html.document_fromstring(render_page(first))
    trends = one(tree, "//section[@id='trends']")
    assert "no earlier run" in words(trends)
    assert not trends.xpath(".//*[local-name()='svg']")


def test_the_html_is_well_formed(any_page: str) -> None:
    assert any_page.startswith("<!DOCTYPE html>")
    check = TagCheck()
    check.feed(any_page)
    check.close()
    assert check.open == []
    assert check.seen.isdisjoint({"script", "iframe", "img", "object", "form", "base"})


def test_nothing_is_fetched_and_nothing_leads_outside(any_page: str) -> None:
    tree = html.document_fromstring(any_page)
    assert not tree.xpath("//@src | //@srcset | //@action | //@data | //@poster")
    for link in tree.xpath("//@href"):
        assert re.fullmatch(r"data:,|#[\w-]+|\.\./index\.html|\.\./[\w.%-]+/report\.html", link)
    style = "".join(tree.xpath("//style/text()")) + "".join(tree.xpath("//@style"))
    assert "url(" not in style
    assert "@import" not in style


def test_links_within_the_page_lead_somewhere(any_page: str) -> None:
    tree = html.document_fromstring(any_page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//@href[starts-with(., '#')]")} <= {*ids}
    assert {*tree.xpath("//@aria-labelledby")} <= {*ids}


def test_headings_go_down_a_step_at_a_time(any_page: str) -> None:
    tree = html.document_fromstring(any_page)
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_tables_say_what_they_show(any_page: str) -> None:
    for table in html.document_fromstring(any_page).xpath("//table"):
        assert words(one(table, "./caption"))
        assert table.xpath("./tbody/tr")
        assert all(head.get("scope") in {"row", "col"} for head in table.xpath(".//th"))
        widths = {len(row.xpath("./th | ./td")) for row in table.xpath(".//tr")}
        assert len(widths) == 1


def test_hostile_strings_are_text_and_nothing_else(page_of: Callable[[str], str]) -> None:
    page = page_of("hostile")
    tree = html.document_fromstring(page)
    shown = tree.text_content()
    for text in (
        "<script>alert('title')</script>",
        "javascript:alert(document.domain)",
        "\"><img src=x onerror=alert(1)>' onmouseover='alert(2)",
        "</style></pre></code><iframe",
        "{{ 7 * 7 }}{% raw %}",
        "nul ␀ bell ␇ escape ␛[31m delete ‹U+007F› next line ‹U+0085›",
        "مرحبا بالعالم ‹U+202E›gnp.exe‹U+2066› שלום",
        "zero‹U+200B›width ‹U+FEFF›‹U+E0041› \\ud800",
        "more characters)",
    ):
        assert text in shown, text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", page)


def test_a_thousand_hostile_rows_stay_under_a_megabyte(
    hostile: RunReport, page_of: Callable[[str], str]
) -> None:
    assert len(hostile.rejected_rows) == len(hostile.quality) == 1000
    assert len(page_of("hostile").encode()) < 1_000_000
    assert "and 850 more checks that found something" in page_of("hostile")


def test_a_thousand_failing_rows_of_one_check_stay_small(published: RunReport) -> None:
    check = published.quality[-5].model_copy(update={"unexpected_count": 1000})
    row = published.rejected_rows[0].model_copy(
        update={"expectation_id": check.expectation_id, "payload": "x" * 5000}
    )
    report = published.model_copy(update={"quality": (check,), "rejected_rows": (row,) * 1000})
    page = render_page(report)
    assert len(page.encode()) < 100_000
    assert "and 990 more rows" in page


def test_the_same_report_gives_the_same_page(
    published: RunReport, history: Sequence[RunReport]
) -> None:
    assert render_page(published, history) == render_page(published, tuple(reversed(history)))


def test_the_page_needs_no_more_than_run_json(
    published: RunReport, history: Sequence[RunReport]
) -> None:
    read_back = RunReport.from_json(published.to_json())
    assert render_page(read_back, history) == render_page(published, history)


def test_a_run_of_which_nearly_nothing_is_known_has_a_page(failed: RunReport) -> None:
    bare = RunReport(run_id="r", status="failed", started_at=failed.started_at)
    tree = html.document_fromstring(render_page(bare, [bare]))
    assert words(one(tree, "//h1")) == "Failed"
    versions = bare.model_copy(update={"versions": Versions(python="3.13")})
    assert "3.13" in render_page(versions)


def test_the_index_lists_every_run_newest_first(
    history: Sequence[RunReport], published: RunReport, failed: RunReport
) -> None:
    tree = html.document_fromstring(render_index([published, failed, *history]))
    assert words(one(tree, "//h1")) == "23 runs"
    links = tree.xpath("//table//a/@href")
    assert links[:3] == [
        f"{failed.run_id}/report.html",
        f"{published.run_id}/report.html",
        "run-01/report.html",
    ]
    assert len(links) == 23
    assert tree.xpath("//*[local-name()='svg']")


def test_the_index_of_no_runs_says_how_to_make_one() -> None:
    tree = html.document_fromstring(render_index([]))
    assert words(one(tree, "//h1")) == "No runs yet"


def test_the_index_is_safe_and_well_formed(hostile: RunReport, published: RunReport) -> None:
    page = render_index([hostile, published])
    check = TagCheck()
    check.feed(page)
    assert check.open == []
    links = html.document_fromstring(page).xpath("//table//a/@href")
    assert "javascript%3Aalert%281%29%2F%2F..%2F../report.html" in links
    assert not [link for link in links if re.match(r"[a-z]+:", link)]


LIGHT = """
import sys, time
start = time.process_time()
from pathlib import Path
from flows.report.content import RunReport
from flows.report.page import render_page
render_page(RunReport.from_json(Path(sys.argv[1]).read_bytes()))
print(time.process_time() - start)
heavy = {"leather", "prefect", "great_expectations", "pandas", "spacy", "duckdb"}
print(*heavy.intersection(sys.modules))
"""


def test_a_page_without_trends_costs_next_to_nothing(request: pytest.FixtureRequest) -> None:
    report = request.path.parent / "runs" / "unchanged.json"
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, str(report)], capture_output=True, text=True, check=True
    )
    cpu_seconds, heavy = done.stdout.split("\n")[:2]
    assert heavy == ""
    # 0.3 s on the machine this was written on; the bound leaves room for slower ones.
    assert float(cpu_seconds) < 1.0
