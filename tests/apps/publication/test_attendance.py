"""The night before the first protocol: readings in place of dashes, the stage and the moment in the stamp."""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import fastjsonschema
import pytest

from dauys.apps.publication.actions import publish
from dauys.apps.publication.pages.catalogue import SCHEMAS
from dauys.apps.results.queries import Book, TurnoutPoint
from dauys.core.exact import percent
from tests.apps.publication.books import CALLED_AT, LOCAL, Protocol, book, seat
from tests.apps.publication.campaign import CAPITAL, with_regions
from tests.apps.publication.site import Page, page
from tests.cast import ELECTION

AT = dt.datetime(2021, 7, 25, 20, 30, tzinfo=CAPITAL)
HOURS = {18: (700, 1000), 20: (779, 1000)}


def night(*states: str) -> Book:
    """Contests of which no protocol has come, in these states; every unit has readings at 18 and 20 hours."""
    made = with_regions(book([seat(f"U{n}", 2, [Protocol()], state=one) for n, one in enumerate(states, 1)]))
    points = tuple(
        TurnoutPoint(dt.datetime(2021, 7, 25, hour, tzinfo=CAPITAL), 3, 4, *figures, percent(*figures, 2))
        for hour, figures in HOURS.items()
    )
    silent = TurnoutPoint(dt.datetime(2021, 7, 25, 22, tzinfo=CAPITAL), 0, 4, 0, 0, None)
    none_in = {
        key: replace(one, as_of=CALLED_AT, received=0, expected=one.expected or 1)
        for key, one in made.results.items()
    }
    return replace(made, at=AT, results=none_in, turnouts=dict.fromkeys(made.units, (*points, silent)))


def shown(site: Path, code: str, language: str = "en") -> Page:
    """A page of the election, whose JSON holds to its schema."""
    here = page(site, f"{language}/{ELECTION}/{code}")
    schema = json.loads((SCHEMAS / Path(here.record["$schema"]).name).read_bytes())
    fastjsonschema.compile(schema)(here.record)
    return here


def text(site: Path, code: str, language: str = "en") -> str:
    """Its words, hard spaces as plain ones."""
    return shown(site, code, language).text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a night in which all contests are counted."""
    folder = tmp_path_factory.mktemp("night")
    publish(night("counting", "counting"), folder, at=AT)
    return folder


@pytest.mark.parametrize(
    ("language", "figure", "stage"),
    [
        ("kk", "Қатысу деңгейі, сағат 20:00 77,90%",
         "дауыс беру аяқталды, дауыстар саналуда; хаттамалар әлі жоқ"),
        ("ru", "Явка на 20:00 77,90 %", "голосование завершено, идет подсчет; протоколов пока нет"),
        ("en", "Turnout at 20:00 77.90% by readings: 779 of 1,000 voters",
         "voting ended, counting is under way; no protocols yet"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("folder", ["", "KZ", "D1", "U1"])
def test_before_the_first_protocol_the_latest_reading_is_shown(
    site: Path, folder: str, language: str, figure: str, stage: str
) -> None:
    words = text(site, folder, language)
    assert figure in words
    assert stage in words


def test_stamp_names_the_moment_shown_not_the_call(site: Path) -> None:
    for folder in ("", "KZ", "D1"):
        words = text(site, folder)
        assert "State shown as of 25 July 2021, 20:30 (UTC+6)." in words or "19:30 (UTC+5)." in words
        assert "Election called: 25 June 2021" not in words
        assert "Preliminary result" not in words
    for folder in ("U1", "U1.1"):
        assert "Figures as of 25 July 2021, 19:00 (UTC+5)" in text(site, folder)
    assert shown(site, "KZ").record["made"]["as_of"] == "2021-07-25T20:00:00+06:00"


def test_map_tables_and_comparison_show_the_reading(site: Path) -> None:
    country = shown(site, "KZ")
    assert "77.90% (at 20:00, by readings)" in country.html
    assert "Where no protocol is in, the turnout is that of the latest reading." in country.text
    assert "77.90% at 20:00, by readings" in text(site, "D1")
    compared = shown(site, "KZ/compare")
    assert "77.90% at 20:00, by readings" in text(site, "KZ/compare")
    assert {one["turnout_read"] for one in compared.record["units"]} == {"77.90"}
    with (compared.path.parent / "table.csv").open(newline="", encoding="utf-8") as file:
        assert {row["turnout_read"] for row in csv.DictReader(file)} == {"77.90"}


def test_json_has_the_reading_beside_an_unknown_turnout(site: Path) -> None:
    found = shown(site, "KZ").record
    assert found["turnout"] is None
    assert found["latest_reading"] == {
        "hour_at": "2021-07-25T20:00:00+06:00", "precincts": 3, "expected": 4, "voted": 779, "on_list": 1000,
        "percent": "77.90",
    }  # fmt: skip


def test_areas_that_still_vote_are_told_apart(tmp_path: Path) -> None:
    publish(night("voting", "counting"), tmp_path, at=AT)
    assert "voting ended in part of the areas, goes on in others; no protocols yet" in text(tmp_path, "KZ")
    assert "voting State" not in text(tmp_path, "U1")
    assert "voting ended" not in text(tmp_path, "U1")


def test_with_a_protocol_the_turnout_is_of_the_protocols(tmp_path: Path) -> None:
    publish(book([seat("U1", 2, [Protocol(votes=(60, 40)), Protocol()])], at=AT), tmp_path, at=AT)
    words = text(tmp_path, "D1")
    assert "by protocols received: 100 of 500 voters" in words
    assert "by readings" not in words
    assert "Preliminary result" in words
    assert "latest_reading" not in shown(tmp_path, "D1").record
    assert "By readings of the precincts on election day" in text(tmp_path, "D1/turnout")


def test_before_election_day_the_page_names_the_stage(tmp_path: Path) -> None:
    made = night("campaign", "campaign")
    day = dt.datetime(2021, 7, 20, 9, tzinfo=LOCAL)
    publish(replace(made, at=day, turnouts={}), tmp_path, at=day)
    words = text(tmp_path, "D1")
    assert "election campaign State shown as of 20 July 2021, 09:00 (UTC+5)." in words
    assert "Turnout —" in words
