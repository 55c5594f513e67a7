"""Pages of a country of many regions: the map, the comparison, the sources, the way to a precinct."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import fastjsonschema
import pytest

from dauys.apps.publication.actions import publish
from dauys.apps.publication.pages.maps import tiles_on
from tests.apps.publication.books import AT, Protocol, book, seat
from tests.apps.publication.site import Page, page
from tests.cast import ELECTION

NEW_REGIONS = {"100000000", "330000000", "620000000"}


def shown(site: Path, folder: str, language: str = "en") -> Page:
    """A page of the election."""
    return page(site, f"{language}/{ELECTION}/{folder}")


def names_in(here: Page, pattern: str = 'scope="row"><a') -> list[str]:
    """The names that the rows of a page link to, in their order."""
    return [piece.partition(">")[2].partition("<")[0] for piece in here.html.split(pattern)[1:]]


@pytest.mark.parametrize(
    ("day", "units"), [("2021-07-25", 17), ("2022-06-07", 17), ("2022-06-08", 20), ("2026-01-01", 20)]
)
def test_tiles_are_those_of_the_day_and_none_covers_another(day: str, units: int) -> None:
    tiles = tiles_on(dt.date.fromisoformat(day))
    assert len({tile.code for tile in tiles}) == len(tiles) == units
    assert len({(tile.row, tile.column) for tile in tiles}) == units
    for language in ("kk", "ru", "en"):
        assert len({tile.short[language] for tile in tiles}) == units
    assert ({tile.code for tile in tiles} >= NEW_REGIONS) == (units == 20)


def test_tile_leads_to_its_region_and_bears_its_turnout(country: Path) -> None:
    here = shown(country, "KZ")
    tile = here.html.partition('<a href="../470000000/" aria-label="Man en: turnout 58.29%">')[2]
    assert tile.partition("</a>")[0].endswith("58.3%</text>")
    assert here.html.count('class="none"') == 3
    assert "../710000000/" not in here.html
    assert "map" not in shown(country, "R1").html.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize(("day", "mark"), [("2022-09-18", "Nur"), ("2022-09-19", "Ast")])
def test_capital_is_marked_by_its_name_of_the_day(day: str, mark: str) -> None:
    tiles = {tile.code: tile.short["en"] for tile in tiles_on(dt.date.fromisoformat(day))}
    assert tiles["710000000"] == mark


def test_map_has_a_scale_of_its_shades(country: Path) -> None:
    for language, said in (("en", "&lt; 60%, 60–70%, 70–80%, 80–90%, ≥ 90%"), ("kk", "≥ 90%")):
        html = shown(country, "KZ", language).html
        assert said in html.partition('role="img" aria-label="')[2].partition('" width')[0]


def test_comparison_stands_in_the_order_of_each_figure(country: Path) -> None:
    by_name = shown(country, "KZ/compare")
    assert names_in(by_name) == sorted(names_in(by_name))
    assert by_name.record["order"] == "name"
    for tail, figure in (("women", "women"), ("coverage", "received")):
        here = shown(country, f"KZ/compare/{tail}")
        figures = [one[figure] for one in here.record["units"] if one["unit"] != "R1"]
        assert figures == sorted(figures, reverse=True)
        assert here.html.count('aria-sort="descending"') == 1
        assert len(names_in(here)) == 15
    row = by_name.record["units"][-1]
    assert (row["candidates_per_seat"], row["contests"]) == ("2.33", 3)


def test_comparison_keeps_to_its_schema_and_its_links_lead_somewhere(country: Path) -> None:
    valid = fastjsonschema.compile(json.loads((country / "schema/comparison.json").read_bytes()))
    for language in ("kk", "ru", "en"):
        for tail in ("", "/turnout", "/coverage", "/seats", "/women"):
            here = shown(country, f"KZ/compare{tail}", language)
            valid(here.record)
            assert [href for href, _ in here.anchors if not here.target(href).is_file()] == []


def test_plans_of_all_commissions_count_the_duties_of_each(country: Path) -> None:
    here = shown(country, "KZ/calendar/all")
    assert [row["unit"] for row in here.record["plans"]] == ["KZ", "R1", "D1"]
    terms = shown(country, "D1/calendar").record["terms"]
    row = here.record["plans"][2]
    assert row["terms"] == len(terms)
    assert row["overdue"] == sum(term["state"] == "overdue" for term in terms) > 0
    links = {here.target(href) for href, _ in here.anchors if ":" not in href}
    assert shown(country, "D1/calendar").path.resolve() in links
    above = shown(country, "KZ/calendar")
    assert here.path.resolve() in {above.target(href) for href, _ in above.anchors if ":" not in href}


def test_sources_name_each_figure_and_tell_real_from_sample(country: Path) -> None:
    here = shown(country, "sources", "ru")
    assert "«Казинформ» ; caravan.kz настоящее" in here.text
    assert "Люди 7 (шамамен) образец" in here.text
    for folder in ("KZ", "U1.1", "D1/calendar", ""):
        found = shown(country, folder, "ru")
        assert here.path in {found.target(href) for href, _ in found.anchors if ":" not in href}


def test_stage_of_a_contest_and_early_ones_are_told(tmp_path: Path) -> None:
    plain = book([seat("U1", 2, [Protocol(votes=(60, 40))], state="repeated"), seat("U2", 2, [Protocol()])])
    early = {key: replace(one, is_early=one.unit == "U1") for key, one in plain.contests.items()}
    publish(replace(plain, contests=early), tmp_path, at=AT)
    for language, said in (
        ("kk", "қайта сайлау тағайындалды мерзімінен бұрынғы сайлау"),
        ("ru", "назначены повторные выборы досрочные выборы"),
        ("en", "repeat election called early election"),
    ):
        assert said in shown(tmp_path, "U1", language).text
        assert said.split()[0] in shown(tmp_path, "D1", language).text
    assert "early election" not in shown(tmp_path, "U2").text
    assert "Of these, early elections 1" in shown(tmp_path, "").text


@pytest.mark.parametrize(
    ("language", "tabs"),
    [
        ("kk", ["Барлық комиссияның жоспары", "Салыстыру"]),
        ("ru", ["Планы всех комиссий", "Сравнение"]),
        ("en", ["Plans of all commissions", "Comparison"]),
    ],
)
def test_comparison_and_plans_of_all_have_tabs(country: Path, language: str, tabs: list[str]) -> None:
    for folder, current in (("KZ", ""), ("KZ/compare", tabs[1]), ("KZ/calendar/all", tabs[0])):
        nav = shown(country, folder, language).html.partition('<nav class="views"')[2].partition("</nav>")[0]
        assert [tab for tab in tabs if tab not in nav] == []
        assert nav.count('aria-current="page"') == 1
        assert f'aria-current="page">{current}' in nav
    assert (
        tabs[1]
        not in shown(country, "R1", language).html.partition('<nav class="views"')[2].partition("</nav>")[0]
    )


def test_table_of_regions_stands_whole_and_says_that_it_scrolls(country: Path) -> None:
    for folder in ("KZ/candidates", "KZ/compare"):
        html = shown(country, folder).html
        assert '<div class="scroll" role="region"' in html  # not cut off at the height of the screen
        assert '<p class="quiet screen hint">The table goes on inside its frame' in html
    style = (country / "style.css").read_text(encoding="utf-8")
    assert "max-height: 90vh" in style.partition(".tall {")[2].partition("}")[0]
    assert "max-height" not in style.partition("\n.scroll {")[2].partition("}")[0]
