"""Protocols on the screens: the list, one with its versions, turnout by the hour, releases."""

from __future__ import annotations

import pytest

from dauys.apps.elections.models import Contest
from dauys.apps.results.actions import establish_results
from dauys.apps.results.models import Release, TurnoutReading
from tests import cast
from tests.web import people
from tests.web.forms import own_form
from tests.web.polls import DESK, E, all_came, came, confirmed, said

RESULTS = f"{DESK}/results/{E}"


def rows(unit: str, query: str = "", office: str = "member", commission: str = "D1.tec") -> list[str]:
    """The list as CSV, without its head."""
    answer = people.entered(office, commission).get(f"{RESULTS}/{unit}/protocols/?format=csv&{query}")
    return b"".join(answer.streaming_content).decode().splitlines()[1:]  # type: ignore[attr-defined]


def test_protocols_are_listed_with_their_state(commissions: None) -> None:
    came("U1", "U1.1", [120, 80])
    came("U2", "U2.1", [60, 40], voters=200, stationary_ballots=105)
    listed = [row.split(",") for row in rows("D1")]
    assert [(row[1], row[3]) for row in listed] == [
        ("U1.1", "accepted"), ("U1.2", "expected"), ("U2.1", "kept out of the totals"),
    ]  # fmt: skip
    assert listed[2][5] == "P-05 P-06"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=expected", ["U1.2"]),
        ("state=kept_out", ["U2.1"]),
        ("q=u1", ["U1.1", "U1.2"]),
        ("sort=-code", ["U2.1", "U1.2", "U1.1"]),
    ],
)
def test_protocols_are_found_filtered_and_sorted(commissions: None, query: str, found: list[str]) -> None:
    came("U1", "U1.1", [120, 80])
    came("U2", "U2.1", [60, 40], voters=200, stationary_ballots=105)
    assert [row.split(",")[1] for row in rows("D1", query)] == found


def test_precinct_commission_sees_its_own_protocol_only(commissions: None) -> None:
    came("U1", "U1.1", [120, 80])
    listed = rows("U1", commission="U1.1.pec")
    assert [row.split(",")[1] for row in listed] == ["U1.1"]
    client = people.entered("member", "U1.1.pec")
    assert client.get(f"{RESULTS}/U1.1/protocol/").status_code == 200
    assert client.get(f"{RESULTS}/U1.2/protocol/").status_code == 404


def test_protocol_of_another_commission_is_not_there(commissions: None) -> None:
    came("U1", "U1.1", [120, 80])
    foreign = people.entered("chair", "D2.tec")
    for address in ("U1.1/protocol/", "U1.1/protocol/enter/", "U1.1/protocol/release/", "D1/protocols/"):
        assert foreign.get(f"{RESULTS}/{address}").status_code == 404, address
    assert foreign.get(f"{RESULTS}/D1/turnout/").status_code == 404
    assert foreign.get(f"{RESULTS}/D1/turnout/10/").status_code == 404


def test_protocol_shows_versions_relations_and_reasons(commissions: None) -> None:
    came("U1", "U1.1", [120, 80])
    came("U1", "U1.1", [121, 79], reason="Қате жазылған")
    page = said(people.entered("auditor").get(f"{RESULTS}/U1.1/protocol/"))
    assert "Қате жазылған" in page
    assert "operator of the console" in page
    assert "P-05" in page
    assert "200 = 200 holds" in page
    assert "Үміткер U1 1 120 121" in page


def test_kept_out_protocol_is_released_for_a_reason(commissions: None) -> None:
    all_came()
    chair, address = people.entered("chair"), f"{RESULTS}/U2.1/protocol/release/"
    answer = chair.get(address)
    assert f'<a href="{DESK}/elections/{E}/U2/">Екінші ауыл</a>' in answer.content.decode()  # where one is
    page = said(answer)
    assert "P-05" in page
    assert "105 = 100" in page
    assert "Reason: fill this in" in said(chair.post(address, {"reason": ""}))
    assert "Reason: fill this in" in said(chair.post(address, {"reason": "\u3164"}))
    question = said(chair.post(address, {"reason": "№ 12"}))
    for told in (
        "№ 1 (U2.1), Екінші ауыл",
        "P-05",
        "105 = 100",
        "Reason: № 12",
        "Version 1",
        "Үміткер U2 1 60",
    ):
        assert told in question
    assert not Release.objects.exists()
    assert confirmed(chair, address, {"reason": "№ 12"})["Location"] == f"{RESULTS}/U2.1/protocol/"
    assert Release.objects.get().reason == "№ 12"
    assert "Not possible now" in said(chair.post(address, {"reason": "№ 12"}))


def test_release_is_for_chair_and_secretary(commissions: None) -> None:
    all_came()
    assert (
        people.entered("clerk").post(f"{RESULTS}/U2.1/protocol/release/", {"reason": "№"}).status_code == 403
    )
    assert not Release.objects.exists()


def told(readings: dict[str, tuple[str, str]], reason: str = "") -> dict[str, str]:
    """The form of an hour as it is sent."""
    from dauys.apps.territory.models import Unit

    keys = {unit.code: unit.pk for unit in Unit.objects.filter(kind="precinct")}
    sent = {"reason": reason}
    for code, (voted, on_list) in readings.items():
        sent |= {f"p-{keys[code]}-voted": voted, f"p-{keys[code]}-list": on_list}
    return sent


def test_turnout_of_all_precincts_is_reported_at_once(commissions: None) -> None:
    client, address = people.entered("clerk"), f"{RESULTS}/D1/turnout/10/"
    page = said(client.get(address))
    assert "U1.2" in page
    assert "U3.1" not in page
    sent = told({"U1.1": ("50", "400"), "U1.2": ("40", "300"), "U2.1": ("", "")})
    assert client.post(address, sent)["Location"] == f"{RESULTS}/D1/turnout/"
    assert TurnoutReading.objects.count() == 2
    assert "2 / 3 90 700" in said(client.get(f"{RESULTS}/D1/turnout/"))
    assert "New: 0, corrected: 0, unchanged: 2" in said(client.post(address, sent, follow=True))


def test_turnout_is_refused_whole_with_every_fault(commissions: None) -> None:
    client, address = people.entered("clerk"), f"{RESULTS}/D1/turnout/10/"
    page = said(
        client.post(address, told({"U1.1": ("50", "400"), "U1.2": ("forty", "300"), "U2.1": ("9", "")}))
    )
    assert "U1.2: “forty” is no figure" in page
    assert "U2.1: “” is no figure" in page
    more = client.post(address, told({"U1.1": ("500", "400"), "U1.2": ("900", "300")})).content.decode()
    assert more.count("<code>V-02</code>") == 2
    assert 'value="900"' in more
    assert not TurnoutReading.objects.exists()


def test_turnout_that_changes_needs_a_reason(commissions: None) -> None:
    client, address = people.entered("clerk"), f"{RESULTS}/D1/turnout/10/"
    client.post(address, told({"U1.1": ("50", "400")}))
    page = client.post(address, told({"U1.1": ("51", "400")})).content.decode()
    assert "<code>V-04</code>" in page
    assert 'href="#reason"' in page
    assert client.post(address, told({"U1.1": ("51", "400")}, "қате")).status_code == 302


def test_turnout_that_another_wrote_meanwhile_is_not_taken_back_unseen(commissions: None) -> None:
    client, address = people.entered("clerk"), f"{RESULTS}/D1/turnout/10/"
    client.post(address, told({"U1.1": ("50", "400"), "U1.2": ("40", "300")}))
    form = own_form(client.get(address).content.decode())
    assert form
    names = list(told({"U1.1": ("", ""), "U1.2": ("", "")}))
    first, second = names[1], names[3]
    client.post(address, told({"U1.1": ("55", "400")}, "№ 1"))  # by another, or in another window
    assert client.post(address, form.values | {second: "41", "reason": "№ 2"}).status_code == 302
    assert dict(TurnoutReading.objects.order_by("id").values_list("precinct__code", "voted")) == {
        "U1.1": 55, "U1.2": 41,
    }  # fmt: skip
    answer = client.post(address, form.values | {first: "51", second: "41", "reason": "№ 3"})
    assert "U1.1: while you were typing this became “55/400”" in said(answer)
    assert TurnoutReading.objects.count() == 4
    again = own_form(answer.content.decode())
    assert again
    assert client.post(address, again.values).status_code == 302
    assert TurnoutReading.objects.latest("id").voted == 51


def established(*units: str) -> None:
    """The results of contests whose protocols all came."""
    contests = list(Contest.objects.filter(code__in=map(cast.contest, units)))
    establish_results(contests, evidence="№ 9", by=cast.AIGERIM, at=cast.AT)


def test_turnout_of_an_established_contest_has_no_row_to_fill_in(commissions: None) -> None:
    all_came()
    established("U1")
    client, address = people.entered("clerk"), f"{RESULTS}/D1/turnout/10/"
    answer = client.get(address)
    assert said(answer).count("Not taken now: result established") == 2
    fields = {code: name for code in ("U1.1", "U1.2", "U2.1") for name in told({code: ("", "")})}
    page = answer.content.decode()
    assert [f'name="{fields[code]}"' in page for code in sorted(fields)] == [False, False, True]
    opened_before = client.post(address, told({"U1.1": ("50", "400"), "U2.1": ("9", "200")}))
    assert "<code>V-06</code>" in opened_before.content.decode()
    assert not TurnoutReading.objects.exists()


def test_turnout_is_not_asked_for_where_every_contest_is_established(commissions: None) -> None:
    came("U1", "U1.1", [120, 80])
    came("U1", "U1.2", [70, 90], voters=300)
    came("U2", "U2.1", [60, 40], voters=200)
    established("U1", "U2")
    client = people.entered("clerk")
    page = client.get(f"{RESULTS}/D1/turnout/10/").content.decode()
    assert "No contest of this commission takes readings" in page
    assert "<button>Report</button>" not in page
    hours = client.get(f"{RESULTS}/D1/turnout/").content.decode()
    assert ("Not taken now" in hours, "/turnout/10/" in hours) == (True, False)


def test_turnout_is_told_by_the_commission_that_runs_the_contests(commissions: None) -> None:
    assert people.entered("member").get(f"{RESULTS}/D1/turnout/10/").status_code == 403
    assert people.entered("chair", "R1.rec").get(f"{RESULTS}/D1/turnout/10/").status_code == 403
    assert people.entered("chair").get(f"{RESULTS}/U1/turnout/10/").status_code == 404
