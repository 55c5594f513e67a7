"""Commands about plans that write, and how a plan stands on the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from dauys.apps.calendar.models import AdoptedTerm, Mark
from dauys.apps.journal.models import Entry
from tests import cast
from tests.ops.console import dauys

OF_D1 = ("--election", cast.ELECTION, "--unit", "D1")
DECISION = ("--evidence", "№ 2")


def due(unit: str, code: str) -> tuple[str | None, str | None]:
    rows = dauys("calendar", "plan", "--election", cast.ELECTION, "--unit", unit, "--format", "json").json
    return next((row["starts_at"], row["due_at"]) for row in rows if row["code"] == code)


def test_term_is_set_on_the_clock_of_the_unit_and_moves_what_counts_from_it(called: Path) -> None:
    ended = dauys("calendar", "adopt", *OF_D1, "--term", "nom_end", "--at", "2021-07-07T18:00", *DECISION)
    assert ended.code == 0, ended.err
    assert ended.out == "nom_end of D1 is set to 2021-07-07T18:00:00+05:00: № 2.\n"
    assert due("D1", "nom_end") == (None, "2021-07-07T18:00:00+05:00")
    assert due("D1", "nom_ext") == (None, "2021-07-10T23:59:59+05:00")
    assert due("D2", "nom_end")[1] == "2021-07-09T18:00:00+05:00"
    assert Entry.objects.last().verb == "adopt_term"


def test_hours_are_set_with_both_ends_of_the_latest_election(called: Path) -> None:
    hours = ("--from", "2021-07-25T06:00", "--at", "2021-07-25T22:00+05:00")
    ended = dauys("calendar", "adopt", "--unit", "D1", "--term", "vote", *hours, *DECISION)
    assert ended.code == 0, ended.err
    assert due("D1", "vote") == ("2021-07-25T06:00:00+05:00", "2021-07-25T22:00:00+05:00")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--term", "pub_tec", "--at", "2021-07-03T18:00", *DECISION), 1, "D-92"),
        (("--term", "nom_end", "--at", "2021-07-25T18:00", *DECISION), 1, "D-94"),
        (("--term", "vote", "--at", "2021-07-25T23:00", "--from", "2021-07-25T07:00", *DECISION), 1, "D-94"),
        (("--term", "vote", "--at", "2021-07-25T20:00", *DECISION), 1, "D-94"),
        (("--term", "nom_end", "--at", "2021-07-07T18:00", "--evidence", " "), 1, "D-93"),
        (("--term", "nom_end", "--at", "tomorrow", *DECISION), 2, "tomorrow is not a moment"),
        (("--term", "nom_end", "--at", "0001-01-01T00:00", *DECISION), 2, "outside the years"),
    ],
)
def test_term_beyond_the_choice_of_the_law_is_refused(
    called: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    before = Entry.objects.count()
    ended = dauys("calendar", "adopt", *OF_D1, *words)
    assert (ended.code, said in ended.err) == (code, True), ended.err
    assert (AdoptedTerm.objects.count(), Entry.objects.count()) == (0, before)


def test_duty_is_marked_at_the_time_it_was_done_and_the_plan_says_how_it_stands(
    called: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAUYS_AT", "2021-07-08T09:00")
    done = ("calendar", "done", *OF_D1, *DECISION)
    assert dauys(*done, "pub_tec", "--at", "2021-07-06T10:00").code == 0
    assert dauys(*done, "pub_district", "--at", "2021-07-05T23:00").code == 0
    assert dauys(*done, "pub_pec", "--at", "2021-07-09T10:00").code == 1
    refused = dauys(*done, "results")
    assert (refused.code, "D-95" in refused.err) == (1, True)
    assert Mark.objects.count() == 2
    for language, late, overdue in (
        ("en", "done late", "overdue"),
        ("ru", "выполнено с", "просрочено"),
        ("kk", "мерзімінен кеш", "мерзімі өтіп"),
    ):
        monkeypatch.setenv("COLUMNS", "250")
        mine = dauys("calendar", "plan", *OF_D1, "--language", language).out
        assert late in mine
        other = dauys("calendar", "plan", "--election", cast.ELECTION, "--unit", "D2", "--language", language)
        assert (late in other.out, overdue in other.out) == (False, True)


@pytest.mark.parametrize(
    ("language", "heads"),
    [
        ("en", ("Due", "From", "What", "Who")),
        ("ru", ("Срок", "Начало", "Что", "Кто")),
        ("kk", ("Мерзімі", "Басталуы", "Не", "Кім")),
    ],
)
def test_heads_of_a_plan_speak_its_language(language: str, heads: tuple[str, ...]) -> None:
    days = ("--called-on", "2021-06-25", "--election-day", "2021-07-25")
    table = dauys("calendar", "plan", "--law", cast.LAW, *days, "--language", language).out
    head = table.partition("━")[0]
    assert [one for one in heads if one not in head] == []
    assert ("Due" in head) == (language == "en")
