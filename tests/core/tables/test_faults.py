"""Faults: the table of codes is whole, lists are cut and counted, near names are offered."""

from __future__ import annotations

import re
from pathlib import Path

from dauys.core.tables import LISTED, Faults, fault, near
from dauys.core.tables.codes import CODES
from tests.core.tables.files import faults_of

SOURCES = Path(__file__).parents[3] / "src" / "dauys"


def test_every_code_says_what_and_what_to_do() -> None:
    for code, (message, remedy) in CODES.items():
        assert re.fullmatch(r"I-\d\d", code)
        assert message.rstrip().endswith((".", "}")), code
        assert remedy.endswith("."), code


def test_every_code_the_reader_raises_is_in_the_table() -> None:
    text = "".join(path.read_text("utf-8") for path in SOURCES.rglob("*.py") if path.name != "codes.py")
    raised = set(re.findall(r'"(I-\d\d)"', text))
    assert raised <= set(CODES)


def test_fault_is_filled_cut_and_made_visible() -> None:
    found = fault(
        "I-58",
        place="in.csv",
        line=3,
        column="contest",
        value="x\ty" * 30,
        election="E",
        contest="{a}\n",
        near="",
    )
    assert found.message == "The election E has no contest “{a}\\n”."
    assert found.value == ("x\\ty" * 13) + "…"
    assert str(found).startswith("in.csv:3 [contest]: I-58 The election E")


def test_faults_are_listed_from_the_top_of_the_file() -> None:
    found = Faults([fault("I-40", place="in.csv", line=line) for line in range(2 * LISTED, 0, -1)])
    found.unlisted = 5
    whole = Faults([fault("I-40", place="in.csv", line=1000)])
    whole.add(found)
    assert whole.total == 2 * LISTED + 6
    listed = faults_of(whole.refuse)
    assert [each.line for each in listed[:-1]] == list(range(1, LISTED + 1))
    assert listed[-1].message == "106 more faults were found and are not listed."


def test_no_fault_refuses_nothing() -> None:
    Faults().refuse()
    assert Faults().listed() == []


def test_near_name_sees_through_case_spaces_and_look_alike_letters() -> None:
    known = ["possible voters", "votes by 12", "Тамақ"]
    assert near("Possible  Voters", known) == " Near it: “possible voters”."
    assert near("роssiblе vоtеrs", known) == " Near it: “possible voters”."
    assert near("posible voter", known) == " Near it: “possible voters”."
    assert near("xyz", known) == ""
    assert near("", []) == ""
