"""The entry form: every fault in one list, what was typed stays, errors are kept out, corrections say why."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from dauys.apps.candidates.models import Candidate
from dauys.apps.results.actions import Report, accept_protocol
from dauys.apps.results.models import Intake, ProtocolVersion
from tests import cast
from tests.web import people
from tests.web.forms import sent
from tests.web.polls import DESK, E, came, said

RESULTS = f"{DESK}/results/{E}"
ENTER = f"{RESULTS}/U1.1/protocol/enter/"
PAGE = f"{RESULTS}/U1.1/protocol/"


def typed(votes: list[int], *, voters: int = 400, **other: object) -> dict[str, str]:
    """The form as it is sent: lines that hold, unless `other` says otherwise."""
    lines = {f"line-{code}": str(figure) for code, figure in cast.lines(voters, votes).items()}
    people_ = {f"votes-{place}": str(count) for place, count in enumerate(votes, start=1)}
    return (
        {"version": "0"}
        | lines
        | people_
        | {name.replace("__", "-"): str(value) for name, value in other.items()}
    )


def sealed(answer: object) -> str:
    """The value of the button that saves with errors."""
    found = re.search(r'name="confirmed" value="([0-9a-f]+)"', answer.content.decode())  # type: ignore[attr-defined]
    assert found is not None
    return found[1]


def drafts(client: Client) -> list[str]:
    """What the session keeps of forms that were typed."""
    return list(client.session.get("unsent", ()))


@pytest.fixture
def clerk(commissions: None) -> Client:
    return people.entered("clerk")


def test_protocol_that_holds_is_taken_at_once(clerk: Client) -> None:
    assert clerk.post(ENTER, typed([120, 80]))["Location"] == PAGE
    row = ProtocolVersion.objects.get()
    assert (row.accepted, row.errors) == (True, 0)
    assert "is accepted and counts" in said(clerk.get(PAGE))


def test_form_follows_the_paper(clerk: Client) -> None:
    """The lines of the law in its order, then the candidates; each figure has its label."""
    page = clerk.get(ENTER).content.decode()
    fields = re.findall(r'<input id="([^"]+)" name="\1"', page)
    assert fields[0] == "line-voters_on_list"
    assert fields[-3:] == ["line-invalid", "votes-1", "votes-2"]
    assert set(fields) <= set(re.findall(r'<label for="([^"]+)"', page))


def test_all_faults_come_back_in_one_list_with_links(clerk: Client) -> None:
    sent = typed([120, 80], line__stationary_ballots=205, line__invalid="x1", votes__2="")
    answer = clerk.post(ENTER, sent)
    page = answer.content.decode()
    text = said(answer)
    assert "“x1” is no figure" in text
    assert 'href="#line-invalid"' in page
    assert "Үміткер U1 2: left empty" in text
    assert 'href="#votes-2"' in page
    assert "P-06" in text
    assert 'value="x1"' in page  # nothing that was typed is written over
    assert 'name="confirmed"' not in page  # what can't be read can't be saved
    assert not ProtocolVersion.objects.exists()


def test_protocol_with_errors_is_saved_and_kept_out(clerk: Client) -> None:
    sent = typed([120, 80], line__stationary_ballots=205)
    answer = clerk.post(ENTER, sent)
    text = said(answer)
    assert "P-05" in text
    assert "should be 205 = 200, difference 5; error" in text
    assert "kept out of the totals until it is corrected" in text
    assert not ProtocolVersion.objects.exists()
    assert clerk.post(ENTER, sent | {"confirmed": sealed(answer)}).status_code == 302
    assert not ProtocolVersion.objects.get().accepted
    assert "0 of 2" not in said(clerk.get(PAGE))
    assert "is kept out of the totals: it has errors" in said(clerk.get(PAGE))


def test_figures_changed_after_the_list_are_checked_again(clerk: Client) -> None:
    seal = sealed(clerk.post(ENTER, typed([120, 80], line__stationary_ballots=205)))
    again = typed([120, 80], line__stationary_ballots=207, confirmed=seal)
    assert "should be 207 = 200, difference 7" in said(clerk.post(ENTER, again))
    assert not ProtocolVersion.objects.exists()


def test_same_figures_sent_twice_change_nothing(clerk: Client) -> None:
    clerk.post(ENTER, typed([120, 80]))
    answer = clerk.post(ENTER, typed([120, 80]), follow=True)
    assert "Exactly these figures stand already" in said(answer)
    assert ProtocolVersion.objects.count() == 1


def test_correction_needs_a_reason_and_shows_old_beside_new(clerk: Client) -> None:
    came("U1", "U1.1", [120, 80])
    assert "Version 1" in said(clerk.get(ENTER))
    sent = typed([121, 79], version=1)
    answer = clerk.post(ENTER, sent)
    assert "Give the reason of the correction" in said(answer)
    assert 'href="#reason"' in answer.content.decode()
    assert 'name="votes-1" value="121"' in answer.content.decode()
    assert clerk.post(ENTER, sent | {"reason": "Қате терілген"}).status_code == 302
    assert ProtocolVersion.objects.count() == 2
    assert "Үміткер U1 1 120 121" in said(clerk.get(PAGE))


def test_correction_of_a_version_that_came_in_the_last_moment_is_refused(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the form was read and before its turn to write comes."""
    came("U1", "U1.1", [120, 80])

    def late(*told: Any, **named: Any) -> Report:
        came("U1", "U1.1", [115, 85], reason="№ 1")
        return accept_protocol(*told, **named)

    monkeypatch.setattr("dauys.web.results.entry.accept_protocol", late)
    correction = typed([121, 79], version=1, reason="№ 2")
    assert "<code>R-89</code>" in clerk.post(ENTER, correction).content.decode()
    monkeypatch.undo()
    assert "Version 2 came while you were typing" in said(clerk.post(ENTER, correction))
    assert ProtocolVersion.objects.count() == 2


def test_version_that_came_meanwhile_is_shown_first(clerk: Client) -> None:
    clerk.get(ENTER)
    came("U1", "U1.1", [120, 80])
    answer = clerk.post(ENTER, typed([110, 90]))
    assert "Version 1 came while you were typing" in said(answer)
    assert 'name="votes-1" value="110"' in answer.content.decode()
    assert ProtocolVersion.objects.count() == 1


def test_established_result_takes_no_first_protocol(clerk: Client) -> None:
    """A cancelled contest takes nothing, and the form says so instead of asking."""
    people.entered("chair").post(f"{DESK}/elections/{E}/U1/cancel-poll/", {"evidence": "№ 8"})
    page = said(clerk.get(ENTER))
    assert "The contest takes no protocol now: “poll cancelled”" in page
    assert "P-92" in said(clerk.post(ENTER, typed([120, 80]))) or not ProtocolVersion.objects.exists()


def test_figures_with_faults_are_there_when_the_clerk_comes_back(clerk: Client) -> None:
    """Whoever looks something up after the list of faults finds in the form what was typed."""
    sent(clerk, ENTER, typed([123, 80], line__stationary_ballots=1))
    clerk.get(PAGE)
    page = clerk.get(ENTER).content.decode()
    assert 'name="votes-1" value="123"' in page
    assert "It is not saved yet" in page
    sent(clerk, ENTER, typed([123, 80]))
    assert "It is not saved yet" not in clerk.get(ENTER).content.decode()


@pytest.mark.parametrize(
    ("office", "commission"), [("member", "D1.tec"), ("auditor", "D1.tec"), ("clerk", "R1.rec")]
)
def test_entry_is_refused_to_other_offices(commissions: None, office: str, commission: str) -> None:
    client = people.entered(office, commission)
    assert client.get(ENTER).status_code == 403
    assert sent(client, ENTER, typed([120, 80])).status_code == 403
    assert not ProtocolVersion.objects.exists()
    assert drafts(client) == []


def test_nothing_typed_is_kept_of_a_precinct_that_is_anothers(commissions: None) -> None:
    client = people.entered("clerk", "D2.tec")
    for address in (ENTER, f"{RESULTS}/nowhere/protocol/enter/"):
        assert sent(client, address, typed([120, 80])).status_code == 404
    assert drafts(client) == []


def test_reason_loses_the_sign_that_no_database_keeps(clerk: Client) -> None:
    came("U1", "U1.1", [120, 80])
    sent = typed([121, 79], version=1) | {"reason": "Қате\0 терілген" + "!" * 3_000}
    assert clerk.post(ENTER, sent).status_code == 302
    reason = Intake.objects.latest("id").reason
    assert reason.startswith("Қате терілген!")
    assert len(reason) <= 2_000


def fields(page: str) -> list[str]:
    return re.findall(r'<input id="(votes-\d+)"', page)


@pytest.mark.parametrize("status", ["refused", "withdrawn", "registration_cancelled", "nominated"])
def test_only_candidates_on_the_ballot_are_in_the_protocol(clerk: Client, status: str) -> None:
    """Who was refused or left before the vote has no line in the form and none on the saved page."""
    Candidate.objects.filter(contest__code=cast.contest(), number="2").update(status=status)
    assert fields(clerk.get(ENTER).content.decode()) == ["votes-1"]
    other = cast.lines(400, [150], against=50)
    sent = typed([150], **{f"line__{code}": figure for code, figure in other.items()})
    assert clerk.post(ENTER, sent).status_code == 302
    assert "Үміткер U1 1" in said(clerk.get(PAGE))
    assert "Үміткер U1 2" not in said(clerk.get(PAGE))
    for page in ("U1.1/", "U1/"):
        assert "Үміткер U1 2" not in said(clerk.get(f"{RESULTS}/{page}"))


def test_candidate_who_left_and_has_votes_keeps_the_line(clerk: Client) -> None:
    """The ballots may have been printed: a default of ours, not from the law."""
    came("U1", "U1.1", [120, 80])
    Candidate.objects.filter(contest__code=cast.contest(), number="2").update(status="withdrawn")
    assert fields(clerk.get(ENTER).content.decode()) == ["votes-1", "votes-2"]
    assert "Үміткер U1 2 80" in said(clerk.get(PAGE))
    assert "Үміткер U1 2" in said(clerk.get(f"{RESULTS}/U1.1/"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("kk", "болуға тиіс: 205 = 200, айырма 5"),
        ("ru", "должно быть: 205 = 200, разница 5"),
        ("en", "should be 205 = 200, difference 5"),
    ],
)
def test_broken_relation_is_a_sentence_with_both_sides(clerk: Client, language: str, sentence: str) -> None:
    sent = typed([120, 80], line__stationary_ballots=205)
    assert sentence in said(clerk.post(ENTER.replace("/en/", f"/{language}/"), sent))


def test_saving_all_the_same_is_offered_only_where_the_paper_is_in_doubt(clerk: Client) -> None:
    """A correction without its reason, and nothing else, is no doubt about the paper."""
    came("U1", "U1.1", [120, 80])
    answer = clerk.post(ENTER, typed([121, 79], version=1))
    assert "Give the reason of the correction" in said(answer)
    assert "If the paper really says so" not in said(answer)
    assert 'name="confirmed"' not in answer.content.decode()
    doubtful = said(clerk.post(ENTER, typed([121, 79], version=1, line__stationary_ballots=205)))
    assert "If the paper really says so" in doubtful
