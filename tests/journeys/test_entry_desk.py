"""A clerk types a protocol by keyboard alone, without scripts: sees all faults, corrects, and it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.journeys.serving import served, window

pytestmark = pytest.mark.browser
E = cast.ELECTION


@pytest.fixture
def desk(workplace: None, browser: Browser) -> Iterator[Page]:
    """A clerk of D1 before the empty form of U1.1, in a browser that runs no script."""
    with served() as server, window(browser, server, "clerk", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"/en/desk/results/{E}/U1.1/protocol/enter/")
        yield page


def type_figures(page: Page, figures: list[int]) -> None:
    """From field to field with Tab, from the one that has the focus."""
    for figure in figures:
        page.keyboard.type(str(figure))
        page.keyboard.press("Tab")


def test_clerk_types_a_protocol_sees_all_faults_and_it_counts(desk: Page) -> None:
    lines = list(cast.lines(400, [120, 80]).values())
    lines[8], lines[12] = 205, 3  # ballots in stationary boxes, invalid
    expect(desk.locator("#line-voters_on_list")).to_be_focused()
    type_figures(desk, [*lines, 120, 80])
    desk.keyboard.press("Enter")  # on the button that checks and saves
    summary = desk.locator("#errors")
    expect(summary).to_contain_text("P-05")
    expect(summary).to_contain_text("P-06")
    expect(desk.locator("main")).to_contain_text("kept out of the totals until it is corrected")
    expect(desk.locator("#line-stationary_ballots")).to_have_value("205")

    summary.locator("a").first.focus()
    desk.keyboard.press("Enter")  # the link leads to the field that the relation begins with
    expect(desk.locator("#line-portable_ballots")).to_be_focused()
    type_figures(desk, [0, 200, 0, 200, 0, 0])  # a field that is entered by Tab is chosen whole
    desk.keyboard.press("Enter")  # in a field: checks and saves
    expect(desk.locator("[role=status]").first).to_contain_text("is accepted and counts")

    desk.goto(f"/en/desk/results/{E}/U1/")
    expect(desk.locator("dl.figures")).to_contain_text("1 / 2")
    expect(desk.get_by_role("row", name=re.compile("Үміткер U1 1")).first).to_contain_text("120")
