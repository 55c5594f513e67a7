"""Contests whose outcome the votes still out can change, told on the pages above them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from dauys.apps.publication.actions import publish
from dauys.apps.publication.pages.catalogue import SCHEMAS
from tests.apps.publication.books import AT, Protocol, book, seat
from tests.apps.publication.site import Page, page
from tests.cast import ELECTION, contest

OPEN = (Protocol(votes=(60, 40)), Protocol())
DONE = (Protocol(votes=(60, 40)),)


def shown(site: Path, code: str, language: str = "en") -> Page:
    """A page of the election."""
    return page(site, f"{language}/{ELECTION}/{code}")


def record(here: Page) -> dict[str, Any]:
    """The JSON of a page, which holds to its schema."""
    schema = json.loads((SCHEMAS / Path(here.record["$schema"]).name).read_bytes())
    fastjsonschema.compile(schema)(here.record)
    return here.record


def linked(here: Page) -> list[str]:
    """Where the list of alarms leads to."""
    told = here.html.partition('id="alarms"')[2].partition("</dl>")[0]
    return [here.target(piece.partition('"')[0]).parent.name for piece in told.split('href="')[1:]]


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("kk", "Қорытындысы әлі өзгеруі мүмкін округтер: 1"),
        ("ru", "Округа, где итог еще может измениться: 1"),
        ("en", "Contests whose outcome can still change: 1"),
    ],
)
@pytest.mark.parametrize("folder", ["", "KZ", "D1"])
def test_alarm_of_a_contest_is_seen_above_it(
    tmp_path: Path, folder: str, language: str, heading: str
) -> None:
    publish(book([seat("U1", 2, OPEN), seat("U2", 2, DONE), seat("U3", 2, [Protocol()])]), tmp_path, at=AT)
    here = shown(tmp_path, folder, language)
    assert heading in here.text
    assert linked(here) == ["U1"]
    assert record(here)["alarms"] == [
        {"contest": contest("U1"), "unit": "U1", "margin": 20, "outstanding": 3000}
    ]
    if language == "en":
        words = here.text.replace("\u00a0", " ")
        assert "Fewest further votes that could change the outcome: 20. Votes still out: at most" in words


def test_many_alarms_are_counted_by_area(tmp_path: Path) -> None:
    publish(book([seat(f"U{n}", 2, OPEN) for n in range(1, 31)]), tmp_path, at=AT)
    here = shown(tmp_path, "KZ")
    assert "Contests whose outcome can still change: 30" in here.text
    assert linked(here) == ["R1"]
    assert "R1 en contests: 30" in here.text
    assert len(record(here)["alarms"]) == 30
    assert "And 6 more." in shown(tmp_path, "D1").text


def test_without_an_alarm_there_is_no_such_list(tmp_path: Path) -> None:
    publish(book([seat("U1", 2, DONE), seat("U2", 2, [Protocol()])]), tmp_path, at=AT)
    for folder in ("", "KZ", "D1"):
        assert "can still change" not in shown(tmp_path, folder).text
        assert "alarms" not in record(shown(tmp_path, folder))
