"""A clerk hands in protocols without JavaScript: faults first, then the corrected file, taken and seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django import Settings

from dauys.apps.elections.models import Election
from dauys.apps.results.models import ProtocolVersion
from dauys.ops.working.hand import work_off
from tests import cast
from tests.apps.handing import GOOD, protocols
from tests.journeys.serving import served, window
from tests.web import people

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    tmp_path: Path,
    transactional_db: None,
    election: Election,
    browser: Browser,
) -> Iterator[Page]:
    """The list of imports, with the clerk logged in, on a telephone without JavaScript."""
    people.enter_all()
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    settings.SECOND_FACTOR_ASKED, settings.HOME = False, tmp_path / "home"
    narrow: ViewportSize = {"width": 360, "height": 740}
    with (
        served() as server,
        window(browser, server, "clerk", java_script_enabled=False, viewport=narrow) as context,
    ):
        page = context.new_page()
        page.goto("/ru/desk/imports/")
        yield page


def hand_in(page: Page, path: Path) -> None:
    """Choose the kind and the file, and have it looked through."""
    page.get_by_role("link", name="Протоколы участков").click()
    page.get_by_label("Файл", exact=True).set_input_files(path)
    page.get_by_role("button", name="Просмотреть файл").click()


def is_narrow(page: Page) -> bool:
    """Whether nothing but tables that scroll by themselves is wider than the screen."""
    return bool(page.locator("html").evaluate("one => one.scrollWidth <= one.clientWidth"))


def test_faults_are_seen_then_the_corrected_file_is_taken(desk: Page, tmp_path: Path) -> None:
    wrong, right = tmp_path / "с ошибкой.csv", tmp_path / "исправлен.csv"
    wrong.write_bytes(protocols([GOOD[0], ("U1", "U1.7", 400, [150, 50])]))
    right.write_bytes(protocols(GOOD))
    desk.get_by_role("link", name="Сдать файл").click()
    hand_in(desk, wrong)
    expect(desk.locator("main")).to_contain_text("ждет просмотра")
    work_off()
    desk.reload()
    expect(desk.locator("table").first).to_contain_text("строка 3, столбец precinct")
    expect(desk.locator("table").first).to_contain_text("U1.7")
    assert is_narrow(desk)
    expect(desk.get_by_role("link", name="Принять")).to_have_count(0)
    desk.get_by_role("link", name="Сдать другой файл").click()
    hand_in(desk, right)
    work_off()
    desk.reload()
    expect(desk.locator(".figures")).to_contain_text("Новые протоколы2")
    desk.get_by_role("link", name="Принять").click()
    desk.get_by_role("button", name="Принять").click()
    work_off()
    desk.reload()
    expect(desk.locator("main")).to_contain_text("Файл принят целиком.")
    assert is_narrow(desk)
    assert ProtocolVersion.objects.count() == len(GOOD)
    desk.goto(desk.url.partition("/imports/")[0] + "/imports/")
    expect(desk.locator("tbody tr")).to_have_count(2)
    expect(desk.locator("tbody tr").first).to_contain_text("принят")
