"""Pages of the campaign: turnout, candidates, commissions; a book without them has no such page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dauys.apps.publication.actions import publish
from dauys.apps.results.queries import Book
from tests.apps.publication.books import AT, Protocol, book, seat
from tests.apps.publication.site import Page, page
from tests.cast import ELECTION

SUMMED = ("contests", "nominated", "refused", "withdrawn", "registered", "men", "women")
LANGUAGES = ("kk", "ru", "en")


def shown(site: Path, folder: str, language: str = "en") -> Page:
    """A page of the election."""
    return page(site, f"{language}/{ELECTION}/{folder}")


def record(site: Path, folder: str) -> dict[str, Any]:
    """The JSON of a page."""
    found: dict[str, Any] = json.loads((site / f"en/{ELECTION}/{folder}/index.json").read_bytes())
    return found


def leads_to(here: Page) -> set[str]:
    """The folders of the election that a page links to."""
    start = here.site / here.language / ELECTION
    targets = {here.target(href) for href, _ in here.anchors if ":" not in href}
    return {
        path.parent.relative_to(start).as_posix() for path in targets if path.is_relative_to(start.resolve())
    }


@pytest.mark.parametrize("code", ["KZ", "R1", "D1"])
def test_turnout_of_a_unit_is_the_sum_of_those_beneath(site: Path, small: Book, code: str) -> None:
    whole = record(site, f"{code}/turnout")
    beneath = [record(site, f"{child['unit']}/turnout") for child in whole["children"]]
    assert beneath
    for place, hour in enumerate(whole["hours"]):
        for figure in ("voted", "on_list", "precincts"):
            assert hour[figure] == sum(one["hours"][place][figure] for one in beneath)
    assert {f"{child['unit']}/turnout" for child in whole["children"]} <= leads_to(
        shown(site, f"{code}/turnout")
    )


def test_turnout_of_a_contest_is_the_sum_of_its_precincts(site: Path) -> None:
    whole = record(site, "U1/turnout")
    hours = record(site, "U1.1")["hours"]
    assert whole["children"] == [{"unit": "U1.1", "hours": hours}]
    assert [one["voted"] for one in whole["hours"]] == [one["voted"] for one in hours]
    assert "U1.1" in leads_to(shown(site, "U1/turnout"))


def test_turnout_is_told_by_the_hour_of_the_capital_in_words_and_columns(site: Path) -> None:
    here = shown(site, "U1/turnout")
    assert "Hours are those of the capital (UTC+6)." in here.text
    assert "20:00 308 500 61.60% 1 of 2" in here.text
    assert 'role="img" aria-labelledby="columns"' in here.html
    assert "14:00" in shown(site, "U1.1").text
    assert "Turnout by the hour" not in shown(site, "U1.2").text


@pytest.mark.parametrize("code", ["KZ", "R1", "D1"])
def test_candidacies_of_a_unit_are_the_sum_of_those_beneath(site: Path, code: str) -> None:
    whole = record(site, f"{code}/candidates")
    beneath = [record(site, f"{child['unit']}/candidates")["candidacies"] for child in whole["children"]]
    assert beneath
    for name in SUMMED:
        assert whole["candidacies"][name] == sum(one[name] for one in beneath)
    for place, day in enumerate(whole["candidacies"]["by_day"]):
        assert day["nominated"] == sum(one["by_day"][place]["nominated"] for one in beneath)
        assert day["registered"] == sum(one["by_day"][place]["registered"] for one in beneath)
    assert {f"{one['unit']}/candidates" for one in whole["children"]} <= leads_to(
        shown(site, f"{code}/candidates")
    )


def test_candidacies_of_a_contest_count_the_candidates_it_lists(site: Path) -> None:
    for code in ("U1", "U2", "U3"):
        one = record(site, f"{code}/candidates")
        assert one["candidacies"]["nominated"] == len(one["candidates"])
        assert one["candidacies"]["women"] == sum(person["sex"] == "f" for person in one["candidates"])


def test_candidates_have_the_days_of_their_steps(site: Path) -> None:
    here = shown(site, "U1/candidates", "ru")
    assert "выдвинут: 28 июня 2021 года" in here.text
    assert "зарегистрирован: 10 июля 2021 года" in here.text
    assert here.record["candidates"][0]["nominated_on"] == "2021-06-28"


def test_commission_speaks_the_language_of_the_reader(site: Path) -> None:
    """Address, act, who proposed whom, since when a seat is vacant and why: one language on a page."""
    said = {
        "kk": ("Бейбітшілік к-сі, 7", "№ 12 шешім", "Одақ", "12 мамыр. өз еркімен. № 31 шешім"),
        "ru": ("ул. Мира, 7", "Решение № 12", "Союз", "12 мая 2021 года. по собственному желанию."),
        "en": (
            "7 Peace Street",
            "Decision No. 12",
            "The Union",
            "Vacant since 12 May 2021. at own request",
        ),
    }
    for language in said:
        text = shown(site, "D1/commission", language).text
        for one, texts in said.items():
            assert [one_said in text for one_said in texts] == [one == language] * len(texts)
    record = shown(site, "D1/commission").record["commission"]
    assert record["address"] == {"kk": "Бейбітшілік к-сі, 7", "ru": "ул. Мира, 7", "en": "7 Peace Street"}
    assert record["vacant"][0]["since"] == "2021-05-12"
    assert [one["proposed_in"] and one["proposed_in"]["en"] for one in record["members"][:3]] == [
        None, record["members"][1]["proposed_in"]["en"], "The Union",
    ]  # fmt: skip


def test_commission_tells_members_contacts_act_and_vacancies(site: Path) -> None:
    here = shown(site, "D1/commission")
    for said in ("Commission of D1", "Vacancies 1", "Мүше D1 0 chair full-time", "Decision No. 12"):
        assert said in here.text
    assert "tel:+77292000007" in here.html
    assert "mailto:commission@example.org" in here.html
    assert here.record["commission"]["vacancies"] == 1
    assert "First day of the term 10 January 2019" in here.text
    assert "Last day of the term 9 January 2024" in here.text
    assert here.record["commission"]["valid_to"] == "2024-01-10"
    for code in ("KZ", "R1", "U2", "U2.1"):
        assert shown(site, f"{code}/commission").record["commission"]["code"] == f"C-{code}"


@pytest.mark.parametrize("code", ["KZ", "D1", "U2"])
def test_tabs_stand_in_one_order_for_every_unit(site: Path, code: str) -> None:
    here = shown(site, code)
    views = here.html.partition('<nav class="views"')[2].partition("</nav>")[0]
    tabs = ["Results", "Commission", "Calendar plan", "Candidates", "Turnout"]
    places = [views.index(f">{name}</a>") for name in tabs]
    assert places == sorted(places)


def test_book_of_results_alone_has_no_other_page_and_no_tab(tmp_path: Path) -> None:
    publish(book([seat("U1", 2, [Protocol(votes=(5, 3))])], bare=True), tmp_path, at=AT)
    folders = {path.parent.name for path in tmp_path.rglob("index.html")}
    assert folders & {"turnout", "commission", "sources"} == set()
    assert not (tmp_path / f"kk/{ELECTION}/D1/candidates").exists()
    here = shown(tmp_path, "D1")
    assert [name for name in ("Turnout</a>", "Commission</a>", "Candidates</a>") if name in here.html] == []
