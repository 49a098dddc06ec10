from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

import pytest

from flows.report.page import render_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from flows.report.content import RunReport


class Visit(Protocol):
    requests: list[str]
    complaints: list[str]
    value: object


class Browser(Protocol):
    def visit(self, url: str, width: int, scheme: str, script: str) -> Visit: ...


PAGES = ["published", "gate_failed", "first", "unchanged", "failed", "hostile", "index"]

UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true);"
SCROLL = UNFOLD + "document.documentElement.scrollWidth - window.innerWidth"

# The contrast that WCAG AA asks for, between the colour of each text and what is painted behind it.
FAINT_TEXTS = (
    UNFOLD
    + """
(() => {
  const parse = colour => (colour.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255).map(v =>
      v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  let looked = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, element = text.parentElement;
    if (!text.data.trim() || element.closest('style')) continue;
    const style = getComputedStyle(element);
    const drawn = element.closest('svg') !== null;
    const [a, b] = [parse(drawn ? style.fill : style.color), behind(element)].map(light);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    looked += 1;
    if (ratio < 4.5) faint.push(ratio.toFixed(2) + ' ' + text.data.trim().slice(0, 60));
  }
  return {looked, faint};
})()
"""
)


# All but the contrast, which is looked at above, for each text and in a hundredth of the time.
AXE = (
    UNFOLD
    + (files("axe_core_python") / "axe.min.js").read_text("utf-8")
    + """;
axe.run(document, {rules: {'color-contrast': {enabled: false}}}).then(found => ({
  rules: found.passes.length,
  serious: found.violations
    .filter(fault => ['serious', 'critical'].includes(fault.impact))
    .map(fault => fault.id + ': ' + fault.nodes[0].html.slice(0, 200)),
}))
"""
)


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory,
    page_of: Callable[[str], str],
    history: Sequence[RunReport],
    hostile: RunReport,
) -> Path:
    place = tmp_path_factory.mktemp("pages")
    for name in PAGES:
        page = render_index([*history, hostile]) if name == "index" else page_of(name)
        (place / f"{name}.html").write_text(page, "utf-8")
    return place


class Recorder(SimpleHTTPRequestHandler):
    asked: list[str]

    def __init__(self, *args: object, asked: list[str], directory: str) -> None:
        self.asked = asked
        super().__init__(*args, directory=directory)

    def log_request(self, code: object = "-", size: object = "-") -> None:  # noqa: ARG002
        self.asked.append(self.path)


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = partial(Recorder, asked=asked, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_or_complains(
    browser: Browser, folder: Path, name: str, width: int
) -> None:
    url = (folder / f"{name}.html").as_uri()
    visit = browser.visit(url, width, "light", SCROLL)
    assert visit.complaints == []
    assert [request for request in visit.requests if request not in {url, "data:,"}] == []
    assert visit.value == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_text_stands_out_from_its_ground(
    browser: Browser, folder: Path, name: str, scheme: str
) -> None:
    visit = browser.visit((folder / f"{name}.html").as_uri(), 1280, scheme, FAINT_TEXTS)
    assert visit.value["looked"] > 30
    assert visit.value["faint"] == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_serious_fault(browser: Browser, folder: Path, name: str, width: int) -> None:
    visit = browser.visit((folder / f"{name}.html").as_uri(), width, "light", AXE)
    assert visit.value["rules"] > 15
    assert visit.value["serious"] == []


def test_light_and_dark_differ(browser: Browser, folder: Path) -> None:
    url = (folder / "published.html").as_uri()
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = (browser.visit(url, 1280, scheme, ground).value for scheme in ("light", "dark"))
    assert light != dark


@pytest.mark.parametrize("name", ["published", "hostile", "index"])
def test_a_page_from_a_server_asks_for_nothing_else(
    browser: Browser, served: tuple[str, list[str]], name: str
) -> None:
    base, asked = served
    asked.clear()
    visit = browser.visit(f"{base}/{name}.html", 1280, "light", "document.title")
    assert asked == [f"/{name}.html"]
    assert visit.complaints == []
    assert "newsmill" in str(visit.value)


def test_no_hostile_string_becomes_an_element(browser: Browser, folder: Path) -> None:
    script = "document.querySelectorAll('script, iframe, img, object, [onerror]').length"
    visit = browser.visit((folder / "hostile.html").as_uri(), 1280, "light", script)
    assert visit.value == 0


def test_the_browser_sees_what_these_tests_look_for(browser: Browser, folder: Path) -> None:
    bad = folder / "bad.html"
    bad.write_text(
        "<!DOCTYPE html><title>bad</title><body style='background:#fff;margin:0'>"
        "<p style='color:#bbb;width:2000px'>faint and wide</p>"
        "<script>console.error('no')</script><img src='missing.png'>"
    )
    visit = browser.visit(bad.as_uri(), 360, "light", FAINT_TEXTS)
    assert visit.complaints
    assert any(request.endswith("missing.png") for request in visit.requests)
    assert len(visit.value["faint"]) == 1
    assert browser.visit(bad.as_uri(), 360, "light", SCROLL).value > 0
    assert len(browser.visit(bad.as_uri(), 360, "light", AXE).value["serious"]) == 2
