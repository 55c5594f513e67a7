"""The life of a contest on the pages: decisions, a cancelled poll, moved terms, protocols with findings."""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from icalendar import Calendar

from dauys.apps.publication.actions import publish
from dauys.apps.publication.pages.catalogue import SCHEMAS
from dauys.apps.results.queries import Book, DecisionNode
from dauys.press.weighing import LIMIT, weight
from tests.apps.publication.books import AT, LOCAL, Protocol, Seat, book, seat
from tests.apps.publication.site import Page, page
from tests.cast import ELECTION

UNTIL = dt.datetime(2021, 7, 11, 18, 0, tzinfo=LOCAL)
EXTENDED = DecisionNode(
    "extend_nomination", dt.datetime(2021, 7, 9, 15, tzinfo=LOCAL), UNTIL, "№ 3, 09.07.2021"
)
REOPENED = DecisionNode(
    "correct_protocol", dt.datetime(2021, 7, 26, 0, 45, tzinfo=LOCAL), None, "№ 24, 26.07.2021"
)
GOOD = Protocol(votes=(60, 40))
WRONG = Protocol(votes=(200, 100), wrong={"stationary_ballots": 310}, state="released")


def text(site: Path, code: str, language: str = "en") -> str:
    """The words of a page, hard spaces as plain ones."""
    return shown(site, code, language).text.replace("\u00a0", " ")


def shown(site: Path, code: str, language: str = "en") -> Page:
    """A page of the election."""
    return page(site, f"{language}/{ELECTION}/{code}")


def record(site: Path, folder: str) -> dict[str, Any]:
    """The JSON of a page, which holds to its schema."""
    path = site / "en" / ELECTION / folder / "index.json"
    found: dict[str, Any] = json.loads(path.read_bytes())
    schema = json.loads((SCHEMAS / Path(found["$schema"]).name).read_bytes())
    fastjsonschema.compile(schema)(found)
    return found


def lived() -> Book:
    """One contest extended, one opened again, one cancelled, one of which nothing was decided."""
    return book(
        [
            seat("U1", 2, [GOOD, WRONG], state="established", decisions=(EXTENDED,)),
            seat("U2", 2, [GOOD], state="reopened", decisions=(REOPENED,)),
            seat("U3", 2, [Protocol(), Protocol()], state="cancelled", cancelled_for="№ 9, 25.07.2021"),
            seat("U4", 2, [GOOD]),
        ]
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site."""
    folder = tmp_path_factory.mktemp("lives")
    publish(lived(), folder, at=AT)
    return folder


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "kk",
            [
                "Округ бойынша шешімдер", "2021 жылғы 25 маусым Сайлау тағайындалды",
                "Кандидаттарды ұсыну мерзімі ұзартылды: жаңа мерзімі – 2021 жылғы 11 шілде, 18:00 (UTC+5)",
                "Негізі: 2021 жылғы 9 шілдедегі № 3 акт", "Қорытынды белгіленді",
            ],
        ),
        (
            "ru",
            [
                "Выдвижение кандидатов продлено до 11 июля 2021 года, 18:00 (UTC+5)",
                "Основание: акт № 3 от 9 июля 2021 года", "Итог установлен",
            ],
        ),
        (
            "en",
            [
                "25 June 2021 Election called 9 July 2021, 15:00 (UTC+5) Nomination of candidates",
                "extended to 11 July 2021, 18:00 (UTC+5) Basis: act No. 3 of 9 July 2021",
                "Result established Basis: act No. 7 of 26 July 2021",
            ],
        ),
    ],
)  # fmt: skip
def test_contest_tells_what_was_decided_in_order(site: Path, language: str, said: list[str]) -> None:
    words = text(site, "U1", language)
    assert [one for one in said if one not in words] == []
    assert "Decisions in this contest" not in text(site, "U4")


def test_early_election_and_reason_in_free_words_stand_in_the_timeline(tmp_path: Path) -> None:
    free = replace(EXTENDED, evidence="Кандидат біреу")
    plain = book([seat("U1", 2, [GOOD], decisions=(free,))])
    early = {key: replace(one, is_early=True) for key, one in plain.contests.items()}
    publish(replace(plain, contests=early), tmp_path, at=AT)
    assert "Early election called" in text(tmp_path, "U1")
    assert "Basis: Кандидат біреу" in text(tmp_path, "U1")


def test_json_of_a_contest_carries_its_decisions(site: Path) -> None:
    found = record(site, "U1")
    assert found["state"] == "established"
    assert [one["verb"] for one in found["decisions"]] == ["extend_nomination", "establish_results"]
    assert found["decisions"][0] == {
        "verb": "extend_nomination",
        "at": "2021-07-09T15:00:00+05:00",
        "until_at": "2021-07-11T18:00:00+05:00",
        "evidence": "№ 3, 09.07.2021",
    }
    assert record(site, "U4")["decisions"] == []


@pytest.mark.parametrize(
    ("language", "sentence", "no_result"),
    [
        (
            "kk",
            "Дауыс берудің күші 2021 жылғы 25 шілдедегі № 9 шешіммен жойылды: 2021 жылғы 26 шілде, 00:30",
            "Бұл округ бойынша нәтиже жоқ.",
        ),
        (
            "ru",
            "Голосование отменено 26 июля 2021 года, 00:30 (UTC+5), решением № 9 от 25 июля 2021 года.",
            "Результата по этому округу нет.",
        ),
        (
            "en",
            "The poll was cancelled on 26 July 2021, 00:30 (UTC+5) by decision No. 9 of 25 July 2021.",
            "There is no result in this contest.",
        ),
    ],
)
def test_cancelled_poll_says_so_in_a_sentence(
    site: Path, language: str, sentence: str, no_result: str
) -> None:
    contest, precinct = text(site, "U3", language), text(site, "U3.1", language)
    assert sentence in contest
    assert no_result in contest
    assert sentence in precinct


def test_cancelled_poll_has_neither_a_result_nor_a_protocol_to_come(site: Path) -> None:
    contest, precinct = text(site, "U3"), text(site, "U3.1")
    for said in (
        "Final result",
        "Preliminary result",
        "No protocol has been received yet",
        "of 0",
        "expected U",
    ):
        assert said not in contest
    assert "Protocols received" not in contest
    assert "Votes for candidates" not in contest
    assert "Lines of the protocol" not in contest
    assert contest.count("Poll cancelled") == 1
    assert "has not been received yet" not in precinct
    assert "No protocol of this precinct is expected any more." in precinct
    assert record(site, "U3")["coverage"] == {"received": 0, "expected": 0}
    assert record(site, "U3")["outcome"]["kind"] == "cancelled"


def test_areas_above_a_cancelled_poll_do_not_wait_for_it(site: Path) -> None:
    words = text(site, "D1")
    assert "Protocols received 4 of 4" in words
    assert "Contests with a cancelled poll 1" in words
    assert "Polling precincts 6" in text(site, "")
    assert record(site, "D1")["coverage"] == {"received": 4, "expected": 4}
    whole = book(
        [seat(code, 2, [Protocol()], state="cancelled", cancelled_for="№ 9") for code in ("U1", "U2")]
    )
    assert whole.result("D1").expected == 0


def test_area_of_cancelled_polls_alone_has_no_final_result(tmp_path: Path) -> None:
    publish(book([seat("U1", 2, [Protocol()], state="cancelled", cancelled_for="№ 9")]), tmp_path, at=AT)
    for folder in ("D1", ""):
        assert "All polls cancelled" in text(tmp_path, folder)
        assert "Final result" not in text(tmp_path, folder)


def test_protocols_before_a_cancellation_stay_and_are_told(tmp_path: Path) -> None:
    cancelled = seat("U1", 2, [GOOD, Protocol()], state="cancelled", cancelled_for="№ 9")
    publish(book([cancelled]), tmp_path, at=AT)
    assert "Protocols received 1 of 0" in text(tmp_path, "U1")
    assert "Protocols that had come before stay published" in text(tmp_path, "U1")
    assert "The poll was cancelled on" in text(tmp_path, "U1.1")
    assert "60" in text(tmp_path, "U1.1")


@pytest.mark.parametrize("folder", ["", "KZ", "D1"])
def test_no_reader_misses_what_was_decided_beneath(site: Path, folder: str) -> None:
    here = shown(site, folder)
    told = here.html.partition('id="notices"')[2].partition("</dl>")[0]
    links = [target.parent.name for target in map(here.target, hrefs(told))]
    assert links == ["U1", "U2", "U3"]
    words = text(site, folder)
    within = "" if folder == "D1" else " D1 en, R1 en"
    assert f"U1 en{within} Nomination of candidates extended to 11 July 2021, 18:00 (UTC+5)" in words
    assert f"U2 en{within} A protocol was corrected: the established result was opened again" in words
    assert (
        f"U3 en{within} The poll was cancelled 26 July 2021, 00:30 (UTC+5). Basis: act No. 9 of 25 July 2021"
        in words
    )
    found = record(site, folder)["notices"]
    assert [(one["unit"], one["verb"]) for one in found] == [
        ("U1", "extend_nomination"), ("U2", "correct_protocol"), ("U3", "cancel_poll"),
    ]  # fmt: skip


def hrefs(html: str) -> list[str]:
    """The links of a piece of a page."""
    return [piece.partition('"')[0] for piece in html.split('href="')[1:]]


def test_election_without_such_decisions_has_no_such_list(tmp_path: Path) -> None:
    publish(book([seat("U1", 2, [GOOD], state="established")]), tmp_path, at=AT)
    for folder in ("", "KZ", "D1"):
        assert "Contests with special decisions" not in text(tmp_path, folder)
        assert "notices" not in record(tmp_path, folder)


def test_many_of_them_are_counted_by_area(tmp_path: Path) -> None:
    seats: list[Seat] = [seat(f"U{n}", 2, [GOOD], decisions=(EXTENDED,)) for n in range(1, 31)]
    publish(book(seats), tmp_path, at=AT)
    assert "R1 en nomination extended: 30" in text(tmp_path, "KZ")
    assert "And 6 more." in text(tmp_path, "D1")
    assert len(record(tmp_path, "D1")["notices"]) == 30
    calendar = shown(tmp_path, "D1/calendar")
    assert "And 18 more." in calendar.text
    style = weight((tmp_path / "style.css").read_bytes())
    assert weight(calendar.path.read_bytes()) + style <= LIMIT


def test_calendar_tells_for_which_contest_a_term_was_moved(site: Path) -> None:
    words = text(site, "D1/calendar")
    assert "For U1 en: until 11 July 2021, 18:00 (UTC+5). Basis: act No. 3 of 9 July 2021" in words
    html = shown(site, "D1/calendar").html
    row = next(piece for piece in html.split("<tr>") if "For U1 en" in piece)
    assert "Nomination of candidates ends" in row
    moved = record(site, "D1/calendar")["moved"]
    assert [(one["term"], one["unit"], one["until_at"]) for one in moved] == [
        ("nom_end", "U1", "2021-07-11T18:00:00+05:00")
    ]
    with (site / "en" / ELECTION / "D1/calendar/table.csv").open(newline="", encoding="utf-8") as file:
        cells = {row["code"]: row["moved"] for row in csv.DictReader(file)}
    assert cells["nom_end"] == "U1 2021-07-11T18:00:00+05:00"
    assert not any(cell for code, cell in cells.items() if code != "nom_end")


def test_extended_election_stands_beside_its_own_term(tmp_path: Path) -> None:
    until = dt.datetime(2021, 8, 1, 18, tzinfo=LOCAL)
    longer = DecisionNode("extend_election", dt.datetime(2021, 7, 15, tzinfo=LOCAL), until, "№ 6")
    publish(book([seat("U1", 2, [GOOD], decisions=(longer,))]), tmp_path, at=AT)
    assert [one["term"] for one in record(tmp_path, "D1/calendar")["moved"]] == ["extend"]


def test_diary_has_the_moved_end_of_the_contest(site: Path) -> None:
    read = Calendar.from_ical((site / f"en/{ELECTION}/D1/calendar/calendar.ics").read_bytes())
    events = [event for event in read.walk("VEVENT") if "U1 en" in str(event["summary"])]
    [moved] = events
    assert moved["dtstart"].dt == UNTIL
    assert "Nomination of candidates ends: U1 en" in str(moved["summary"])
    assert "act No. 3 of 9\u00a0July 2021" in str(moved["description"])
    uids = [str(event["uid"]) for event in read.walk("VEVENT")]
    assert len(uids) == len(set(uids))


def test_candidates_page_tells_that_nomination_was_extended(site: Path) -> None:
    said = "Nomination of candidates extended to 11 July 2021, 18:00 (UTC+5). Basis: act No. 3 of 9 July 2021"
    assert said in text(site, "U1/candidates")
    assert "extended" not in text(site, "U2/candidates")


@pytest.mark.parametrize("code", ["U1", "D1", "KZ"])
def test_unit_with_findings_links_to_the_precincts(site: Path, code: str) -> None:
    here = shown(site, code)
    told = here.html.partition('id="flags"')[2].partition("</ul>")[0]
    assert [target.parent.name for target in map(here.target, hrefs(told))] == ["U1.2"]
    within = {"U1": "", "D1": " , U1 en", "KZ": " , U1 en, D1 en, R1 en"}[code]
    assert f"U1.2 en{within} released into the totals" in here.text
    assert "error: P-0" in here.text


def test_units_without_findings_name_no_precincts(site: Path) -> None:
    assert "Protocols with errors or warnings" not in text(site, "U4")


def test_of_many_precincts_with_findings_the_first_are_named_and_all_are_marked(tmp_path: Path) -> None:
    publish(book([seat("U1", 2, [WRONG] * 11)]), tmp_path, at=AT)
    html = shown(tmp_path, "U1").html
    assert len(hrefs(html.partition('id="flags"')[2].partition("</ul>")[0])) == 8
    assert "And 3 more:" in text(tmp_path, "U1")
    assert html.count("<small>error</small>") == 11
    assert "with errors: 11" in text(tmp_path, "D1")


def test_reason_of_a_version_that_is_an_act_is_read_in_the_language(tmp_path: Path) -> None:
    made = book([seat("U1", 2, [Protocol(votes=(60, 40), versions=2)])])
    key, sheet = next(iter(made.sheets.items()))
    notes = tuple(replace(one, reason="№ 24, 26.07.2021" if one.number > 1 else "") for one in sheet.versions)
    publish(replace(made, sheets={key: replace(sheet, versions=notes)}), tmp_path, at=AT)
    assert "act No. 24 of 26 July 2021" in text(tmp_path, "U1.1")
    assert "акт № 24 от 26 июля 2021 года" in text(tmp_path, "U1.1", "ru")
    assert "2021 жылғы 26 шілдедегі № 24 акт" in text(tmp_path, "U1.1", "kk")


@pytest.mark.parametrize("evidence", ["№ 9, 31.02.2021", "№ 9", "№ 9, 25.07.2021 және № 10", "шешім"])
def test_evidence_that_is_no_act_with_a_day_stands_as_it_was_written(tmp_path: Path, evidence: str) -> None:
    cancelled = seat("U1", 2, [Protocol()], state="cancelled", cancelled_for=evidence)
    publish(book([cancelled]), tmp_path, at=AT)
    assert f"The poll was cancelled on 26 July 2021, 00:30 (UTC+5). Basis: {evidence}." in text(
        tmp_path, "U1"
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", "Заң бойынша өткізу мерзімі: сайлау күнінен кейін 1 айдан кешіктірмей (113-9-бап)"),
        ("ru", "Срок проведения по закону: не позднее чем через 1 месяц после дня выборов (статья 113-9)"),
        ("en", "Term of the law for holding it: not later than 1 month after election day (article 113-9)"),
    ],
)
def test_repeat_election_says_by_when_the_law_has_it_held(tmp_path: Path, language: str, said: str) -> None:
    """In the words of the law's term; a day is nowhere invented."""
    called = DecisionNode(
        "call_repeat_election", dt.datetime(2021, 7, 27, 10, tzinfo=LOCAL), None, "№ 8, 27.07.2021"
    )
    publish(book([seat("U1", 2, [GOOD], state="repeated", decisions=(called,))]), tmp_path, at=AT)
    assert said in text(tmp_path, "U1", language)
