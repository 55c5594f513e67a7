"""The calendar file: it parses, holds exactly the terms that have a time, at those times."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from icalendar import Calendar

from dauys.apps.publication.actions import publish
from dauys.apps.results.queries import Book
from tests.apps.publication.books import AT, LOCAL, Protocol, book, seat
from tests.apps.publication.site import page
from tests.cast import ELECTION


def events(site: Path, language: str = "en") -> dict[str, dict[str, object]]:
    """The events of D1's calendar by the code of their term."""
    read = Calendar.from_ical((site / f"{language}/{ELECTION}/D1/calendar/calendar.ics").read_bytes())
    return {
        str(event["uid"]).removesuffix("@dauys").rpartition(".")[2]: {
            "start": event["dtstart"].dt,
            "end": event["dtend"].dt if "dtend" in event else None,
            "stamp": event["dtstamp"].dt,
            "summary": str(event["summary"]),
            "description": str(event["description"]),
        }
        for event in read.walk("VEVENT")
    }


def test_diary_holds_the_terms_with_a_time_and_no_others(site: Path, small: Book) -> None:
    plan = small.plan("D1")
    assert set(events(site)) == {row.term.code for row in plan if row.term.at is not None}
    assert len(events(site)) < len(plan)


def test_limit_with_an_hour_is_a_moment_in_utc(site: Path) -> None:
    ends = events(site)["nom_end"]
    assert ends["start"] == dt.datetime(2021, 7, 9, 18, 0, tzinfo=LOCAL)
    assert ends["end"] is None


def test_limit_without_an_hour_is_a_whole_day(site: Path) -> None:
    term = events(site)["pub_tec"]
    assert (term["start"], term["end"]) == (dt.date(2021, 7, 5), dt.date(2021, 7, 6))


def test_range_has_both_ends(site: Path) -> None:
    vote, ban = events(site)["vote"], events(site)["poll_ban"]
    assert vote["start"] == dt.datetime(2021, 7, 25, 7, 0, tzinfo=LOCAL)
    assert vote["end"] == dt.datetime(2021, 7, 25, 20, 0, tzinfo=LOCAL)
    assert (ban["start"], ban["end"]) == (dt.date(2021, 7, 20), dt.date(2021, 7, 26))


def test_midnight_named_by_the_rule_stays_a_moment(site: Path) -> None:
    assert events(site)["camp_end"]["start"] == dt.datetime(2021, 7, 24, 0, 0, tzinfo=LOCAL)
    assert events(site)["nom_start"]["start"] == dt.date(2021, 6, 26)


@pytest.mark.parametrize(
    ("language", "word"), [("kk", "сайлау күні"), ("ru", "день выборов"), ("en", "election day")]
)
def test_diary_speaks_its_language(site: Path, language: str, word: str) -> None:
    assert word in str(events(site, language)["vote"]["description"]).lower()


def test_stamp_is_the_latest_fact_not_the_clock(site: Path) -> None:
    stamps = {event["stamp"] for event in events(site).values()}
    assert stamps == {dt.datetime(2021, 6, 24, 18, 0, tzinfo=dt.UTC)}


def test_lines_are_no_longer_than_the_standard_allows(site: Path) -> None:
    for path in site.rglob("calendar.ics"):
        lines = path.read_bytes().split(b"\r\n")
        assert lines[-1] == b""
        assert max(map(len, lines)) <= 75


def test_long_code_is_folded_and_read_back(tmp_path: Path) -> None:
    unit = "U" * 80
    publish(book([seat(unit, 2, [Protocol()])]), tmp_path, at=AT)
    content = (tmp_path / f"kk/{ELECTION}/{unit}/calendar/calendar.ics").read_bytes()
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert f"{ELECTION}.{unit}.vote@dauys" in {
        str(event["uid"]) for event in Calendar.from_ical(content).walk("VEVENT")
    }


def test_event_of_another_unit_is_another_event(site: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in site.glob("kk/*/*/calendar/calendar.ics")]
    found = [line for text in texts for line in text.splitlines() if line.startswith("UID:")]
    assert len(texts) == 6
    assert len(found) == len(set(found))


def test_plan_without_terms_has_no_page(tmp_path: Path) -> None:
    publish(replace(book(), plans={}), tmp_path, at=AT)
    assert not list(tmp_path.rglob("calendar"))
    assert "Calendar" not in page(tmp_path, f"en/{ELECTION}/D1").text


def test_event_of_a_duty_that_is_done_is_marked(tmp_path: Path) -> None:
    publish(book(done={"pub_tec": dt.datetime(2021, 7, 1, 12, tzinfo=LOCAL)}), tmp_path, at=AT)
    found = events(tmp_path)
    marked = {code for code, event in found.items() if str(event["summary"]).startswith("✓ ")}
    assert marked == {"pub_tec"}
    assert found["pub_tec"]["start"] == dt.date(2021, 7, 5)
