"""Find my precinct: by place, by name, by number; nothing overlaps, nothing is out of reach."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import fastjsonschema
import pytest

from dauys.apps.publication.actions import publish
from dauys.apps.publication.pages.finder.ground import own_number
from dauys.apps.publication.pages.finder.letters import letter_of
from dauys.apps.results.queries import Book
from dauys.core.norms.records import Words
from dauys.press.weighing import LIMIT, weight
from tests.apps.publication.books import AT, Protocol, book, names, seat
from tests.apps.publication.site import Page, page, pages
from tests.cast import ELECTION

PHONES = {"R1": "+7 (711) 1", "R2": "+7 (722) 2", "D2": "+7 (722) 22"}


def shown(site: Path, tail: str = "", language: str = "en") -> Page:
    """A page of the search."""
    return page(site, f"{language}/{ELECTION}/find/{tail}")


def numbered(first: dict[str, int]) -> Callable[[str], Words]:
    """Names of precincts whose numbers begin in each unit with `first`; of other units as ever."""

    def name(code: str) -> Words:
        unit, _, number = code.partition(".")
        if not number or unit not in first:
            return names(code)
        own = first[unit] + int(number) - 1
        return Words(kk=f"№ {own} учаске", ru=f"Участок № {own}", en=f"Precinct No. {own}")

    return name


def two_regions(first: dict[str, int], sizes: Sequence[int], *, districts: Sequence[str]) -> Book:
    """A unit for each size; its district and region are those of `districts`, written `R1/D1`."""
    seats = [seat(f"U{place}", 1, [Protocol()] * size) for place, size in enumerate(sizes, 1)]
    here = book(seats, name=numbered(first))
    units, results, commissions = dict(here.units), dict(here.results), dict(here.commissions)
    ways = [tuple(way.split("/")) for way in districts]
    units["KZ"] = replace(units["KZ"], children=tuple(dict.fromkeys(region for region, _ in ways)))
    for region, district in ways:
        below = tuple(dict.fromkeys(own for above, own in ways if above == region))
        holders = tuple(f"U{place}" for place, way in enumerate(ways, 1) if way[1] == district)
        for code, parent, like, children in (
            (region, "KZ", "R1", below), (district, region, "D1", holders),
        ):  # fmt: skip
            old = here.units[like]
            units[code] = replace(old, code=code, names=names(code), parent=parent, children=children)
            results[(None, code)] = replace(here.result(like), unit=code)
            commissions[code] = replace(here.commissions[like], phone=PHONES.get(code, ""))
    for place, (_, district) in enumerate(ways, 1):
        units[f"U{place}"] = replace(units[f"U{place}"], parent=district)
    commissions["KZ"] = replace(here.commissions["KZ"], phone="")
    plain = {code: one for code, one in commissions.items() if code in units}
    return replace(here, units=units, results=results, commissions=plain)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two regions whose precincts are numbered from 1, the first with 130 of them."""
    folder = tmp_path_factory.mktemp("finder")
    first = {"U1": 1, "U2": 9, "U3": 130, "U4": 1, "U5": 4}
    ways = ("R1/D1", "R1/D1", "R1/D3", "R2/D2", "R2/D2")
    publish(two_regions(first, (8, 121, 1, 3, 2), districts=ways), folder, at=AT)
    return folder


@pytest.mark.parametrize(
    ("name", "number"),
    [("№ 7 сайлау учаскесі", 7), ("Избирательный участок № 12 (школа № 5)", 12), ("Precinct No. 3", 3),
     ("Precinct 65.12", 12), ("Ақтау", None), ("Участок 40", 40)],
)  # fmt: skip
def test_own_number_of_a_precinct(name: str, number: int | None) -> None:
    assert own_number(name) == number


@pytest.mark.parametrize(
    ("name", "language", "letter"),
    [("Әйтеке би", "kk", "Ә"), ("Ұлытау", "kk", "Ұ"), ("іргелі", "kk", "І"), ("Ёлкино", "ru", "Е"),
     ("№ 7 ауыл", "kk", "№"), ("Sam", "en", "S"), ("г. Степногорск", "ru", "С"),
     ("район имени Габита Мусрепова", "ru", "Г"), ("Сельский округ № 5", "ru", "С"),
     ("районный центр", "ru", "Р"), ("City of Semey", "en", "S")],
)  # fmt: skip
def test_name_is_found_under_its_letter(name: str, language: str, letter: str) -> None:
    assert letter_of(name, language) == letter


def lists(site: Path) -> dict[str, list[Page]]:
    """The parts of the list of each unit, by number."""
    base = site / f"en/{ELECTION}/find/number"
    found: dict[str, list[Page]] = {}
    for one in pages(site):
        if base in one.path.parents and one.path.parent != base:
            found.setdefault(one.record["area"], []).append(one)
    return {code: sorted(parts, key=lambda one: one.record["page"]["part"]["number"])
            for code, parts in found.items()}  # fmt: skip


def test_number_is_sought_in_its_region_and_ranges_never_overlap(site: Path) -> None:
    found = lists(site)
    assert set(found) == {"R1", "R2"}
    choice = shown(site, "number")
    assert [one["unit"] for one in choice.record["units"]] == ["R1", "R2"]
    assert "R1 en precincts: 130 (No. 1–130)" in choice.text
    assert "R2 en precincts: 5 (No. 1–5)" in choice.text
    for code, most in (("R1", 130), ("R2", 5)):
        numbers = [one["number"] for part in found[code] for one in part.record["units"]]
        assert numbers == list(range(1, most + 1))
        for part in found[code]:
            assert part.record["precincts"] == most
            assert f"{code} en. Precincts: {most}." in part.text
            assert all(code in one["above"] for one in part.record["units"])
    labels = found["R1"][0].html.partition('class="letters"')[2].partition("</nav>")[0]
    assert [piece.partition("<")[0] for piece in labels.split("\">")[1:] if piece.startswith("No.")] == [
        "No. 1–50", "No. 51–100", "No. 101–130",
    ]  # fmt: skip


def test_numbers_that_return_within_a_region_are_listed_by_district(tmp_path: Path) -> None:
    ways = ("R1/D1", "R1/D2", "R2/D3")
    publish(two_regions({"U1": 1, "U2": 1, "U3": 1}, (3, 4, 2), districts=ways), tmp_path, at=AT)
    found = lists(tmp_path)
    assert set(found) == {"D1", "D2", "R2"}
    assert [one["number"] for one in found["D2"][0].record["units"]] == [1, 2, 3, 4]


def test_every_precinct_is_reached_by_place_with_the_telephone_of_its_commission(site: Path) -> None:
    start = shown(site)
    assert [one["unit"] for one in start.record["units"]] == ["R1", "R2"]
    seen, pending = {start.path.resolve()}, [start]
    while pending:
        here = pending.pop()
        targets = {here.target(href) for href, _ in here.anchors if ":" not in href} - seen
        below = site.resolve() / f"en/{ELECTION}/find/in"
        fresh = sorted(path for path in targets if below in path.parents and path.name == "index.html")
        pending += [Page(path, site) for path in fresh]
        seen.update(fresh)
    listed = [one["unit"] for path in seen for one in Page(path, site).record["units"]
              if one["kind"] == "precinct"]  # fmt: skip
    assert len(listed) == len(set(listed)) == 135
    district = shown(site, "in/D2")
    assert district.text.index("Precinct No. 1") < district.text.index("Precinct No. 5")
    assert "D2 en. Precincts: 5." in district.text
    assert "tel:+772222" in {href for href, _ in district.anchors}
    assert PHONES["D2"] in district.text
    assert "+7 (711) 1" in shown(site, "in/D1").text  # its own commission has none: the nearest above
    assert "Telephone of the commission: +7 (722) 22" in shown(site, "in/R2").text
    assert "The telephone of the commission is not published." in start.text
    many = shown(site, "in/U2")
    assert (many.record["precincts"], many.record["page"]["part"]["of"]) == (121, 3)


def test_search_without_precincts_says_so(tmp_path: Path) -> None:
    here = book()
    results = {key: one for key, one in here.results.items() if "." not in key[1]}
    publish(replace(here, results=results), tmp_path, at=AT)
    for tail in ("", "letter", "number"):
        assert "The precincts of this election are not published yet." in shown(tmp_path, tail).text
        assert shown(tmp_path, tail).record["units"] == []


def test_search_keeps_to_its_schema_in_three_languages_and_no_link_is_broken(site: Path) -> None:
    valid = fastjsonschema.compile(json.loads((site / "schema/find.json").read_bytes()))
    style = weight((site / "style.css").read_bytes())
    found = [one for one in pages(site) if f"{ELECTION}/find" in one.folder]
    assert len(found) == 3 * len([one for one in found if one.folder.startswith("kk/")])
    for one in found:
        valid(one.record)
        assert weight(one.path.read_bytes()) + style <= LIMIT
        local = [href for href, _ in one.anchors if ":" not in href]
        assert [href for href in local if not one.target(href).is_file()] == []
        assert [href for href in local if href.startswith("#") and f'id="{href[1:]}"' not in one.html] == []


def test_precinct_is_three_clicks_from_the_choice_of_a_language(site: Path) -> None:
    def next_pages(here: Page) -> dict[Path, Page]:
        targets = {here.target(href) for href, _ in here.anchors if ":" not in href}
        return {path: Page(path, site) for path in targets if path.name == "index.html"}

    election = Page((site / f"ru/{ELECTION}/index.html").resolve(), site)
    assert election.path in next_pages(page(site, ""))
    index = Page((site / f"ru/{ELECTION}/find/letter/index.html").resolve(), site)
    assert index.path in next_pages(election)
    assert (site / f"ru/{ELECTION}/U4.1/index.html").resolve() in next_pages(index)


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
    front = shown(tmp_path, "letter", "kk")
    letters = front.html.partition('class="letters"')[2].partition("</nav>")[0]
    links = [piece.partition('"')[0] for piece in letters.split('href="')[1:]]
    assert [piece.partition(">")[2][0] for piece in letters.split('href="')[1:]] == list("АӘБҒКҚӨҰҮҺІ")
    for href in links:
        target = Page(front.target(href), tmp_path)
        assert f'id="{href.partition("#")[2]}"' in target.html
    heaviest = max(weight(one.path.read_bytes()) for one in pages(tmp_path) if "/find" in f"/{one.folder}")
    assert heaviest + weight((tmp_path / "style.css").read_bytes()) <= LIMIT
    numbers = shown(tmp_path, "number/R1/page/2", "kk")
    assert "№ 60–109" in numbers.text
    assert "№ 60 учаске" in numbers.text
