"""Pages of a country of many regions: the map, the comparison, the sources, the way to a precinct."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import fastjsonschema
import pytest

from dauys.apps.publication.actions import publish
from dauys.apps.publication.pages.finder import letter_of
from dauys.apps.publication.pages.maps import tiles_on
from dauys.core.norms.records import Words
from dauys.press.writing import LIMIT, weight
from tests.apps.publication.books import AT, Protocol, book, seat
from tests.apps.publication.site import Page, page, pages
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
    assert [row["unit"] for row in here.record["plans"]] == ["KZ", "D1"]
    terms = shown(country, "D1/calendar").record["terms"]
    row = here.record["plans"][1]
    assert row["terms"] == len(terms)
    assert row["overdue"] == sum(term["state"] == "overdue" for term in terms) > 0
    links = {here.target(href) for href, _ in here.anchors if ":" not in href}
    assert shown(country, "D1/calendar").path.resolve() in links
    above = shown(country, "KZ/calendar")
    assert here.path.resolve() in {above.target(href) for href, _ in above.anchors if ":" not in href}


def test_sources_name_each_figure_and_tell_real_from_sample(country: Path) -> None:
    here = shown(country, "sources", "ru")
    assert "1\u202f209\u202f817" in here.html
    assert "79,10" in here.text
    assert "inform.kz a3815965 настоящее" in here.text
    assert "образец" in here.text
    for folder in ("KZ", "U1.1", "D1/calendar", ""):
        found = shown(country, folder, "ru")
        assert here.path in {found.target(href) for href, _ in found.anchors if ":" not in href}


def test_precinct_is_three_clicks_from_the_choice_of_a_language(country: Path) -> None:
    def next_pages(here: Page) -> dict[Path, Page]:
        targets = {here.target(href) for href, _ in here.anchors if ":" not in href}
        return {path: Page(path, country) for path in targets if path.name == "index.html"}

    front = page(country, "")
    election = Page((country / f"ru/{ELECTION}/index.html").resolve(), country)
    assert election.path in next_pages(front)
    index = Page((country / f"ru/{ELECTION}/find/index.html").resolve(), country)
    assert index.path in next_pages(election)
    assert (country / f"ru/{ELECTION}/U2.1/index.html").resolve() in next_pages(index)


@pytest.mark.parametrize(
    ("name", "language", "letter"),
    [("Әйтеке би", "kk", "Ә"), ("Ұлытау", "kk", "Ұ"), ("іргелі", "kk", "І"), ("Ёлкино", "ru", "Е"),
     ("№ 7 ауыл", "kk", "№"), ("Sam", "en", "S")],
)  # fmt: skip
def test_name_is_found_under_its_letter(name: str, language: str, letter: str) -> None:
    assert letter_of(name, language) == letter


def test_index_stands_in_the_order_of_the_alphabet_and_every_letter_leads_to_its_first_name(
    tmp_path: Path,
) -> None:
    kazakh = "Ақтам Әйет Бесқұм Қызан Кемер Ғазиз Өлең Ұялы Үшқұдық Һаким Ішім".split()
    seats = [seat(f"U{place}", 1, [Protocol()] * 9) for place in range(1, 80)]

    def name(code: str) -> Words:
        unit, _, number = code.partition(".")
        place = int(unit[1:]) if unit.startswith("U") else 0
        said = f"№ {9 * place + int(number)} учаске" if number else f"{kazakh[place % 11]} {place}"
        return Words(kk=said, ru=said, en=said)

    publish(book(seats, name=name), tmp_path, at=AT)
    front = shown(tmp_path, "find", "kk")
    letters = front.html.partition('class="letters"')[2].partition("</nav>")[0]
    links = [piece.partition('"')[0] for piece in letters.split('href="')[1:]]
    assert [piece.partition(">")[2][0] for piece in letters.split('href="')[1:]] == list("АӘБҒКҚӨҰҮҺІ")
    for href in links:
        target = Page(front.target(href), tmp_path)
        assert f'id="{href.partition("#")[2]}"' in target.html
    heaviest = max(weight(one.path.read_bytes()) for one in pages(tmp_path) if "/find" in f"/{one.folder}")
    assert heaviest + weight((tmp_path / "style.css").read_bytes()) <= LIMIT
    numbered = shown(tmp_path, "find/number/page/2", "kk")
    assert "60–109" in numbered.text
    assert "№ 60 учаске" in numbered.text


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
