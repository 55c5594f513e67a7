"""`dauys commissions check`: compositions beside the law, on the console."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dauys.apps.commissions.actions import enter_commissions, form_commissions
from dauys.apps.elections.models import Election
from dauys.apps.people.actions import TieEntry, enter_people
from tests import cast
from tests.apps import members
from tests.ops.console import dauys

WHO: dict[str, Any] = {"by": cast.AIGERIM, "at": cast.AT}


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME = tmp_path
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())


@pytest.fixture
def formed(election: Election) -> None:
    """A district commission of six with two kin, and a precinct commission with a vacant seat."""
    enter_commissions(members.ROWS, **WHO)
    tie = TieEntry(person=members.code_of(1), other=members.code_of(2), relation="sibling")
    enter_people(members.people(20), ties=[tie], **WHO)
    form_commissions(
        "KZ",
        [members.formation(count=6), members.formation(members.PEC, count=5, first=10, seats=7)],
        **WHO,
    )


def test_country_without_commissions_has_nothing_that_does_not_hold(election: Election) -> None:
    done = dauys("commissions", "check", "--format", "json")
    assert (done.code, done.json["commissions"], done.json["findings"]) == (0, 0, [])
    said = dauys("commissions", "check")
    assert said.out.startswith("Every rule that could be checked holds.")


def test_law_and_day_are_those_of_the_latest_election(formed: None) -> None:
    told = dauys("commissions", "check", "--format", "json").json
    assert (told["law"], told["on"], told["commissions"], told["unformed"]) == (
        cast.LAW, "2021-07-25", 6, 4,
    )  # fmt: skip
    assert dauys("commissions", "check", "--election", cast.ELECTION, "--format", "json").json == told
    assert dauys("commissions", "check", "--on", "2018-01-01", "--format", "json").json["unformed"] == 6


def test_every_finding_says_what_is_wrong_where_who_and_what_to_do(formed: None) -> None:
    told = dauys("commissions", "check", "--format", "json")
    found = {(row["commission"], row["rule"]): row for row in told.json["findings"]}
    assert set(found) == {(members.TEC, "B-02"), (members.TEC, "B-30"), (members.PEC, "B-31")}
    assert (told.code, told.json["errors"], told.json["warnings"]) == (1, 2, 1)
    kin = found[members.TEC, "B-30"]
    assert [person["name"] for person in kin["persons"]] == ["Адам 1", "Адам 2"]
    assert kin["wrong"] == "Members who are close kin or spouses of another member: 2."
    for row in told.json["findings"]:
        assert row["remedy"]
        assert row["sentence"]
    said = dauys("commissions", "check").out
    assert "B-31, warning, article 10(3), 19(8): A vacant seat is filled by" in said
    assert "  Does not hold: 1\n  U1.1.pec (U1.1) Комиссия U1.1: Members who sit: 5; seats set: 7.\n" in said
    assert "    Concerned: Адам 1, Адам 2\n" in said
    assert "rules that do not hold: 2 errors, 1 warnings." in said


def test_unit_narrows_and_warnings_alone_end_well(formed: None) -> None:
    done = dauys("commissions", "check", "--unit", "U1", "--format", "json")
    assert (done.code, [row["rule"] for row in done.json["findings"]]) == (0, ["B-31"])


def test_language_is_taken_from_the_option_or_the_surroundings(
    formed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Членов в составе: 5; установлено мест: не" not in dauys("commissions", "check").out
    said = dauys("commissions", "check", "--language", "ru").out
    assert "Членов в составе: 5; установлено мест: 7." in said
    monkeypatch.setenv("DAUYS_LANGUAGE", "kk")
    assert "Құрамдағы мүшелер: 5; белгіленген орындар: 7." in dauys("commissions", "check").out
    monkeypatch.setenv("DAUYS_LANGUAGE", "de")
    assert dauys("commissions", "check").code == 2


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--unit", "XX"], 1, "No unit XX is known"),
        (["--election", "kz-akim-2099-01-01"], 1, "No election kz-akim-2099-01-01 is here"),
        (["--law", "kz/akim/1999"], 1, "N-01"),
        (["--law", cast.LAW, "--election", cast.ELECTION], 2, "not both"),
        (["--limit", "-1"], 2, "--limit"),
        (["--on", "25.07.2021"], 2, "--on"),
    ],
)
def test_wrong_use_says_what_to_do(election: Election, options: list[str], code: int, said: str) -> None:
    done = dauys("commissions", "check", *options)
    assert (done.code, said in done.err) == (code, True)


def test_home_without_an_election_asks_for_a_law(country: None) -> None:
    done = dauys("commissions", "check")
    assert (done.code, "--law" in done.err) == (2, True)
    assert dauys("commissions", "check", "--law", cast.LAW, "--format", "json").json["on"] == "2021-07-26"
