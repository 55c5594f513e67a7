"""The demo as it reads out of the rooms: every published figure of 25.07.2021, at several moments.

The sources of the figures stand in ops/demo/country/published.py; here they are met by what was replayed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.db import transaction

from dauys.apps.journal.queries import breaks_in_chain
from dauys.apps.results.actions import recount
from dauys.apps.results.queries import Book, Result, open_book
from dauys.apps.results.queries.duties import Late, late_beneath
from dauys.apps.territory.queries import countries
from dauys.ops.demo.country import country, lapses, published, rehearsal
from dauys.ops.demo.replay import END, events
from dauys.ops.demo.replay.event import CAPITAL, election_at

REHEARSAL = "kz-akim-2021-10-24"
INTERIM = dt.datetime(2021, 7, 7, 23, 59, tzinfo=CAPITAL)
EVENING = dt.datetime(2021, 7, 25, 20, 30, tzinfo=CAPITAL)
LATE_EVENING = dt.datetime(2021, 7, 25, 21, 30, tzinfo=CAPITAL)
AUGUST = dt.datetime(2021, 8, 3, 12, tzinfo=CAPITAL)
NIGHT = dt.datetime(2021, 7, 26, 0, 30, tzinfo=CAPITAL)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Demo:
    """The election of July at four moments, the rehearsal at the end, what a recount finds."""

    interim: Book
    evening: Book
    night: Book
    end: Book
    rehearsal: Book
    late: dict[dt.datetime, list[Late]]
    differences: tuple[str, ...]
    breaks: list[str]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    """Everything replayed once for all tests here; undone afterwards."""
    waiting = [INTERIM, EVENING, NIGHT]
    books = []
    with django_db_blocker.unblock(), transaction.atomic():
        for event in events():
            while waiting and event.at > waiting[0]:
                books.append(open_book(published.ELECTION, at=waiting.pop(0)))
            event.do()
        books += [open_book(published.ELECTION, at=END), open_book(REHEARSAL, at=END)]
        differences = [
            words
            for code in (published.ELECTION, REHEARSAL)
            for words in recount(election_at(code)).differences
        ]
        late = {at: late_beneath(one.path, at) for at in (LATE_EVENING, AUGUST) for one in countries()}
        yield Demo(*books, late, differences=tuple(differences), breaks=breaks_in_chain())
        transaction.set_rollback(True)


def tenth(percent: str | None) -> str:
    """A percent of two decimals as the press prints it."""
    return str(Decimal(percent or "0").quantize(Decimal("0.1"), ROUND_HALF_UP))


def regions(book: Book) -> dict[str, Result]:
    return {code: book.result(code) for code in book.units["KZ"].children}


def test_election_is_called_in_730_contests_of_176_districts(demo: Demo) -> None:
    book = demo.end
    assert (book.election.called_on, book.election.election_day) == (
        published.CALLED_ON,
        published.ELECTION_DAY,
    )
    assert len(book.contests) == published.CONTESTS
    kinds = [node.kind for node in book.units.values()]
    assert kinds.count("region") == len(published.REGIONS)
    assert kinds.count("district") + kinds.count("city") == published.DISTRICTS
    assert kinds.count("precinct") == published.PRECINCTS


def test_every_protocol_is_in_and_the_result_is_final(demo: Demo) -> None:
    result = demo.end.result("KZ")
    assert (result.received, result.expected, result.kept_out) == (
        published.PRECINCTS,
        published.PRECINCTS,
        0,
    )
    assert (result.status, result.errors) == ("final", 0)


def test_voters_and_turnout_of_the_country_are_as_published(demo: Demo) -> None:
    result = demo.end.result("KZ")
    assert result.lines["voters_on_list"] == published.VOTERS
    assert result.turnout == "79.10"


@pytest.mark.parametrize("region", published.REGIONS, ids=lambda region: region.code)
def test_region_is_as_published(demo: Demo, region: published.RegionFigures) -> None:
    result = regions(demo.end)[region.code]
    candidacies = demo.end.candidacies[region.code]
    assert tenth(result.turnout) == f"{region.turnout // 10}.{region.turnout % 10}"
    if region.seats is not None:
        assert candidacies.contests == region.seats
    if region.precincts is not None:
        assert result.expected == region.precincts
    if region.voters is not None:
        voters = result.lines["voters_on_list"] or 0
        assert (2 * voters + region.rounded_to) // (
            2 * region.rounded_to
        ) * region.rounded_to == region.voters
    if region.took_part is not None:
        assert result.lines["voters_issued"] == region.took_part
    if region.interim is not None:
        assert demo.interim.candidacies[region.code].nominated == region.interim
    if region.nominated is not None:
        assert candidacies.nominated == region.nominated
    if region.registered is not None:
        assert candidacies.registered == region.registered


def test_every_level_is_the_sum_of_those_beneath_it(demo: Demo) -> None:
    book = demo.end
    for code, node in book.units.items():
        children = [child for child in node.children if book.contest_of(code) is None]
        if not children:
            continue
        own = book.result(code)
        parts = [book.result(child, book.contest_of(child)) for child in children]
        assert own.received == sum(part.received for part in parts)
        for line, figure in own.lines.items():
            assert figure == sum(part.lines[line] or 0 for part in parts), (code, line)


@pytest.mark.parametrize("at", [LATE_EVENING, AUGUST])
def test_some_duties_are_late_in_several_regions_and_at_each_level(demo: Demo, at: dt.datetime) -> None:
    july = [one for one in demo.late[at] if one.election.code == published.ELECTION]
    assert {one.post.level for one in july} == {"district", "precinct"}
    assert 24 <= len(july) <= 60
    assert len({one.post.unit_code[:2] for one in july}) >= 10
    forgotten = {(one.unit, one.deadline) for one in lapses(country())}
    assert {(one.post.unit_code, one.term.code) for one in july} <= forgotten


def test_duty_of_the_country_is_overdue_where_somebody_never_marked_it(demo: Demo) -> None:
    rows = {row.term.code: row for row in demo.end.plan("KZ")}
    missing = {one.deadline for one in lapses(country()) if one.days is None}
    assert {code for code, row in rows.items() if row.state == "overdue"} == missing
    assert {rows[code].plans - rows[code].done_by for code in missing - {"notify_vote"}} == {4}


def test_nomination_by_7_july_is_as_published(demo: Demo) -> None:
    candidacies = demo.interim.candidacies["KZ"]
    assert candidacies.nominated == published.INTERIM
    ways = {(way.kind, way.name): way.nominated for way in candidacies.ways}
    assert ways["way", "self"] == published.INTERIM_SELF
    assert {name: ways["party", name] for name in published.INTERIM_PARTIES} == published.INTERIM_PARTIES


def test_nomination_and_registration_in_all_are_as_published(demo: Demo) -> None:
    found = demo.end.candidacies["KZ"]
    assert (found.nominated, found.registered) == (published.NOMINATED, published.REGISTERED)
    assert (found.men, found.women) == (published.REGISTERED_MEN, published.REGISTERED_WOMEN)
    registered = {(way.kind, way.name): way.registered for way in found.ways}
    assert registered["way", "self"] == published.REGISTERED_SELF
    parties = [count for (kind, _), count in registered.items() if kind == "party" and count]
    assert (sum(parties), len(parties)) == (published.REGISTERED_PARTY, 6)


def test_winners_by_party_are_as_published_and_33_are_not_attributed(demo: Demo) -> None:
    winners = {(kind, name): count for kind, name, count in demo.end.result("KZ").winners or ()}
    assert {name: winners["party", name] for name in published.WINNERS} == published.WINNERS
    others = sum(count for (kind, _), count in winners.items() if kind == "way")
    assert others == published.CONTESTS - sum(published.WINNERS.values()) == 33


def test_mangystau_is_exactly_as_listed(demo: Demo) -> None:
    book = demo.end
    result, candidacies = book.result("470000000"), book.candidacies["470000000"]
    assert (candidacies.contests, result.expected, candidacies.registered) == (10, 14, 25)
    assert (result.lines["voters_on_list"], tenth(result.turnout)) == (14_144, "82.4")
    voters = {
        contest.unit: book.result(contest.unit, contest.id).lines["voters_on_list"]
        for contest in book.contests.values()
        if contest.unit.startswith("47")
    }
    assert (voters["4736.sam"], voters["4752.akshukur"]) == (403, 6_877)
    assert min(voters.values()) == 403
    assert max(voters.values()) == 6_877


def test_west_votes_on_when_the_east_begins_to_count(demo: Demo) -> None:
    """At 20:30 in the capital it is 19:30 in the west: no protocol of the west, some of the east."""
    book = demo.evening
    assert book.result("470000000").received == 0
    assert book.contests[f"{published.ELECTION}/4736.sam"].state == "voting"
    states = {contest.state for contest in book.contests.values()}
    assert states == {"voting", "counting"}
    assert [point.precincts for point in book.turnouts["KZ"]] == [published.PRECINCTS] * 6


def test_protocols_arrive_over_the_night(demo: Demo) -> None:
    result = demo.night.result("KZ")
    assert 0 < result.received < published.PRECINCTS
    assert result.status == "preliminary"
    assert 0 < result.kept_out < 40
    assert demo.night.turnouts["KZ"][-1].voted == demo.end.result("KZ").lines["voters_issued"]


def test_turnout_never_falls_and_ends_with_the_ballots_issued(demo: Demo) -> None:
    for code, points in demo.end.turnouts.items():
        voted = [point.voted for point in points]
        assert voted == sorted(voted), code


def test_commissions_stand_on_four_levels(demo: Demo) -> None:
    levels = [commission.level for commission in demo.end.commissions.values()]
    counts = {level: levels.count(level) for level in ("central", "regional", "district", "precinct")}
    assert counts == {"central": 1, "regional": 14, "district": 176, "precinct": 1847}


def test_rehearsal_holds_what_must_not_disturb(demo: Demo) -> None:
    book = demo.rehearsal
    outcomes = {
        contest.unit: (book.result(contest.unit, contest.id).outcome_reason, contest.state)
        for contest in book.contests.values()
    }
    assert outcomes["1958.r1"] == ("tie", "repeated")
    assert outcomes["1958.r2"] == ("cancelled_poll", "cancelled")
    assert book.result("1958.r4", f"{REHEARSAL}/1958.r4").alarm
    assert (book.result("KZ").received, book.result("KZ").expected) == (12, 13)
    assert book.result("KZ").status == "preliminary"
    assert demo.end.result("KZ").lines["voters_on_list"] == published.VOTERS


def test_rehearsal_tells_what_was_decided_about_its_contests(demo: Demo) -> None:
    told = {
        contest.unit: [one.verb for one in contest.decisions] for contest in demo.rehearsal.contests.values()
    }
    established = ["establish_results"]
    assert told == {
        "1958.r1": [*established, "call_repeat_election"],
        "1958.r2": ["cancel_poll"],
        "1958.r3": [*established, "correct_protocol", *established],
        "1958.r4": [],
        "1958.r5": ["extend_nomination", *established],
        "1958.r6": established,
        "1958.r7": [],
        "1958.r8": established,
    }
    extended = demo.rehearsal.contests[f"{REHEARSAL}/1958.r5"].decisions[0]
    assert extended.until_at == dt.datetime(2021, 10, 11, 18, tzinfo=CAPITAL)
    assert extended.evidence == "№ 3, 08.10.2021"


def test_evidence_of_the_sample_is_of_no_language(demo: Demo) -> None:
    reasons = {
        reason
        for book in (demo.end, demo.rehearsal)
        for reason in [
            *(one.evidence for contest in book.contests.values() for one in contest.decisions),
            *(note.reason for sheet in book.sheets.values() for note in sheet.versions),
        ]
        if reason
    }
    assert len(reasons) > 5
    assert [one for one in reasons if not re.fullmatch(r"№ \d+, \d\d\.\d\d\.2021", one)] == []


def test_rehearsal_says_what_it_is_and_what_of_it_is_real(demo: Demo) -> None:
    book = demo.rehearsal
    assert book.election.note is not None
    assert book.election.note.en.startswith("A rehearsal")
    assert demo.end.election.note is None
    real = {one.code for one in book.figures if one.is_real}
    assert real == {"district", *(f"term:{code}" for code in
                    ("nom_ext", "withdraw_end", "results", "repeat"))}  # fmt: skip
    assert {one.code for one in book.figures if one.is_ours} == {"term:nom_end", "term:reg_end"}
    terms = {one.code: one.value for one in book.figures}
    assert (terms["term:nom_end"], terms["term:reg_end"], terms["term:results"]) == ("15", "10", "3")
    assert terms["voters"] == str(sum(
        contest.voters for contest in rehearsal().contests()
    ))  # fmt: skip
    assert [one.unit for one in book.figures if one.code == "shows"] == [f"1958.r{n}" for n in range(1, 9)]


def test_parties_of_both_elections_have_their_names(demo: Demo) -> None:
    for book in (demo.end, demo.rehearsal):
        parties = {one.party for contest in book.contests.values() for one in contest.candidates if one.party}
        assert parties <= set(book.parties)
        assert book.parties["Nur Otan"].kk == "«Нұр Отан»"


def test_figures_are_cited_as_programs_write_them(demo: Demo) -> None:
    figures = {one.code: one for one in demo.end.figures if one.unit == "KZ"}
    assert (figures["voters"].kind, figures["voters"].value) == ("number", str(published.VOTERS))
    assert (figures["turnout"].kind, figures["turnout"].value) == ("percent", "79.10")
    assert (figures["called"].kind, figures["called"].value) == ("day", published.CALLED_ON.isoformat())
    assert {one.unit for one in demo.end.figures} <= set(demo.end.units)
    assert all(address in demo.end.sources for one in demo.end.figures for address in one.sources)


def test_recount_and_journal_hold(demo: Demo) -> None:
    assert demo.differences == ()
    assert demo.breaks == []


def test_every_figure_says_where_it_was_read(demo: Demo) -> None:
    real = [figure for figure in demo.end.figures if figure.is_real]
    assert len(real) > 100
    assert all(figure.source for figure in real)
    assert any(not figure.is_real for figure in demo.end.figures)
