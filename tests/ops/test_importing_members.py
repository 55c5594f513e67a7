"""Members by the command: whole or not at all, by acts; what leaves comes back byte by byte the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from dauys.apps.commissions.actions import enter_commissions, form_commissions, replace_member, suspend_member
from dauys.apps.commissions.models import Mandate, Membership, Suspension
from dauys.apps.journal.models import Entry
from dauys.apps.people.actions import enter_people
from tests import cast
from tests.apps import members
from tests.ops.console import as_csv, dauys, written

pytestmark = pytest.mark.usefixtures("unguarded")  # everything is emptied within a test

ACT = {"act_body": "Мәслихат", "act_number": "12", "act_adopted_on": "2019-01-10"}
LATER = {"act_body": "Мәслихат", "act_number": "31", "act_adopted_on": "2021-06-28"}
OFFICES = ("chair", "deputy", "secretary", "member", "member")
WHO = {"by": cast.AIGERIM, "at": cast.AT}


def told(number: int, office: str = "member", **facts: Any) -> dict[str, Any]:
    """One row about the district's commission."""
    row = {"commission": members.TEC, "seats": 5, "office": office, "name": f"Мүше {number}"}
    return {**row, "since": "2019-01-10", **ACT, "reason": "", **facts}


def composed() -> list[dict[str, Any]]:
    """All five of them."""
    return [told(number, office) for number, office in enumerate(OFFICES, start=1)]


def taken(home: Path, rows: list[dict[str, Any]], *options: str) -> Any:
    """The command with a file of these rows."""
    file = written(home, "members.csv", as_csv(rows, rows[0]))
    return dauys("import", "members", file, *options, "--format", "json")


@pytest.fixture
def entered(called: Path) -> Path:
    """The small country with its commissions, nobody in them."""
    enter_commissions(members.ROWS, **WHO)
    return called


def test_commission_is_formed_and_a_second_import_changes_nothing(entered: Path) -> None:
    assert taken(entered, composed(), "--dry-run").json == {
        "formed": 1, "came": 5, "left": 0, "suspended": 0, "unchanged": 0, "dry_run": True,
    }  # fmt: skip
    assert (Mandate.objects.count(), Membership.objects.count()) == (0, 0)
    assert taken(entered, composed()).json["formed"] == 1
    entries = Entry.objects.count()
    assert taken(entered, composed()).json == {
        "formed": 0, "came": 0, "left": 0, "suspended": 0, "unchanged": 5, "dry_run": False,
    }  # fmt: skip
    assert Entry.objects.count() == entries
    mandate = Mandate.objects.get()
    assert (mandate.seats, mandate.formed_by.number) == (5, "12")


def test_who_leaves_and_who_comes_cite_the_act(entered: Path) -> None:
    assert taken(entered, composed()).code == 0
    leaving = told(5, "left", since="2021-06-28", reason="өз еркімен", **LATER)
    rows = [*composed()[:4], leaving, told(6, since="2021-06-28", **LATER)]
    for report in ((1, 1, 4), (0, 0, 6)):
        done = taken(entered, rows).json
        assert (done["came"], done["left"], done["unchanged"]) == report
    gone = Membership.objects.get(valid_to__isnull=False)
    assert (gone.person.name, gone.left_reason, gone.left_by and gone.left_by.number) == (
        "Мүше 5", "өз еркімен", "31",
    )  # fmt: skip


def test_composition_that_came_later_is_a_new_mandate(entered: Path) -> None:
    assert taken(entered, composed()).code == 0
    after = [
        told(number, office, since="2021-06-28", **LATER) for number, office in enumerate(OFFICES, start=11)
    ]
    assert taken(entered, after).json["formed"] == 1
    assert Mandate.objects.filter(valid_to__isnull=True).get().formed_by.number == "31"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"commission": "D9.tec"}, "K-06"),
        ({"name": "Мүше 1"}, "K-08"),
        ({"office": "chair"}, "K-09"),
        ({"name": "Мүше 9", "office": "left", "reason": "қайтыс болды"}, "K-16"),
        ({"office": "left", "since": "2021-06-28", **LATER}, "K-21"),
        ({"suspended": "true"}, "K-23"),
        ({"proposed_by": "Одақ"}, "K-24"),
        ({"seats": 7}, "K-24"),
        ({"name": "Мүше 9"}, "K-25"),
        ({"since": "2019-01-32"}, "I-81"),
    ],
)
def test_file_with_one_wrong_row_is_refused_whole(entered: Path, wrong: dict[str, Any], code: str) -> None:
    assert taken(entered, composed()).code == 0
    entries = Entry.objects.count()
    rows = [{"proposed_by": "", "suspended": "", **row} for row in composed()]
    rows[4] |= wrong
    done = taken(entered, rows)
    assert (done.code, done.out) == (1, "")
    assert code in [fault["code"] for fault in done.faults]
    assert Entry.objects.count() == entries


def test_members_come_back_byte_by_byte_the_same(entered: Path) -> None:
    """Also who came later and holds an office, who proposed whom in three languages, whose duties rest."""
    enter_people(members.people(8), **WHO)
    form_commissions("KZ", [members.formation(), members.formation(members.PEC, 5)], **WHO)
    joining = members.member(8, proposed_by="Одақ", proposed_by_en="The Union", office="chair", released=True)
    replace_member("KZ", members.replacement(leaving=1, joining=None), **WHO)
    replace_member(
        "KZ", members.replacement(leaving=None, joining=8).model_copy(update={"joining": joining}), **WHO
    )
    suspend_member("KZ", members.rest(5), **WHO)
    stand_in = members.replacement(leaving=None, joining=None)
    enter_people(members.people(1, first=9), **WHO)
    replace_member("KZ", stand_in.model_copy(update={"joining": members.member(9)}), **WHO)
    for form in ("csv", "xlsx", "jsonl", "parquet"):
        first, second = entered / f"first.{form}", entered / f"second.{form}"
        assert dauys("export", "members", "--out", first, "--force").code == 0
        connection.check_constraints()  # PostgreSQL empties no table that still has checks to come
        call_command("flush", interactive=False, verbosity=0)
        for kind in ("territory",):
            assert (
                dauys(
                    "import",
                    kind,
                    written(entered, "t.csv", as_csv(cast.territory_rows(), cast.territory_rows()[0])),
                ).code
                == 0
            )
        enter_commissions(members.ROWS, **WHO)
        done = dauys("import", "members", first, "--format", "json")
        assert (done.code, done.json["came"], done.json["suspended"]) == (0, 13, 1), done.err
        assert dauys("export", "members", "--out", second, "--force").code == 0
        assert second.read_bytes() == first.read_bytes()


def test_duties_that_rest_are_taken_once(entered: Path) -> None:
    resting = {
        "suspended": "true", "suspended_from": "2021-06-20", "suspended_by_body": "Мәслихат",
        "suspended_by_number": "30", "suspended_by_adopted_on": "2021-06-18", "suspended_reason": "үміткер",
    }  # fmt: skip
    blank = dict.fromkeys(resting, "")
    assert taken(entered, composed()).code == 0
    rows = [row | (resting if at == 4 else blank) for at, row in enumerate(composed())]
    assert taken(entered, rows).json == {
        "formed": 0, "came": 0, "left": 0, "suspended": 1, "unchanged": 4, "dry_run": False,
    }  # fmt: skip
    assert Suspension.objects.get().membership.person.name == "Мүше 5"
    assert taken(entered, rows).json["unchanged"] == 5
    for name in list(resting)[1:]:
        other = [row | (resting | {name: ""} if at == 3 else blank) for at, row in enumerate(composed())]
        found = [(fault["code"], fault["column"]) for fault in taken(entered, other).faults]
        assert found == [("K-23", name)]


def test_sample_of_the_file_is_taken_as_it_is(home: Path) -> None:
    for kind in ("territory", "commissions", "members"):
        sample = written(home, f"{kind}.csv", dauys("import", kind, "--example").out)
        done = dauys("import", kind, sample, "--format", "json")
        assert done.code == 0, done.err
    assert done.json == {"formed": 2, "came": 10, "left": 0, "suspended": 0, "unchanged": 0, "dry_run": False}
