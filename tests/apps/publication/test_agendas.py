"""The calendar file of all commissions: it parses, and holds each term of each commission exactly once."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from dauys.apps.calendar.queries import Held, PlanRow
from dauys.apps.publication.actions import publish
from dauys.apps.publication.pages.catalogue import words
from dauys.apps.publication.pages.duties import COLUMNS
from dauys.apps.results.queries import Book, DecisionNode
from dauys.core.timetable import STATES, plan, term_state
from dauys.press.weighing import LIMIT, weight
from tests.apps.publication.books import AT, book, names
from tests.apps.publication.site import Page, page
from tests.cast import ELECTION

WEST, EAST = ("R1", "Asia/Aqtau"), ("R2", "Asia/Almaty")
SHARED_OUT = {"D1": WEST, "D2": WEST, "D3": EAST, "D4": EAST, "D5": EAST}
DONE_AT = dt.datetime(2021, 7, 2, 9, tzinfo=dt.UTC)
DAYS = {"CALL": dt.date(2021, 6, 25), "E": dt.date(2021, 7, 25)}


def country_of_five(*, done: tuple[str, ...] = (), moved: str = "", done_at: dt.datetime = DONE_AT) -> Book:
    """Two regions in two zones with five commissions; `moved` ends the nomination two days earlier."""
    here = book(bare=True)
    units, results, plans = dict(here.units), dict(here.results), {}
    units["KZ"] = replace(units["KZ"], children=("R1", "R2"))
    for code, (region, zone) in SHARED_OUT.items():
        units[code] = replace(here.units["D1"], code=code, names=names(code), parent=region, zone=zone,
                              children=here.units["D1"].children if code == "D1" else ())  # fmt: skip
        plans[code] = [_row(here, term, code, done, moved, done_at) for term in plan(here.pack, DAYS, zone)]
    for region, zone in (WEST, EAST):
        children = tuple(code for code, (above, _) in SHARED_OUT.items() if above == region)
        units[region] = replace(
            here.units["R1"], code=region, names=names(region), children=children, zone=zone
        )
    for code in ("KZ", "R1", "R2"):
        plans[code] = [replace(row, done_by=0, plans=5) for row in plans["D1"]]
    for code in units:
        results.setdefault((here.contest_of(code), code), replace(here.result("D1"), unit=code))
    return replace(here, units=units, results=results, plans=plans)


def _row(
    here: Book, term: object, code: str, done: tuple[str, ...], moved: str, done_at: dt.datetime
) -> PlanRow:
    if term.code == "nom_end" and code == moved:
        term = replace(term, due_at=term.due_at - dt.timedelta(days=2))
    if term.code == "results":
        return PlanRow(term, "coming", held=Held(3, 1, 1, DONE_AT))
    at = done_at if code in done and term.code == "pub_tec" else None
    return PlanRow(term, term_state(term, here.at, at), at, "№ 9" if at else "")


def published(folder: Path, language: str = "en", **more: object) -> Path:
    publish(country_of_five(**more), folder, at=AT)  # type: ignore[arg-type]
    return folder / f"{language}/{ELECTION}"


def events(folder: Path, unit: str = "KZ") -> list[Component]:
    read = Calendar.from_ical((folder / unit / "calendar/all/calendar.ics").read_bytes())
    return list(read.walk("VEVENT"))


def rows(folder: Path, unit: str = "KZ") -> list[dict[str, str]]:
    text = (folder / unit / "calendar/all/terms.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def of(folder: Path, code: str, unit: str = "KZ") -> list[Component]:
    return [event for event in events(folder, unit) if f".all.{code}." in event["uid"]]


@pytest.mark.parametrize(("unit", "keepers"), [("KZ", 5), ("R1", 2), ("R2", 3)])
def test_events_equal_the_table_of_terms_and_hold_each_term_of_each_commission_once(
    tmp_path: Path, unit: str, keepers: int
) -> None:
    folder = published(tmp_path)
    table = rows(folder, unit)
    found = events(folder, unit)
    assert len(found) == len(table) == len({str(event["uid"]) for event in found})
    assert [str(event["uid"]).split(".")[-2] for event in found] == [row["code"] for row in table]
    each = Counter()
    for row in table:
        each[row["code"]] += int(row["commissions"])
    dated = {row.term.code for row in country_of_five().plan("D1") if row.term.at is not None}
    assert each == dict.fromkeys(dated, keepers)
    here = page(folder.parents[1], f"en/{ELECTION}/{unit}/calendar/all")
    assert len(here.record["terms"]) == len(table)
    assert here.html.partition('id="terms"')[2].count("<tr><td") == len(table)


def test_term_by_days_is_one_event_and_one_by_the_hour_is_one_for_each_zone(tmp_path: Path) -> None:
    folder = published(tmp_path)
    (day,) = of(folder, "pub_tec")
    assert (day["dtstart"].dt, day["dtend"].dt) == (dt.date(2021, 7, 5), dt.date(2021, 7, 6))
    assert str(day["location"]) == "KZ en"
    hours = {str(event["location"]): event["dtstart"].dt for event in of(folder, "nom_end")}
    assert hours == {
        "R1 en (UTC+5)": dt.datetime(2021, 7, 9, 18, tzinfo=ZoneInfo("Asia/Aqtau")),
        "R2 en (UTC+6)": dt.datetime(2021, 7, 9, 18, tzinfo=ZoneInfo("Asia/Almaty")),
    }
    assert [str(event["summary"]) for event in of(folder, "nom_end")] == [
        "D-11. Nomination of candidates ends — commissions: 3",
        "D-11. Nomination of candidates ends — commissions: 2",
    ]


def test_term_of_a_single_commission_bears_its_name(tmp_path: Path) -> None:
    folder = published(tmp_path, moved="D4")
    (early,) = (event for event in of(folder, "nom_end") if event["dtstart"].dt.day == 7)
    assert str(early["summary"]).endswith(" — D4 en")
    assert str(early["location"]) == "D4 en (UTC+6)"
    assert len(of(folder, "nom_end")) == 3


def test_what_all_have_done_is_marked_and_what_nobody_owes_is_not_counted(tmp_path: Path) -> None:
    folder = published(tmp_path / "some", done=("D1", "D3"))
    (some,) = of(folder, "pub_tec")
    assert "Done by commissions: 2 of 5" in str(some["description"])
    assert not str(some["summary"]).startswith("✓")
    (right,) = of(folder, "nom_start")
    assert "Done" not in str(right["description"])
    done = {row["code"]: row["done"] for row in rows(folder)}
    assert (done["pub_tec"], done["pub_pec"], done["nom_start"]) == ("2", "0", "")
    (every,) = of(published(tmp_path / "all", done=tuple(SHARED_OUT)), "pub_tec")
    assert str(every["summary"]).startswith("✓ D-05.")
    assert every["dtstamp"].dt == DONE_AT


def test_event_keeps_its_name_while_others_are_done_and_lines_keep_to_the_standard(tmp_path: Path) -> None:
    before, after = published(tmp_path / "1"), published(tmp_path / "2", done=("D1",))
    uids = [[str(event["uid"]) for event in events(folder)] for folder in (before, after)]
    assert uids[0] == uids[1]
    again = (published(tmp_path / "3") / "KZ/calendar/all/calendar.ics").read_bytes()
    assert again == (before / "KZ/calendar/all/calendar.ics").read_bytes()
    assert max(map(len, again.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_page_of_all_plans_links_its_calendar_says_what_it_holds_and_weighs_little(
    tmp_path: Path, language: str
) -> None:
    folder = published(tmp_path, language)
    style = weight((tmp_path / "style.css").read_bytes())
    for unit, keepers in (("KZ", "5"), ("R2", "3")):
        here = page(tmp_path, f"{language}/{ELECTION}/{unit}/calendar/all")
        assert "calendar.ics" in {href for href, _ in here.anchors}
        assert str(len(events(folder, unit))) in here.text
        assert f" {keepers}" in here.text
        assert weight(here.path.read_bytes()) + style <= LIMIT
        above: Page = page(tmp_path, f"{language}/{ELECTION}/{unit}/calendar")
        assert "all/" in {href for href, _ in above.anchors}
    assert not (folder / "D1/calendar/all").exists()


def test_term_moved_for_a_contest_is_an_event_of_its_own(tmp_path: Path) -> None:
    here = country_of_five()
    until = dt.datetime(2021, 7, 11, 18, tzinfo=ZoneInfo("Asia/Aqtau"))
    decision = DecisionNode("extend_nomination", dt.datetime(2021, 7, 9, 9, tzinfo=dt.UTC), until, "№ 3")
    contests = {
        code: replace(one, decisions=(decision,)) if one.unit == "U2" else one
        for code, one in here.contests.items()
    }
    publish(replace(here, contests=contests), tmp_path, at=AT)
    folder = tmp_path / f"en/{ELECTION}"
    (moved,) = (event for event in of(folder, "nom_end") if event["dtstart"].dt == until)
    assert str(moved["summary"]) == "D-11. Nomination of candidates ends — U2 en"
    assert "Basis: № 3" in str(moved["description"])
    assert len(events(folder)) == len(rows(folder))
    assert [row["moved_for"] for row in rows(folder) if row["moved_for"]] == ["U2"]
    assert len(of(folder, "nom_end", "R2")) == 1


LATE = dt.datetime(2021, 7, 6, 9, tzinfo=dt.UTC)  # a day after the term


@pytest.mark.parametrize(
    ("language", "word", "note"),
    [
        ("en", "done late", "Of these after the term: 5"),
        ("ru", "выполнено с опозданием", "Из них с опозданием: 5"),
        ("kk", "мерзімінен кеш орындалды", "Оның ішінде мерзімінен кеш: 5"),
    ],
)
def test_what_was_done_late_is_said_in_the_files_and_on_the_page(
    tmp_path: Path, language: str, word: str, note: str
) -> None:
    folder = published(tmp_path, language, done=tuple(SHARED_OUT), done_at=LATE)
    (late,) = of(folder, "pub_tec")
    assert str(late["summary"]).startswith("✓ D-05.")
    assert [str(one) for one in late["categories"].cats] == [word]
    assert note in str(late["description"])
    row = next(row for row in rows(folder) if row["code"] == "pub_tec")
    assert (row["done"], row["done_late"]) == ("5", "5")
    assert note in page(tmp_path, f"{language}/{ELECTION}/KZ/calendar/all").text
    own = Calendar.from_ical((folder / "D1/calendar/calendar.ics").read_bytes())
    (event,) = (one for one in own.walk("VEVENT") if ".pub_tec@" in one["uid"])
    assert word in str(event["description"])
    here = page(tmp_path, f"{language}/{ELECTION}/D1/calendar")
    assert {one["code"]: one["state"] for one in here.record["terms"]}["pub_tec"] == "done_late"
    assert word in here.text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_columns_of_all_plans_add_up_and_their_table_names_the_units(tmp_path: Path, language: str) -> None:
    folder = published(tmp_path, language, done=("D1", "D3"))
    here = page(tmp_path, f"{language}/{ELECTION}/KZ/calendar/all")
    assert len(here.record["plans"]) == 8
    for plan_ in here.record["plans"]:
        assert plan_["terms"] == 48 == sum(plan_[column] for column in COLUMNS)
    table = (folder / "KZ/calendar/all/table.csv").read_text(encoding="utf-8")
    lines = list(csv.DictReader(io.StringIO(table)))
    assert [line["unit"] for line in lines] == [one["unit"] for one in here.record["plans"]]
    assert {line["name"] for line in lines} >= {f"D1 {language}"}
    for name in COLUMNS:
        assert here.html.count(f'data-l="{words(language)["plans"][name]}"') >= 8


def test_every_state_of_a_term_stands_in_one_column() -> None:
    found = [state for states in COLUMNS.values() for state in states]
    assert sorted(found) == sorted(STATES)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Contests 3: 1 established, 1 cancelled, 1 not established yet"),
        ("ru", "Округов 3: итоги установлены в 1, голосование отменено в 1, итоги еще не установлены в 1"),
        (
            "kk",
            (
                "Округтер саны 3: қорытындысы белгіленгені – 1, дауыс берудің күші жойылғаны – 1, "
                "қорытындысы әлі белгіленбегені – 1"
            ),
        ),
    ],
)
def test_duty_that_follows_from_contests_says_how_far_they_are(
    tmp_path: Path, language: str, said: str
) -> None:
    folder = published(tmp_path, language)
    here = page(tmp_path, f"{language}/{ELECTION}/D1/calendar")
    assert said in here.text
    row = next(one for one in here.record["terms"] if one["code"] == "results")
    assert [row[name] for name in ("contests", "established", "cancelled")] == [3, 1, 1]
    (event,) = of(folder, "results", "R1")
    assert said.replace("3", "6", 1).replace("1", "2") in str(event["description"])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_foot_says_what_pages_of_that_kind_are_made_from(tmp_path: Path, language: str) -> None:
    published(tmp_path, language)
    foot = words(language)["foot"]
    for path, key in (
        ("D1/calendar", "source_calendar"),
        ("KZ/calendar/all", "source_calendar"),
        ("law", "source_law"),
        ("U1/candidates", "source_candidates"),
        ("KZ", "source"),
    ):
        text = page(tmp_path, f"{language}/{ELECTION}/{path}").text
        assert [one for one in foot if one.startswith("source") and foot[one] in text] == [key]
