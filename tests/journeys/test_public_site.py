"""The public site in a browser: every kind of page is accessible, fits a telephone, and needs no mouse."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.cast import ELECTION

pytestmark = pytest.mark.browser

KINDS = {
    "languages": "",
    "not there": "404.html",
    "elections": "{language}/",
    "election": "{language}/{election}/",
    "country": "{language}/{election}/KZ/",
    "region": "{language}/{election}/R1/",
    "district": "{language}/{election}/D1/",
    "contest": "{language}/{election}/U1/",
    "contest established": "{language}/{election}/U2/",
    "contest cancelled": "{language}/{election}/U5/",
    "part of a table": "{language}/{election}/U4/page/2/",
    "matrix": "{language}/{election}/U1/results/",
    "matrix of many": "{language}/{election}/U4/results/",
    "candidates": "{language}/{election}/U1/candidates/",
    "precinct": "{language}/{election}/U2.1/",
    "precinct kept out": "{language}/{election}/U3.1/",
    "precinct awaited": "{language}/{election}/U1.2/",
    "precinct of a cancelled contest": "{language}/{election}/U5.1/",
    "precincts as rows": "../rows/{language}/{election}/U1/precincts/",
    "rows by place": "../rows/{language}/{election}/find/",
    "calendar": "{language}/{election}/D1/calendar/",
    "plans": "{language}/{election}/KZ/calendar/all/",
    "turnout": "{language}/{election}/U1/turnout/",
    "candidates summed": "{language}/{election}/D1/candidates/",
    "commission": "{language}/{election}/D1/commission/",
    "commission of a precinct": "{language}/{election}/U2.1/commission/",
    "comparison by name": "{language}/{election}/KZ/compare/",
    "comparison": "{language}/{election}/KZ/compare/turnout/",
    "find": "{language}/{election}/find/",
    "find by letter": "{language}/{election}/find/letter/",
    "find by number": "{language}/{election}/find/number/",
    "sources": "{language}/{election}/sources/",
    "law": "{language}/{election}/law/",
    "rules of the law": "{language}/{election}/law/page/2/",
}
LANGUAGES = ("kk", "ru", "en")


def opened(context: BrowserContext, address: str, kind: str, language: str = "kk") -> Page:
    """A page of that kind."""
    page = context.new_page()
    page.goto(urljoin(address, KINDS[kind].format(language=language, election=ELECTION)))
    return page


def violations(page: Page, options: dict[str, list[str]] | None = None) -> list[tuple[str, str]]:
    """What axe finds, each with the first place."""
    found = Axe().run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(browser: Browser, address: str, kind: str, language: str) -> None:
    with browser.new_context(viewport={"width": 1200, "height": 900}) as context:
        page = opened(context, address, kind, language)
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")  # nothing but colours differs
        assert violations(page, {"runOnly": ["color-contrast"]}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_fits_a_telephone_and_axe_finds_nothing_there(
    telephone: BrowserContext, address: str, language: str
) -> None:
    for kind in KINDS:
        page = opened(telephone, address, kind, language)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, (kind, wide)
        if language == "kk":  # the longest words; the other languages differ in nothing but words
            assert violations(page) == [], kind
        page.close()


def test_site_asks_only_its_own_host_and_says_no_error(desktop: BrowserContext, address: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    for folder in KINDS.values():
        page = desktop.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(urljoin(address, folder.format(language="ru", election=ELECTION)))
        page.close()
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith("data:")}
    assert hosts == {urlsplit(address).netloc}
    assert said == []


def test_first_tab_skips_to_the_content(desktop: BrowserContext, address: str) -> None:
    page = opened(desktop, address, "contest")
    assert not page.locator(".skip").evaluate("one => one.getBoundingClientRect().left >= 0")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").evaluate("one => one.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_everything_that_acts_is_reached_by_tab(desktop: BrowserContext, address: str) -> None:
    for kind in ("contest", "matrix", "calendar"):
        page = opened(desktop, address, kind)
        acting = page.locator("a[href], [tabindex='0']").count()
        reached = set()
        for _ in range(acting + 1):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.outerHTML"))
            outlined = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outlined != "none" or page.evaluate("document.activeElement === document.body"), kind
        whole = page.evaluate(
            "[...document.querySelectorAll(\"a[href], [tabindex='0']\")].map(one => one.outerHTML)"
        )
        assert set(whole) <= reached
        page.close()


def test_wide_table_scrolls_by_keyboard_inside_its_own_region(
    telephone: BrowserContext, address: str
) -> None:
    page = opened(telephone, address, "matrix")
    region = page.locator(".scroll")
    assert region.get_attribute("role") == "region"
    assert region.get_attribute("aria-label")
    region.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")


def test_heads_of_a_wide_table_stay_while_it_scrolls(telephone: BrowserContext, address: str) -> None:
    page = opened(telephone, address, "matrix of many")
    page.set_viewport_size({"width": 360, "height": 400})
    region = page.locator(".scroll")
    region.evaluate("one => { one.scrollLeft = 100; one.scrollTop = 100; }")
    assert region.evaluate("one => one.scrollTop") == 100
    frame = region.bounding_box()
    column, row = page.locator("thead th").last.bounding_box(), page.locator("tbody th").last.bounding_box()
    assert frame is not None
    assert column is not None
    assert row is not None
    assert (column["y"], row["x"]) == (frame["y"], frame["x"])


def test_walk_down_to_a_precinct_and_back_up(desktop: BrowserContext, address: str) -> None:
    page = opened(desktop, address, "languages")
    page.get_by_role("link", name="Қазақша").click()
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("link", name="Нәтижелер: KZ kk").click()
    for name in ("R1 kk", "D1 kk", "U2 kk", "U2.1 kk"):
        page.get_by_role("table").get_by_role("link", name=name, exact=True).click()
        assert page.get_by_role("heading", level=1).inner_text().casefold() == name.casefold()
    assert page.get_by_role("cell", name="✓ орындалды").count() == 15
    crumbs = page.get_by_role("navigation", name="Сайттағы орны")
    for name in ("U2 kk", "D1 kk", "R1 kk", "KZ kk"):
        crumbs.get_by_role("link", name=name, exact=True).click()
        assert page.get_by_role("heading", level=1).inner_text() == name


def test_language_switch_stays_on_the_page(desktop: BrowserContext, address: str) -> None:
    page = opened(desktop, address, "calendar")
    page.get_by_role("link", name="Русский").click()
    assert page.url == urljoin(address, f"ru/{ELECTION}/D1/calendar/")
    assert page.evaluate("document.documentElement.lang") == "ru"
    assert page.get_by_role("link", name="Русский").get_attribute("aria-current") == "true"


def test_paper_has_the_figures_and_no_navigation(desktop: BrowserContext, address: str) -> None:
    page = opened(desktop, address, "contest established")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Тіл").is_visible()
    assert page.get_by_text("Сайланды: Үміткер U2 1").first.is_visible()
    assert page.locator("svg.chart").is_visible()
    assert page.locator("footer").get_by_text("SHA-256").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
    calendar = opened(desktop, address, "calendar")
    assert calendar.locator(".screen").is_visible()
    calendar.emulate_media(media="print")
    assert not calendar.locator(".screen").is_visible()
