"""Today: what a commission owes, marks and their withdrawal, terms that are set, a calendar of one's own."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from dauys.apps.calendar.actions import mark_done
from dauys.apps.calendar.models import AdoptedTerm, Mark
from dauys.apps.commissions.actions import end_mandate
from dauys.apps.elections.models import Contest, Election
from dauys.apps.files.models import StoredFile
from dauys.apps.results.actions import Terms, accept_protocol, establish_results
from dauys.apps.results.queries import dutyground
from dauys.apps.results.queries.duties import BUCKET_OF, BUCKETS, duties_of, post_of
from dauys.core.timetable import STATES
from tests import cast
from tests.apps import members, papers
from tests.web import people

TODAY = "/en/desk/today/"
PUBLISHED = f"{TODAY}{cast.ELECTION}/D1/pub_tec/"
NOON = dt.datetime(
    2021, 7, 2, 7, 0, tzinfo=dt.UTC
)  # by noon in Aqtau; D-04 is over, D-05 has three days left
GIVEN = {"done_on": "2021-07-01", "done_time": "10:30", "evidence": "№ 4", "link": ""}


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of the campaign."""
    monkeypatch.setenv("DAUYS_AT", NOON.isoformat())


def page(office: str = "secretary", commission: str = "D1.tec", address: str = TODAY) -> str:
    return people.entered(office, commission).get(address).content.decode()


def rows(section: str, text: str) -> list[str]:
    """The codes of the duties of a section."""
    found = re.search(rf'<h2 id="{section}">.*?(?=<h2 id=|</main>)', text, re.DOTALL)
    return re.findall(r'<th scope="row">(D-\d\d)', found[0]) if found else []


def test_bucket_is_told_for_every_state() -> None:
    assert set(BUCKET_OF) == set(STATES)
    assert set(BUCKET_OF.values()) == set(BUCKETS)


def test_district_sees_what_is_overdue_coming_and_unknown(commissions: None, noon: None) -> None:
    text = page()
    assert rows("overdue", text) == ["D-04"]
    assert rows("coming", text)[:3] == ["D-05", "D-06", "D-11"]
    assert {"D-08", "D-16"} <= set(rows("coming", text))
    assert {"D-13", "D-17"} <= set(rows("unknown", text))
    assert "more lie further ahead" in text
    assert set(rows("coming", page(address=f"{TODAY}?coming=all"))) > {"D-42", "D-43"}
    for code in ("D-24", "D-36"):  # of the precincts
        assert code not in re.findall(r'<th scope="row">(D-\d\d)', text.split('id="beneath"')[0])


def test_precinct_owes_the_duties_of_its_level(commissions: None, noon: None) -> None:
    text = page(commission="U1.1.pec", address=f"{TODAY}?coming=all")
    assert {"D-24", "D-25", "D-27"} <= set(rows("coming", text))
    assert "D-05" not in text


def test_commission_of_no_contest_is_asked_nothing(commissions: None, noon: None) -> None:
    dutyground.forget()
    Election.objects.get().contests.filter(unit__code="U3").update(unit=_unit("U2.1"))
    assert "No election asks anything" in page(commission="D2.tec")


def _unit(code: str) -> int:
    from dauys.apps.territory.models import Unit

    return Unit.objects.get(code=code).pk


def test_secretary_marks_a_duty_done_and_withdraws_the_mark(commissions: None, noon: None) -> None:
    client = people.entered("secretary")
    assert "Publish the composition" in client.get(f"{PUBLISHED}done/").content.decode()
    assert client.post(f"{PUBLISHED}done/", GIVEN).status_code == 302
    mark = Mark.objects.get()
    assert (mark.unit.code, mark.evidence, mark.done_at.isoformat()) == (
        "D1",
        "№ 4",
        "2021-07-01T05:30:00+00:00",
    )
    text = client.get(TODAY).content.decode()
    assert "D-05" in rows("done", text)
    assert "Evidence: № 4" in text
    answer = client.post(f"{PUBLISHED}withdraw/", {"reason": "Басқа бап"})
    assert (answer.status_code, Mark.objects.count()) == (302, 2)
    assert "D-05" in rows("coming", client.get(TODAY).content.decode())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"evidence": " "}, "The duty is marked done without evidence"),
        ({"done_on": "0001-01-01"}, "Day on which it was done: this is not written as it has to be"),
        ({"done_on": "2021-07-03"}, "a time that has not come yet"),
        ({"link": "ftp://example.org/4"}, "This is no address of a page"),
        ({"done_on": ""}, "Day on which it was done: fill this in"),
    ],
)
def test_mark_that_is_refused_says_why_and_keeps_what_was_typed(
    commissions: None, noon: None, change: dict[str, str], said: str
) -> None:
    answer = people.entered("secretary").post(f"{PUBLISHED}done/", {**GIVEN, **change})
    text = answer.content.decode()
    assert (answer.status_code, Mark.objects.count()) == (422, 0)
    assert said in text
    assert 'value="10:30"' in text
    (anchor,) = re.findall(r'<a href="#(id_\w+)"', text)
    assert f'id="{anchor}"' in text


def test_minute_that_is_running_is_not_in_the_future(commissions: None, noon: None) -> None:
    form = {**GIVEN, "done_on": "2021-07-02", "done_time": "12:00"}
    assert people.entered("secretary").post(f"{PUBLISHED}done/", form).status_code == 302


@pytest.mark.parametrize("office", ["member", "clerk", "auditor", "trainer"])
def test_office_that_marks_nothing_sees_today_without_a_button(
    commissions: None, noon: None, office: str
) -> None:
    assert "/done/" not in page(office)
    assert people.entered(office).get(f"{PUBLISHED}done/").status_code == 403


@pytest.mark.parametrize("deadline", ["list_display", "nom_start", "results", "nothing"])
def test_duty_of_others_and_what_nobody_marks_is_not_there(
    commissions: None, noon: None, deadline: str
) -> None:
    assert people.entered("chair").get(f"{TODAY}{cast.ELECTION}/D1/{deadline}/done/").status_code == 404


def test_mark_of_the_keeper_counts_for_its_precincts_and_only_for_them(commissions: None, noon: None) -> None:
    for code in ("list_display", "pub_tec"):
        mark_done(cast.ELECTION, ["D1"], code, evidence="№ 9", by=cast.AIGERIM, at=NOON)
    mark_done(cast.ELECTION, ["R1"], "list_display_special", evidence="№ 9", by=cast.AIGERIM, at=NOON)
    text = page(commission="U1.1.pec")
    assert rows("done", text) == ["D-24"]
    assert "Marked by the commission that keeps the plan" in text
    assert "/withdraw/" not in text
    assert rows("done", page(commission="D2.tec")) == []


def test_precinct_marks_its_own_and_the_district_sees_how_many(commissions: None, noon: None) -> None:
    url = f"{TODAY}{cast.ELECTION}/U1.1/list_display/done/"
    assert people.entered("chair", "U1.1.pec").post(url, GIVEN).status_code == 302
    assert Mark.objects.get().unit.code == "U1.1"
    text = page()
    beneath = text.split('id="beneath"')[1]
    assert re.search(
        r"D-24.*?<td[^>]*>2</td>.*?<td[^>]*>1</td>.*?<td[^>]*>1</td>.*?0</td>", beneath, re.DOTALL
    )


def test_term_that_the_law_leaves_open_is_set_by_the_commission_that_runs_the_contest(
    commissions: None, noon: None
) -> None:
    url = f"{TODAY}{cast.ELECTION}/D1/nom_end/term/"
    client = people.entered("chair")
    assert 'value="18:00"' in client.get(url).content.decode()
    refused = client.post(url, {"due_on": "2021-07-30", "due_time": "18:00", "decision": "№ 2"})
    assert "The times set are not those that the law allows" in refused.content.decode()
    assert (
        client.post(url, {"due_on": "2021-07-07", "due_time": "18:00", "decision": "№ 2"}).status_code == 302
    )
    assert AdoptedTerm.objects.get().due_at.isoformat() == "2021-07-07T13:00:00+00:00"
    assert "by 7 July 2021, 18:00 (UTC+5)" in client.get(TODAY).content.decode().replace("\xa0", " ")
    hours = {"starts_time": "06:00", "due_time": "21:00", "decision": "№ 3"}
    assert client.post(f"{TODAY}{cast.ELECTION}/D1/vote/term/", hours).status_code == 302
    assert client.get(f"{TODAY}{cast.ELECTION}/D1/reg_end/term/").status_code == 404
    assert (
        people.entered("chair", "U1.1.pec").get(f"{TODAY}{cast.ELECTION}/U1.1/vote/term/").status_code == 404
    )


def test_setting_a_term_asks_for_the_second_factor(commissions: None, settings: Settings) -> None:
    settings.SECOND_FACTOR_ASKED = True
    answer = people.entered("chair").get(f"{TODAY}{cast.ELECTION}/D1/nom_end/term/")
    assert answer.status_code == 302


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(
    ("office", "commission"), [("chair", "KZ.cec"), ("member", "R1.rec"), ("clerk", "U1.2.pec")]
)
def test_today_is_there_for_each_level_in_each_language(
    commissions: None, language: str, office: str, commission: str
) -> None:
    answer = people.entered(office, commission).get(f"/{language}/desk/today/")
    assert answer.status_code == 200


def test_number_of_questions_does_not_grow_with_marks_and_commissions(
    commissions: None, noon: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = people.entered("chair", "KZ.cec")
    client.get(TODAY)
    with django_assert_max_num_queries(12) as asked:
        client.get(TODAY)
    few = len(asked)
    units = ["D1", "D2", "U1.1", "U1.2"] * 75
    mark_done(cast.ELECTION, units, "list_display", evidence="№ 4", by=cast.AIGERIM, at=NOON)
    client.get(TODAY)
    with django_assert_max_num_queries(few):
        client.get(TODAY)


@pytest.mark.parametrize("verb", ["mark", "withdraw", "adopt", "none"])
def test_what_is_kept_is_what_would_be_read_again(commissions: None, noon: None, verb: str) -> None:
    post = post_of("KZ", "D1.tec")
    before = [(one.term.code, one.row.state) for one in duties_of(post, NOON, whole=True)]
    client = people.entered("chair")
    if verb in {"mark", "withdraw"}:
        client.post(f"{PUBLISHED}done/", GIVEN)
    if verb == "withdraw":
        duties_of(post, NOON)
        client.post(f"{PUBLISHED}withdraw/", {"reason": "x"})
    if verb == "adopt":
        form = {"due_on": "2021-07-07", "due_time": "18:00", "decision": "№ 2"}
        client.post(f"{TODAY}{cast.ELECTION}/D1/nom_end/term/", form)
    kept = [(one.term.code, one.row.state, one.term.at) for one in duties_of(post, NOON, whole=True)]
    ground = dutyground.ground()
    done = dict(ground.done)
    dutyground.forget()
    assert [(one.term.code, one.row.state, one.term.at) for one in duties_of(post, NOON, whole=True)] == kept
    assert dutyground.ground().done == done
    changed = [pair[:2] for pair in kept] != before
    assert changed is (verb in {"mark", "adopt"})


def test_correction_after_the_result_opens_the_duty_again(commissions: None) -> None:
    contests = {code: Contest.objects.get(code=cast.contest(code)) for code in ("U1", "U2")}

    def accept(unit: str, precinct: str, first: int) -> None:
        lines, votes = cast.lines(500, [first, 100]), {"1": first, "2": 100}
        reason = "№ 9" if first != 200 else ""
        accept_protocol(
            contests[unit], precinct, lines, votes, Terms(reason=reason), by=cast.AIGERIM, at=cast.LATER
        )

    def results() -> str:
        post = post_of("KZ", "D1.tec")
        late = cast.LATER + dt.timedelta(days=1)
        return next(one.row.state for one in duties_of(post, late) if one.term.code == "results")

    for unit, precinct in (("U1", "U1.1"), ("U1", "U1.2"), ("U2", "U2.1")):
        accept(unit, precinct, 200)
    assert results() == "coming"
    establish_results(list(contests.values()), evidence="№ 8", by=cast.AIGERIM, at=cast.LATER)
    assert results() == "done"
    accept("U1", "U1.1", 201)
    assert results() == "coming"


# A calendar of one's own


def subscribed(client: Client) -> str:
    answer = client.post(reverse("my_calendar"), follow=True)
    found = re.search(r"<code>http://testserver(\S+)</code>", answer.content.decode())
    assert found
    return found[1]


def test_own_calendar_is_read_by_its_address_alone_and_shown_once(commissions: None, noon: None) -> None:
    client = people.entered("auditor")
    url = subscribed(client)
    answer = Client().get(url)
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert f"UID:{cast.ELECTION}.D1.district.pub_tec@dauys" in text
    assert "SUMMARY:D-05. " in text
    assert url not in client.get(reverse("my_calendar")).content.decode()


def test_address_of_a_calendar_ends_when_renewed_ended_locked_or_out_of_office(
    commissions: None, noon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = people.entered("chair")
    first = subscribed(client)
    second = subscribed(client)
    assert [Client().get(url).status_code for url in (first, second)] == [404, 200]
    assert Client().get(second.replace(".ics", "x.ics")).status_code == 404
    client.post(reverse("my_calendar"), {"end": "1"})
    assert Client().get(second).status_code == 404
    third = subscribed(client)
    assert Client().get(third).status_code == 200
    end_mandate("KZ", members.ending(), by=cast.AIGERIM, at=cast.AT)
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    assert Client().get(third).status_code == 404


# What is listed, and what is offered


def test_figure_of_what_is_coming_is_that_of_its_list(commissions: None, noon: None) -> None:
    for address, title in ((TODAY, "Coming in the next 14 days"), (f"{TODAY}?coming=all", "Coming")):
        text = page(address=address)
        listed = len(rows("coming", text))
        assert listed
        assert f"<dt>{title}</dt><dd>{listed}</dd>" in text
        assert f'<h2 id="coming">{title} ({listed})</h2>' in text


def test_election_day_is_an_event_that_nobody_marks(
    commissions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{TODAY}{cast.ELECTION}/D1/election_day/done/"
    for at in (NOON, cast.AT):
        monkeypatch.setenv("DAUYS_AT", at.isoformat())
        text = page(address=f"{TODAY}?coming=all")
        assert "D-02" in text
        assert url not in text
    assert people.entered("secretary").get(url).status_code == 404


def test_file_that_shows_it_is_stored_on_the_way_and_chosen(
    commissions: None, noon: None, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    client, marking = people.entered("secretary"), f"{PUBLISHED}done/"
    form = client.get(marking).content.decode()
    assert 'name="file"' not in form
    (way,) = re.findall(r'<a href="(/en/desk/files/new/[^"]*)"', form)
    assert "come back here" in form
    sent = {"content": SimpleUploadedFile("a.pdf", papers.pdf()), "about": "Акт № 7"}
    assert f'<a href="{marking}">' in client.get(way).content.decode()
    answer = client.post(way, sent)
    code = StoredFile.objects.get().code
    assert answer["Location"] == f"{marking}?file={code}"
    assert f'<option value="{code}" selected>' in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "back", ["//example.org/", "https://example.org/en/desk/today/", "/en/desk/journal/", "x"]
)
def test_storing_a_file_leads_back_to_a_form_that_takes_one_and_nowhere_else(
    commissions: None, settings: Settings, tmp_path: Path, back: str
) -> None:
    settings.HOME = tmp_path
    sent = {"content": SimpleUploadedFile("a.pdf", papers.pdf()), "about": "Акт № 7"}
    answer = people.entered("secretary").post(f"/en/desk/files/new/?{urlencode({'next': back})}", sent)
    assert answer["Location"] == f"/en/desk/files/{StoredFile.objects.get().code}/"
