"""A calendar plan: chains of deadlines, kinds of terms, clocks and zones, the state of a term."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dauys.core.conformity import check_pack
from dauys.core.days import full_days_before
from dauys.core.norms import Pack, load_pack
from dauys.core.timetable import STATES, Term, days_outside, plan, term_state
from tests.core.small_pack import DEADLINES, LATER, LAW, deadline, write, write_later

CALLED_ON = dt.date(2021, 6, 25)
ELECTION_DAY = dt.date(2021, 7, 25)
KNOWN = {"CALL": CALLED_ON, "E": ELECTION_DAY}
ALMATY = "Asia/Almaty"  # +06:00 until 01.03.2024, +05:00 since
AQTAU = "Asia/Aqtau"  # +05:00


def pack_with(tmp_path: Path, *rules: str) -> Pack:
    """The small law with more deadlines: new_1, new_2, …"""
    added = [deadline(f"new_{n}", f"D-{10 + n}", rule) for n, rule in enumerate(rules, start=1)]
    return load_pack(LAW, write(tmp_path, deadlines="\n".join([DEADLINES, *added])))


def terms(pack: Pack, anchors: dict[str, dt.date] | None = None, zone: str = ALMATY) -> dict[str, Term]:
    return {term.code: term for term in plan(pack, KNOWN if anchors is None else anchors, zone)}


def new_term(tmp_path: Path, rule: str, zone: str = ALMATY, **anchors: dt.date) -> Term:
    return terms(pack_with(tmp_path, rule), {**KNOWN, **anchors}, zone)["new_1"]


def text(moment: dt.datetime | None) -> str:
    return moment.isoformat() if moment else ""


def times(term: Term) -> tuple[str, str]:
    return text(term.starts_at), text(term.due_at)


def test_a_plan_keeps_every_row_in_the_order_of_the_pack(tmp_path: Path) -> None:
    pack = load_pack(LAW, write(tmp_path))
    rows = plan(pack, KNOWN, ALMATY)
    assert [row.code for row in rows] == ["notice", "nom_end", "nom_ext", "vote", "fill"]
    assert [row.number for row in rows] == ["D-01", "D-02", "D-03", "D-04", "D-05"]
    assert (rows[0].article, rows[0].responsible.en, rows[0].is_default) == ("1", "commission", False)


def test_a_term_whose_anchor_is_unknown_keeps_its_row_without_times(tmp_path: Path) -> None:
    rows = terms(load_pack(LAW, write(tmp_path)), {})
    assert len(rows) == 5
    assert {times(row) for row in rows.values()} == {("", "")}
    assert {term_state(row, dt.datetime(2021, 7, 1, tzinfo=dt.UTC)) for row in rows.values()} == {"unknown"}


def test_an_event_gives_its_term_a_time_once_it_is_known(tmp_path: Path) -> None:
    pack = load_pack(LAW, write(tmp_path))
    assert times(terms(pack, {**KNOWN, "VAC": dt.date(2021, 12, 31)})["fill"]) == (
        "",
        "2022-02-28T23:59:59+06:00",
    )


def test_an_anchor_that_is_none_is_as_good_as_absent(tmp_path: Path) -> None:
    rows = plan(load_pack(LAW, write(tmp_path)), {"CALL": CALLED_ON, "E": None}, ALMATY)
    assert [text(row.at) for row in rows] == ["2021-07-05T23:59:59+06:00", "", "", "", ""]


def test_full_days_before_is_counted_as_the_sources_show(tmp_path: Path) -> None:
    assert times(terms(load_pack(LAW, write(tmp_path)))["nom_end"]) == ("2021-07-09T18:00:00+06:00",) * 2


def test_a_deadline_may_count_from_another_deadline(tmp_path: Path) -> None:
    rule = 'kind = "limit"\nanchor = "NOM_EXT"\ncount = "days_before"\namount = 1'
    rows = terms(pack_with(tmp_path, rule))
    assert times(rows["nom_ext"]) == ("", "2021-07-12T23:59:59+06:00")
    assert times(rows["new_1"]) == ("", "2021-07-11T23:59:59+06:00")


def test_a_day_set_by_the_commission_stands_for_the_deadline_in_a_chain(tmp_path: Path) -> None:
    rows = terms(load_pack(LAW, write(tmp_path)), {**KNOWN, "NOM_END": dt.date(2021, 7, 1)})
    assert times(rows["nom_end"]) == ("2021-07-09T18:00:00+06:00",) * 2
    assert times(rows["nom_ext"]) == ("", "2021-07-04T23:59:59+06:00")


def test_a_declared_anchor_is_not_taken_from_a_deadline_of_that_name(tmp_path: Path) -> None:
    called = deadline("call", "D-11", 'kind = "limit"\nanchor = "E"\ncount = "days_before"\namount = 40')
    pack = load_pack(LAW, write(tmp_path, deadlines=DEADLINES + "\n" + called))
    rows = terms(pack, {"E": ELECTION_DAY})
    assert text(rows["call"].due_at) == "2021-06-15T23:59:59+06:00"
    assert times(rows["notice"]) == ("", "")


def test_deadlines_in_a_circle_have_no_times(tmp_path: Path) -> None:
    rules = [f'kind = "limit"\nanchor = "{anchor}"\ncount = "on"' for anchor in ("NEW_2", "NEW_1", "NEW_3")]
    rows = terms(pack_with(tmp_path, *rules))
    assert [times(rows[f"new_{n}"]) for n in (1, 2, 3)] == [("", "")] * 3


@pytest.mark.parametrize(
    ("rule", "starts_at", "due_at"),
    [
        ('kind = "limit"\ncount = "days_before"\namount = 3', "", "2021-07-22T23:59:59+06:00"),
        ('kind = "limit"\ncount = "on"\ntime = 12:00:00', "", "2021-07-25T12:00:00+06:00"),
        ('kind = "floor"\ncount = "days_before"\namount = 3', "2021-07-22T00:00:00+06:00", ""),
        ('kind = "floor"\ncount = "on"\ntime = 07:00:00', "2021-07-25T07:00:00+06:00", ""),
        (
            'kind = "moment"\ncount = "days_before"\namount = 1\ntime = 00:00:00',
            "2021-07-24T00:00:00+06:00",
            "2021-07-24T00:00:00+06:00",
        ),
        ('kind = "moment"\ncount = "on"', "2021-07-25T00:00:00+06:00", "2021-07-25T00:00:00+06:00"),
        ('kind = "range"\ncount = "on"', "2021-07-25T00:00:00+06:00", "2021-07-25T23:59:59+06:00"),
        (
            'kind = "range"\ncount = "days_before"\namount = 5\nuntil_anchor = "E"',
            "2021-07-20T00:00:00+06:00",
            "2021-07-25T23:59:59+06:00",
        ),
        (
            'kind = "range"\ncount = "days_before"\namount = 5\nuntil_anchor = "E"\nuntil_time = 20:00:00',
            "2021-07-20T00:00:00+06:00",
            "2021-07-25T20:00:00+06:00",
        ),
        (
            'kind = "range"\ncount = "on"\ntime = 20:00:00\nlasts_hours = 12',
            "2021-07-25T20:00:00+06:00",
            "2021-07-26T08:00:00+06:00",
        ),
        (
            'kind = "range"\ncount = "on"\nhours = [10, 12, 20]',
            "2021-07-25T10:00:00+06:00",
            "2021-07-25T20:00:00+06:00",
        ),
        (
            'kind = "range"\ncount = "on"\nhours = [10, 12, 20]\nuntil_time = 22:00:00',
            "2021-07-25T10:00:00+06:00",
            "2021-07-25T22:00:00+06:00",
        ),
        ('kind = "limit"\ncount = "on"\nhours = [10, 20]', "", "2021-07-25T20:00:00+06:00"),
    ],
)
def test_each_kind_has_the_times_it_says(tmp_path: Path, rule: str, starts_at: str, due_at: str) -> None:
    assert times(new_term(tmp_path, f'anchor = "E"\n{rule}')) == (starts_at, due_at)


def test_hours_are_listed_as_moments(tmp_path: Path) -> None:
    term = new_term(
        tmp_path, 'kind = "range"\nanchor = "E"\ncount = "on"\nhours = [10, 12]\nclock = "capital"', AQTAU
    )
    assert [text(moment) for moment in term.moments] == [
        "2021-07-25T10:00:00+06:00",
        "2021-07-25T12:00:00+06:00",
    ]


def test_a_range_until_a_deadline_told_by_the_hour_ends_at_that_hour(tmp_path: Path) -> None:
    rule = 'kind = "range"\nanchor = "CALL"\ncount = "days_after"\namount = 1\nuntil_anchor = "NOM_END"'
    assert times(new_term(tmp_path, rule)) == ("2021-06-26T00:00:00+06:00", "2021-07-09T18:00:00+06:00")


def test_a_range_until_an_unknown_day_has_a_beginning_only(tmp_path: Path) -> None:
    term = new_term(tmp_path, 'kind = "range"\nanchor = "E"\ncount = "on"\nuntil_anchor = "VAC"')
    assert times(term) == ("2021-07-25T00:00:00+06:00", "")
    assert term_state(term, dt.datetime(2031, 1, 1, tzinfo=dt.UTC)) == "open"


def test_a_term_on_a_deadline_told_by_the_hour_falls_on_that_hour(tmp_path: Path) -> None:
    rows = terms(
        pack_with(
            tmp_path,
            'kind = "moment"\nanchor = "NOM_END"\ncount = "on"',
            'kind = "moment"\nanchor = "NOM_END"\ncount = "on"\ntime = 20:00:00',
            'kind = "moment"\nanchor = "NOM_EXT"\ncount = "on"',
            'kind = "moment"\nanchor = "NOM_END"\ncount = "days_after"\namount = 1',
        )
    )
    assert [text(rows[f"new_{n}"].due_at) for n in (1, 2, 3, 4)] == [
        "2021-07-09T18:00:00+06:00",
        "2021-07-09T20:00:00+06:00",
        "2021-07-12T00:00:00+06:00",
        "2021-07-10T00:00:00+06:00",
    ]


def test_local_time_is_the_time_of_the_unit_and_capital_time_that_of_the_capital(tmp_path: Path) -> None:
    rule = 'kind = "limit"\nanchor = "E"\ncount = "on"\ntime = 20:00:00'
    local = new_term(tmp_path / "local", rule, AQTAU)
    capital = new_term(tmp_path / "capital", f'{rule}\nclock = "capital"', AQTAU)
    assert text(local.due_at) == "2021-07-25T20:00:00+05:00"
    assert text(capital.due_at) == "2021-07-25T20:00:00+06:00"
    assert local.due_at is not None
    assert capital.due_at is not None
    assert local.due_at - capital.due_at == dt.timedelta(hours=1)


def test_zones_follow_the_history_of_the_tz_database(tmp_path: Path) -> None:
    pack = load_pack(LAW, write(tmp_path))
    offsets = {
        (zone, year): terms(pack, {"E": dt.date(year, 7, 25)}, zone)["nom_end"].due_at
        for zone in (ALMATY, AQTAU)
        for year in (2021, 2024)
    }
    assert {key: text(value)[-6:] for key, value in offsets.items()} == {
        (ALMATY, 2021): "+06:00",
        (ALMATY, 2024): "+05:00",
        (AQTAU, 2021): "+05:00",
        (AQTAU, 2024): "+05:00",
    }


def test_the_day_of_25_hours_ends_with_its_last_second(tmp_path: Path) -> None:
    """At 00:00 of 01.03.2024 the clocks of Almaty went back to 23:00 of 29.02.2024."""
    leap_day = dt.date(2024, 2, 29)
    limit = new_term(tmp_path / "limit", 'kind = "limit"\nanchor = "E"\ncount = "on"', E=leap_day)
    count = 'kind = "range"\nanchor = "E"\ncount = "on"\ntime = 20:00:00\nlasts_hours = 12'
    counting = new_term(tmp_path / "count", count, E=leap_day)
    assert text(limit.due_at) == "2024-02-29T23:59:59+05:00"
    assert times(counting) == ("2024-02-29T20:00:00+06:00", "2024-03-01T07:00:00+05:00")


def test_a_moment_given_as_an_anchor_counts_by_its_day_in_the_unit(tmp_path: Path) -> None:
    pack = load_pack(LAW, write(tmp_path))
    late = dt.datetime(2021, 6, 24, 19, 30, tzinfo=dt.UTC)  # 00:30 of 25.06.2021 in Aqtau
    rows = {row.code: row for row in plan(pack, {"CALL": late}, AQTAU)}
    assert text(rows["notice"].due_at) == "2021-07-05T23:59:59+05:00"


def test_a_limit_on_the_day_of_an_event_runs_to_the_end_of_that_day(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, 'kind = "limit"\nanchor = "CALL"\ncount = "on"')
    called_at = dt.datetime(2021, 6, 25, 10, 0, tzinfo=ZoneInfo(ALMATY))
    rows = {row.code: row for row in plan(pack, {"CALL": called_at}, ALMATY)}
    assert text(rows["new_1"].due_at) == "2021-06-25T23:59:59+06:00"


def test_an_hour_set_by_the_commission_for_a_deadline_is_kept(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, 'kind = "moment"\nanchor = "NOM_END"\ncount = "on"')
    set_to = dt.datetime(2021, 7, 10, 14, 0, tzinfo=ZoneInfo(ALMATY))
    rows = {row.code: row for row in plan(pack, {**KNOWN, "NOM_END": set_to}, ALMATY)}
    assert text(rows["new_1"].due_at) == "2021-07-10T14:00:00+06:00"
    assert text(rows["nom_ext"].due_at) == "2021-07-13T23:59:59+06:00"


def test_a_moment_without_a_zone_is_refused(tmp_path: Path) -> None:
    pack = load_pack(LAW, write(tmp_path))
    with pytest.raises(ValueError, match="no zone"):
        plan(pack, {"CALL": dt.datetime(2021, 6, 25, 10, 0)}, ALMATY)  # noqa: DTZ001


def test_an_unknown_zone_is_refused(tmp_path: Path) -> None:
    pack = load_pack(LAW, write(tmp_path))
    with pytest.raises(ZoneInfoNotFoundError):
        plan(pack, KNOWN, "Asia/Nowhere")


def test_of_two_records_of_one_code_election_day_decides(tmp_path: Path) -> None:
    changed = DEADLINES.replace("amount = 15", "amount = 15\nvalid_to = 2021-08-01")
    changed += "\n" + deadline(
        "nom_end",
        "D-02",
        'kind = "moment"\nanchor = "E"\ncount = "full_days_before"\namount = 20\n'
        "time = 18:00:00\nvalid_from = 2021-08-01",
    )
    pack = load_pack(LAW, write(tmp_path, deadlines=changed))
    for day, amount in ((dt.date(2021, 7, 31), 15), (dt.date(2021, 8, 1), 20)):
        rows = plan(pack, {"E": day, "CALL": dt.date(2021, 7, 1)}, ALMATY)
        of_code = [row for row in rows if row.code == "nom_end"]
        assert [row.due_at.date() for row in of_code if row.due_at] == [full_days_before(day, amount)]
    assert [row.rule[:2] for row in plan(pack, {}, ALMATY) if row.code == "nom_end"] == ["20"]


def test_an_edition_that_extends_another_plans_with_its_own_numbers(tmp_path: Path) -> None:
    pack = load_pack(LATER, write_later(write(tmp_path)))
    rows = terms(pack, {"E": dt.date(2024, 9, 17)})
    assert text(rows["nom_end"].due_at) == "2024-08-22T18:00:00+05:00"
    assert text(rows["nom_ext"].due_at) == "2024-08-25T23:59:59+05:00"


def test_a_default_of_ours_is_marked(tmp_path: Path) -> None:
    text_of = DEADLINES.replace('grade = "LAW"', 'grade = "DER"', 1)
    rows = terms(load_pack(LAW, write(tmp_path, deadlines=text_of)))
    assert (rows["notice"].is_default, rows["nom_end"].is_default) == (True, False)


# What state a term is in

ZONE = ZoneInfo(ALMATY)


def at(day: int, hour: int = 12, minute: int = 0) -> dt.datetime:
    return dt.datetime(2021, 7, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("rule", "moment", "state"),
    [
        ('kind = "limit"\ncount = "days_before"\namount = 3', at(21, 23), "coming"),
        ('kind = "limit"\ncount = "days_before"\namount = 3', at(22, 0), "due"),
        ('kind = "limit"\ncount = "days_before"\namount = 3', at(22, 23, 59), "due"),
        ('kind = "limit"\ncount = "days_before"\namount = 3', at(23, 0), "overdue"),
        ('kind = "limit"\ncount = "on"\ntime = 18:00:00', at(25, 18), "due"),
        ('kind = "limit"\ncount = "on"\ntime = 18:00:00', at(25, 18, 1), "overdue"),
        ('kind = "limit"\ncount = "on"\ntime = 18:00:00\nduty = false', at(25, 18, 1), "passed"),
        ('kind = "limit"\ncount = "on"\ntime = 18:00:00\nconditional = true', at(25, 18, 1), "not_arisen"),
        ('kind = "moment"\ncount = "on"\ntime = 18:00:00', at(24), "coming"),
        ('kind = "moment"\ncount = "on"\ntime = 18:00:00', at(25, 17, 59), "due"),
        ('kind = "moment"\ncount = "on"\ntime = 18:00:00', at(25, 18), "unmarked"),
        ('kind = "moment"\ncount = "on"\ntime = 18:00:00\nstage = "campaign"', at(25, 18), "passed"),
        ('kind = "range"\ncount = "on"\ntime = 07:00:00\nuntil_time = 20:00:00', at(25, 6, 59), "coming"),
        ('kind = "range"\ncount = "on"\ntime = 07:00:00\nuntil_time = 20:00:00', at(25, 7), "open"),
        ('kind = "range"\ncount = "on"\ntime = 07:00:00\nuntil_time = 20:00:00', at(25, 20), "open"),
        ('kind = "range"\ncount = "on"\ntime = 07:00:00\nuntil_time = 20:00:00', at(25, 20, 1), "unmarked"),
        ('kind = "floor"\ncount = "days_before"\namount = 3', at(21, 23, 59), "coming"),
        ('kind = "floor"\ncount = "days_before"\namount = 3', at(22, 0), "open"),
        ('kind = "floor"\ncount = "days_before"\namount = 3', at(23, 0), "passed"),
    ],
)
def test_the_state_of_a_term_without_a_mark(
    tmp_path: Path, rule: str, moment: dt.datetime, state: str
) -> None:
    assert term_state(new_term(tmp_path, f'anchor = "E"\n{rule}'), moment) == state


def test_a_mark_makes_any_term_done_from_that_moment_on(tmp_path: Path) -> None:
    rows = plan(load_pack(LAW, write(tmp_path)), KNOWN, ALMATY)
    for row in rows:
        assert term_state(row, at(30), done_at=at(1)) == "done"
        assert term_state(row, at(30), done_at=at(30, 13)) not in ("done", "done_late")


@pytest.mark.parametrize(
    ("rule", "done_at", "state"),
    [
        ('kind = "limit"\ncount = "on"\ntime = 18:00:00', at(25, 18), "done"),
        ('kind = "limit"\ncount = "on"\ntime = 18:00:00', at(25, 18, 1), "done_late"),
        ('kind = "limit"\ncount = "on"', at(25, 23, 59), "done"),
        ('kind = "limit"\ncount = "on"', at(25, 23, 59) + dt.timedelta(seconds=59.9), "done"),
        ('kind = "limit"\ncount = "on"', at(26), "done_late"),
        ('kind = "limit"\ncount = "on"\nduty = false', at(26), "done"),
        ('kind = "range"\ncount = "on"\ntime = 07:00:00\nuntil_time = 20:00:00', at(25, 21), "done"),
        ('kind = "moment"\ncount = "on"\ntime = 18:00:00', at(25, 19), "done"),
        ('kind = "floor"\ncount = "on"', at(28), "done"),
    ],
)
def test_what_was_owed_and_done_after_its_limit_is_done_late(
    tmp_path: Path, rule: str, done_at: dt.datetime, state: str
) -> None:
    term = new_term(tmp_path, f'anchor = "E"\n{rule}')
    assert term_state(term, at(30), done_at) == state


def test_the_day_of_a_term_is_told_by_its_own_clock(tmp_path: Path) -> None:
    term = new_term(tmp_path, 'kind = "limit"\nanchor = "E"\ncount = "on"', AQTAU)
    assert term_state(term, dt.datetime(2021, 7, 24, 18, 59, tzinfo=dt.UTC)) == "coming"
    assert term_state(term, dt.datetime(2021, 7, 24, 19, 0, tzinfo=dt.UTC)) == "due"


def test_a_term_passes_through_its_states_in_one_direction(tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = plan(load_pack(LAW, write(tmp_path_factory.mktemp("laws"))), KNOWN, ALMATY)
    order = ["coming", "due", "open", "overdue", "unmarked", "passed", "not_arisen"]

    @given(
        row=st.sampled_from([row for row in rows if row.at]),
        moments=st.tuples(*[st.datetimes(dt.datetime(2021, 6, 1), dt.datetime(2021, 9, 1))] * 2),  # noqa: DTZ001
    )
    def goes_forward(row: Term, moments: tuple[dt.datetime, dt.datetime]) -> None:
        first, second = (term_state(row, moment.replace(tzinfo=dt.UTC)) for moment in sorted(moments))
        assert first in STATES
        assert order.index(first) <= order.index(second)

    goes_forward()


SETS_CALL = 'kind = "limit"\ncount = "on"\nanchor = "VAC"\nsets = "CALL"'


def test_day_that_a_duty_itself_sets_is_known_although_its_term_is_not(tmp_path: Path) -> None:
    pack = load_pack(LAW, write(tmp_path, deadlines=DEADLINES + deadline("called", "D-11", SETS_CALL)))
    row = terms(pack)["called"]
    assert (times(row), row.held_on) == (("", ""), CALLED_ON)
    states = {
        day: term_state(row, dt.datetime(2021, 6, day, 12, tzinfo=ZoneInfo(ALMATY))) for day in (24, 25, 26)
    }
    assert states == {24: "coming", 25: "due", 26: "passed"}
    assert terms(pack, {"E": ELECTION_DAY})["called"].held_on is None
    told = terms(pack, {**KNOWN, "VAC": dt.date(2021, 6, 20)})["called"]
    assert (told.held_on, text(told.due_at)[:10]) == (None, "2021-06-20")


def test_duty_that_sets_a_day_nobody_declared_is_a_fault_of_the_law(tmp_path: Path) -> None:
    wrong = deadline("called", "D-11", SETS_CALL.replace('"CALL"', '"NEVER"'))
    (fault,) = check_pack(LAW, write(tmp_path, deadlines=DEADLINES + "\n" + wrong))
    assert (fault.code, fault.value) == ("N-08", "NEVER")


@pytest.mark.parametrize(
    ("called_on", "election_day", "first", "last"),
    [
        ("2026-04-01", "2026-05-10", "", ""),
        ("2022-12-20", "2023-01-30", "2022-12-20", "2022-12-30"),  # the call and two terms from it
        (
            "2026-05-20",
            "2026-06-28",
            "2026-07-01",
            "2026-07-28",
        ),  # the law of the day was in force, not after
        ("2026-08-01", "2026-09-10", "2026-08-01", "2026-10-10"),
    ],
)
def test_days_of_a_plan_on_which_its_edition_is_not_in_force(
    called_on: str, election_day: str, first: str, last: str
) -> None:
    pack = load_pack("kz/akim/2023")
    days = {"CALL": dt.date.fromisoformat(called_on), "E": dt.date.fromisoformat(election_day)}
    found = [str(day) for day in days_outside(pack, days, plan(pack, days, ALMATY))]
    assert (found[:1], found[-1:]) == ([first] if first else [], [last] if last else [])
    assert found == sorted(set(found))
    assert not [day for day in found if "2023-01-01" <= day < "2026-07-01"]
