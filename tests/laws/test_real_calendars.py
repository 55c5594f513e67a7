"""Calendars of real elections come out as they were: each date with the source in which it was read."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from dauys.core.days import days_before, full_days_before
from dauys.core.norms import load_pack
from dauys.core.timetable import Term, plan

AKTOGAY = "gov.kz/memleket/entities/karaganda-aktogay/activities/30102"
OURS = "computed from the articles of the law"
# The election that a law was used for: called on, election day.
ELECTIONS = {
    "kz/akim/2021": (dt.date(2021, 6, 25), dt.date(2021, 7, 25)),
    "kz/akim/2023": (dt.date(2023, 8, 9), dt.date(2023, 9, 17)),
}


class Read(NamedTuple):
    """A time that was read in a source."""

    law: str
    code: str
    at: str  # local time of the unit
    source: str


class Counted(NamedTuple):
    """An election of another kind, whose date only tests how days are counted."""

    election_day: str
    what: str
    full_days: int
    day: str
    source: str


READ = (
    Read("kz/akim/2021", "nom_start", "2021-06-26 00:00", "akmolinform.kz/?p=9287"),
    Read("kz/akim/2021", "nom_end", "2021-07-09 18:00", "egemen.kz/article/280508"),
    Read("kz/akim/2021", "nom_end", "2021-07-09 18:00", "akmolinform.kz/?p=9287"),
    Read("kz/akim/2021", "reg_end", "2021-07-14 18:00", "inform.kz a3815785"),
    Read("kz/akim/2021", "reg_end", "2021-07-14 18:00", "kt.kz"),
    Read("kz/akim/2021", "camp_start", "2021-07-14 18:00", "kt.kz"),
    Read("kz/akim/2021", "camp_end", "2021-07-24 00:00", "qazaqtv.com, kt.kz"),
    Read("kz/akim/2023", "nom_end", "2023-08-22 18:00", AKTOGAY),
    Read("kz/akim/2023", "reg_end", "2023-08-27 18:00", AKTOGAY),
)

COUNTED = (
    Counted("2023-11-05", "nomination, district akims", 30, "2023-10-05", "vesti-kazakhstan.net"),
    Counted("2023-11-05", "registration, district akims", 25, "2023-10-10", "vesti-kazakhstan.net"),
    Counted("2023-09-17", "nomination, rural akims", 25, "2023-08-22", AKTOGAY),
    Counted("2023-09-17", "registration, rural akims", 20, "2023-08-27", AKTOGAY),
    Counted("2025-10-26", "nomination, maslikhat", 30, "2025-09-25", "ru.200.news"),
    Counted("2025-10-26", "registration, maslikhat", 25, "2025-09-30", "ru.200.news"),
    Counted("2021-07-25", "nomination, rural akims", 15, "2021-07-09", "egemen.kz/article/280508"),
    Counted("2021-07-25", "registration, rural akims", 10, "2021-07-14", "kt.kz"),
)

# The calendar of 25.07.2021 as a commission's plan shows it: when each term starts or is due, local time.
# (code, starts, due); "" where the kind of term has no such end.
PLAN_OF_2021 = (
    ("msg_day", "", "2021-06-25"),
    ("pub_tec", "", "2021-07-05"),
    ("pub_district", "", "2021-07-05"),
    ("party_delegate", "", "2021-07-05"),
    ("pub_pec", "", "2021-07-10"),
    ("pub_precincts", "", "2021-07-10"),
    ("nom_start", "2021-06-26 00:00", "2021-06-26 00:00"),
    ("nom_end", "", "2021-07-09 18:00"),
    ("nom_ext", "", "2021-07-12"),
    ("sign_submit", "", "2021-07-11"),
    ("reg_end", "", "2021-07-14 18:00"),
    ("media_prices", "", "2021-07-09"),
    ("camp_start", "2021-07-14 18:00", "2021-07-14 18:00"),
    ("list_handover", "", "2021-07-05"),
    ("list_display", "", "2021-07-10"),
    ("list_display_special", "", "2021-07-20"),
    ("absentee_start", "2021-07-10 00:00", ""),
    ("notify_vote", "", "2021-07-15"),
    ("early_close_list", "", "2021-07-18"),
    ("poll_ban", "2021-07-20 00:00", "2021-07-25"),
    ("foreign_obs", "", "2021-07-19 18:00"),
    ("ballots_first", "2021-07-22 00:00", ""),
    ("ballots_last", "", "2021-07-24"),
    ("withdraw_end", "", "2021-07-23"),
    ("camp_end", "2021-07-24 00:00", "2021-07-24 00:00"),
    ("absentee_end", "", "2021-07-24 18:00"),
    ("pec_open", "2021-07-25 06:00", "2021-07-25 06:00"),
    ("vote", "2021-07-25 07:00", "2021-07-25 20:00"),
    ("home_req", "", "2021-07-25 12:00"),
    ("count", "2021-07-25 20:00", "2021-07-26 08:00"),
    ("pec_protocol", "", "2021-07-25"),
    ("results", "", "2021-07-28"),
    ("results_msg", "", "2021-08-01"),
    ("register_akim", "", "2021-08-01"),
    ("extend", "", "2021-08-09"),
    ("repeat", "", "2021-08-25"),
)
WAITING_IN_2021 = {
    "call",
    "election_day",
    "call_early",
    "check_req",
    "sign_verify",
    "reg_msg",
    "special_check",
    "tax_check",
    "reg_appeal",
    "invalid_appeal",
    "general_appeal",
}


def _terms(law: str, zone: str) -> dict[str, Term]:
    called_on, election_day = ELECTIONS[law]
    return {term.code: term for term in plan(load_pack(law), {"CALL": called_on, "E": election_day}, zone)}


def _local(text: str, zone: str) -> dt.datetime | None:
    """A local time; a day alone is its last second, an empty text is no time."""
    if not text:
        return None
    hour = "" if " " in text else " 23:59:59"
    return dt.datetime.fromisoformat(text + hour).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize("zone", ["Asia/Almaty", "Asia/Aqtau"])
@pytest.mark.parametrize("read", READ, ids=lambda read: f"{read.law}-{read.code}-{read.source}")
def test_term_falls_when_it_was_announced(read: Read, zone: str) -> None:
    term = _terms(read.law, zone)[read.code]
    assert term.at == _local(read.at, zone)


@pytest.mark.parametrize("counted", COUNTED, ids=lambda counted: f"{counted.election_day}-{counted.what}")
def test_full_days_lie_between_the_term_and_election_day(counted: Counted) -> None:
    day = full_days_before(dt.date.fromisoformat(counted.election_day), counted.full_days)
    assert day == dt.date.fromisoformat(counted.day), counted.source


@pytest.mark.parametrize(
    ("election_day", "campaign_ends", "source"),
    [
        ("2021-07-25", "2021-07-24", "qazaqtv.com, kt.kz"),
        ("2025-10-26", "2025-10-25", "read for the by-election of 26.10.2025; its address was not kept"),
    ],
)
def test_campaign_ends_as_the_eve_begins(election_day: str, campaign_ends: str, source: str) -> None:
    day = days_before(dt.date.fromisoformat(election_day), 1)
    assert day == dt.date.fromisoformat(campaign_ends), source


@pytest.mark.parametrize("zone", ["Asia/Almaty", "Asia/Aqtau"])
@pytest.mark.parametrize(("code", "starts", "due"), PLAN_OF_2021, ids=[row[0] for row in PLAN_OF_2021])
def test_calendar_of_2021_is_as_computed(code: str, starts: str, due: str, zone: str) -> None:
    term = _terms("kz/akim/2021", zone)[code]
    assert (term.starts_at, term.due_at) == (_local(starts, zone), _local(due, zone)), OURS


def test_calendar_of_2021_keeps_rows_whose_day_is_not_known() -> None:
    terms = _terms("kz/akim/2021", "Asia/Almaty")
    assert {code for code, term in terms.items() if term.at is None} == WAITING_IN_2021
    assert set(terms) == WAITING_IN_2021 | {row[0] for row in PLAN_OF_2021} | {"turnout"}


def test_turnout_hours_of_2021_were_those_of_the_capital() -> None:
    """Mangystau, one hour behind, announced 10, 12, … 20 h in the time of the capital (adyrna.kz)."""
    term = _terms("kz/akim/2021", "Asia/Aqtau")["turnout"]
    capital = ZoneInfo("Asia/Almaty")
    assert term.moments == tuple(dt.datetime(2021, 7, 25, hour, tzinfo=capital) for hour in range(10, 21, 2))
    assert term.starts_at == dt.datetime(2021, 7, 25, 9, tzinfo=ZoneInfo("Asia/Aqtau"))
    assert term.due_at == dt.datetime(2021, 7, 25, 22, tzinfo=capital)


def test_west_of_the_country_was_one_hour_behind_in_2021() -> None:
    """13:00 in the west was 14:00 in Nur-Sultan (kazakhstan-news.info 86155)."""
    west, east = (_terms("kz/akim/2021", zone) for zone in ("Asia/Aqtau", "Asia/Almaty"))
    for code in ("nom_end", "reg_end", "camp_end", "vote", "home_req"):
        late, early = west[code].at, east[code].at
        assert late is not None
        assert early is not None
        assert late - early == dt.timedelta(hours=1)
