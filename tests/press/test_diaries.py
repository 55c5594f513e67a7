"""Calendar files: a general library reads back what was written, whatever stands in it."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar

from dauys.press.diaries import calendar, event, text, when

DAY = dt.date(2021, 7, 25)
WORDS = some.text(some.characters(exclude_categories=("Cc", "Cs")) | some.just("\n"), max_size=400)


def read(*lines: bytes) -> Calendar:
    """A calendar of one event."""
    return Calendar.from_ical(calendar("-//Dauys//Test//EN", "Сайлау", [event(lines)]))


@given(WORDS.filter(lambda words: "\\N" not in words and "\x85" not in words))
def test_words_come_back_and_no_line_is_too_long(words: str) -> None:
    line = text("DESCRIPTION", words)
    assert all(len(piece) <= 75 for piece in line.split(b"\r\n"))
    assert str(read(line).walk("VEVENT")[0]["description"]) == words


def test_day_is_a_day_and_moment_is_in_utc() -> None:
    at = dt.datetime(2021, 7, 25, 18, 0, tzinfo=dt.timezone(dt.timedelta(hours=6)))
    found = read(when("DTSTART", DAY), when("DTEND", at)).walk("VEVENT")[0]
    assert found["dtstart"].dt == DAY
    assert found["dtend"].dt == at
    assert when("DTEND", at) == b"DTEND:20210725T120000Z\r\n"


def test_calendar_has_a_name_and_its_maker() -> None:
    found = read(text("SUMMARY", "x"))
    assert (str(found["x-wr-calname"]), str(found["prodid"])) == ("Сайлау", "-//Dauys//Test//EN")
