"""The screens of the journal: who sees which entries, what is asked of them, how they leave."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dauys.apps.commissions.actions import end_appointment
from dauys.apps.commissions.models import Commission
from dauys.apps.elections.models import Contest
from dauys.apps.journal.actions import write_entry
from dauys.apps.journal.models import Entry
from dauys.apps.results.actions import establish_results, release_protocol
from dauys.apps.territory.models import Unit
from dauys.core.rights import RIGHTS, Actor
from dauys.web.ui import words
from tests import cast
from tests.web import people
from tests.web.polls import all_came, said

JOURNAL = "/en/desk/journal/"


@pytest.fixture
def acts(commissions: None) -> dict[str, int]:
    """Numbers of entries: of the district, of the one beside it, beneath it, of the installation."""

    def last() -> int:
        return Entry.objects.order_by("-number")[0].number

    found = {}
    for name, code in (("own", "D1.tec"), ("foreign", "D2.tec"), ("beneath", "U1.1.pec")):
        commission = Commission.objects.select_related("unit").get(code=code)
        by = Actor(str(people.who("chair", code).person), "chair", commission.unit.path, True, "10.0.0.7")
        clerk = people.who("clerk", code).person
        end_appointment(commission, clerk, "clerk", "№ 9", cast.AT.date(), by=by, at=cast.AT)
        found[name] = last()
    with transaction.atomic():
        write_entry("install_edition", "edition:x", {}, by=cast.AIGERIM, at=cast.LATER)
    return found | {"installation": last()}


def seen(client: Client, query: str = "") -> set[int]:
    """The numbers of the entries that a list shows."""
    page = client.get(f"{JOURNAL}{query}").content.decode()
    return {int(number) for number in re.findall(r'<th scope="row"><a href="[^"]+">(\d+)</a>', page)}


def body(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def test_commission_sees_its_own_entries_and_those_beneath(acts: dict[str, int]) -> None:
    wanted = {
        "D1.tec": {"own", "beneath"}, "U1.1.pec": {"beneath"}, "D2.tec": {"foreign"},
        "R1.rec": {"own", "beneath", "foreign"}, "KZ.cec": {"own", "beneath", "foreign", "installation"},
    }  # fmt: skip
    for code, names in wanted.items():
        client = people.entered("auditor", code)
        numbers = seen(client)
        assert {name for name, number in acts.items() if number in numbers} == names, code
        answers = {name: client.get(f"{JOURNAL}{number}/").status_code for name, number in acts.items()}
        assert answers == {name: 200 if name in names else 404 for name in acts}, code


def test_journal_is_for_chair_and_auditor(acts: dict[str, int]) -> None:
    offices = ("chair", "auditor", "deputy", "secretary", "member", "clerk")
    answers = {office: people.entered(office, "R1.rec").get(JOURNAL).status_code for office in offices}
    assert answers == {"chair": 200, "auditor": 200} | dict.fromkeys(offices[2:], 403)
    assert people.entered("deputy").get(f"{JOURNAL}{acts['own']}/").status_code == 403
    assert Client().get(JOURNAL).status_code == 302
    assert people.entered("chair").get(f"{JOURNAL}{2**70}/").status_code == 404


@pytest.mark.parametrize(("language", "said"), [("kk", "Бұрын"), ("ru", "Было"), ("en", "Before")])
def test_entry_shows_before_and_after_and_its_place(acts: dict[str, int], language: str, said: str) -> None:
    page = people.entered("auditor").get(f"/{language}/desk/journal/{acts['own']}/").content.decode()
    entry = Entry.objects.get(number=acts["own"])
    assert said in page
    assert "2021-07-25" in page
    assert "10.0.0.7" in page
    assert _name(people.who("clerk").person) in page  # whose appointment ended: an id in the entry itself
    assert entry.digest in page
    assert entry.previous in page
    assert 'class="panel done"' in page


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("kk", ["Соңы <code>to</code>", "Негізі <code>basis</code>", "Адам <code>person</code>"]),
        ("ru", ["Окончание <code>to</code>", "Основание <code>basis</code>", "Лицо <code>person</code>"]),
        ("en", ["End <code>to</code>", "Basis <code>basis</code>", "Person <code>person</code>"]),
    ],
)
def test_field_of_an_entry_is_called_by_its_word_beside_its_name(
    acts: dict[str, int], language: str, wanted: list[str]
) -> None:
    page = people.entered("auditor").get(f"/{language}/desk/journal/{acts['own']}/").content.decode()
    assert [one for one in wanted if one not in page] == []


def test_field_without_a_word_stands_by_its_name(commissions: None) -> None:
    """A row changed by a file is called by its code; so is what nobody has a word for."""
    done = {"before": {"D1.tec": None, "fresh": 1}, "after": {"D1.tec": "x", "fresh": 2}, "older": 3}
    with transaction.atomic():
        number = write_entry("mark_done", "election:x", done, by=cast.AIGERIM, at=cast.AT).number
    page = people.entered("auditor", "KZ.cec").get(f"{JOURNAL}{number}/").content.decode()
    assert re.findall(r'<th scope="row"><code>([^<]*)</code></th>', page) == ["D1.tec", "fresh"]
    assert "<dt><code>older</code></dt>" in page


def test_neighbour_that_is_not_seen_has_no_way_to_it(acts: dict[str, int]) -> None:
    page = people.entered("auditor").get(f"{JOURNAL}{acts['own']}/").content.decode()
    assert f"/desk/journal/{acts['foreign']}/" not in page
    assert f"Entry {acts['foreign']}" in page


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    ("change", "said"),
    [({"person": "x"}, "its digest does not hold"), ({"previous": "0" * 64}, "its digest does not hold")],
)
def test_entry_that_was_changed_says_so(acts: dict[str, int], change: dict[str, Any], said: str) -> None:
    Entry.objects.filter(number=acts["own"]).update(**change)
    page = people.entered("auditor").get(f"{JOURNAL}{acts['own']}/").content.decode()
    assert said in page
    assert 'role="alert"' in page


@pytest.mark.usefixtures("unguarded")
def test_entry_whose_neighbour_was_taken_out_says_so(acts: dict[str, int]) -> None:
    Entry.objects.filter(number=acts["own"] - 1).delete()
    page = people.entered("auditor").get(f"{JOURNAL}{acts['own']}/").content.decode()
    assert "does not fit to its neighbours" in page


def test_list_is_filtered_by_verb_office_person_period_and_row(acts: dict[str, int]) -> None:
    auditor = people.entered("auditor", "KZ.cec")
    ended = {acts["own"], acts["foreign"], acts["beneath"]}
    assert seen(auditor, "?verb=end_appointment") == ended
    assert acts["installation"] in seen(auditor, "?office=operator")
    assert acts["own"] not in seen(auditor, "?office=operator")
    name = _name(people.who("chair").person)
    assert seen(auditor, f"?person={name}") == {acts["own"]}
    assert seen(auditor, "?row=commission:KZ/D2.tec&verb=end_appointment") == {acts["foreign"]}
    assert seen(auditor, "?row=100%25_") == set()
    assert seen(auditor, "?from=2021-07-27") == set()
    assert acts["own"] in seen(
        auditor, "?from=2021-07-26&to=26.07.2021"
    )  # at 04:00 by the clock of the capital
    assert seen(auditor, "?to=2021-07-25") == set()
    assert acts["own"] in seen(auditor, "?from=0001-01-01&to=9999-12-31")  # days that nobody means


def _name(person: Any) -> str:
    from dauys.apps.people.models import Person

    return Person.objects.get(code=person).name


def test_list_is_sorted_and_goes_on_over_pages(acts: dict[str, int]) -> None:
    auditor = people.entered("auditor", "KZ.cec")
    page = auditor.get(f"{JOURNAL}?sort=number").content.decode()
    numbers = re.findall(r'<th scope="row"><a href="[^"]+">(\d+)</a>', page)
    assert numbers == sorted(numbers, key=int)
    assert max(seen(auditor)) == acts["installation"]
    assert "Clear search" not in auditor.get(JOURNAL).content.decode()
    assert "Clear search" in auditor.get(f"{JOURNAL}?row=x").content.decode()


def test_entries_leave_as_csv_and_json_lines_with_their_filters(acts: dict[str, int]) -> None:
    auditor = people.entered("auditor", "R1.rec")
    table = list(csv.reader(io.StringIO(body(auditor.get(f"{JOURNAL}?verb=end_appointment&format=csv")))))
    assert [row[0] for row in table[1:]] == [str(acts[name]) for name in ("beneath", "foreign", "own")]
    assert table[1][3] == _name(people.who("chair", "U1.1.pec").person)
    lines = body(auditor.get(f"{JOURNAL}?verb=end_appointment&format=jsonl")).splitlines()
    told = [json.loads(line) for line in lines]
    assert [one["number"] for one in told] == [acts[name] for name in ("beneath", "foreign", "own")]
    assert told[0]["done"]["after"] == {"to": "2021-07-25"}


def test_journal_asks_as_much_for_three_entries_as_for_three_hundred(acts: dict[str, int]) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as told:
            answer = auditor.get(address)
            assert answer.status_code == 200
            if answer.streaming:
                body(answer)
        return len(told.captured_queries)

    auditor = people.entered("auditor")
    addresses = (JOURNAL, f"{JOURNAL}?format=csv", f"{JOURNAL}?format=jsonl", f"{JOURNAL}{acts['own']}/")
    auditor.get(JOURNAL)
    few = [asked(address) for address in addresses]
    path = Unit.objects.get(code="D1").path
    with transaction.atomic():
        for number in range(300):
            by = Actor(str(people.who("member").person), "member", path)
            write_entry("mark_done", f"election:{number}", {}, by=by, at=cast.AT)
    assert [asked(address) for address in addresses] == few


def test_every_verb_of_the_table_has_its_words() -> None:
    for language in ("kk", "ru", "en"):
        said = words.table(language, "journal.verbs")
        assert [verb for verb in RIGHTS if verb not in said] == []
        assert len(set(said.values())) == len(said)


@pytest.fixture
def night(commissions: None) -> dict[str, int]:
    """Numbers of entries of the night, by verb: a protocol taken, one released, a result established."""
    all_came()
    contest = Contest.objects.get(code=cast.contest("U2"))
    release_protocol(contest, "U2.1", reason="№ 7", by=cast.AIGERIM, at=cast.AT)
    establish_results([contest], evidence="№ 8", by=cast.AIGERIM, at=cast.AT)
    return dict(Entry.objects.order_by("number").values_list("verb", "number"))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_list_names_the_unit_that_has_no_commission(night: dict[str, int], language: str) -> None:
    page = said(people.entered("auditor", "D1.tec").get(JOURNAL.replace("/en/", f"/{language}/")))
    verbs = words.table(language, "journal.verbs")
    for verb in ("release_protocol", "establish_results"):
        row = page[page.index(str(verbs[verb]), page.index(f" {night[verb]} ")) :][:200]
        assert "Екінші ауыл" in row


def test_commission_without_a_name_in_the_language_is_called_by_the_one_it_has(acts: dict[str, int]) -> None:
    Commission.objects.filter(code="D1.tec").update(name_en="", name_ru="", name_kk="Алғашқы аудан")
    client = people.entered("auditor", "D1.tec")
    assert "Алғашқы аудан" in said(client.get(f"{JOURNAL}?verb=end_appointment"))
    assert "Concerns Алғашқы аудан" in said(client.get(f"{JOURNAL}{acts['own']}/"))


def test_entry_names_its_unit_contest_and_precinct(night: dict[str, int]) -> None:
    client = people.entered("auditor", "D1.tec")
    released = said(client.get(f"{JOURNAL}{night['release_protocol']}/"))
    assert "Concerns Екінші ауыл" in released
    assert f"Contest Екінші ауыл {cast.contest('U2')}" in released
    assert "Precinct № 1 U2.1" in released
    established = client.get(f"{JOURNAL}{night['establish_results']}/")
    assert f"Contest Екінші ауыл {cast.contest('U2')}" in said(established)
    assert Unit.objects.get(code="U2").path not in said(established)
    assert f"/en/desk/elections/{cast.ELECTION}/U2/" in established.content.decode()
    taken = said(people.entered("auditor", "D2.tec").get(f"{JOURNAL}{night['accept_protocol']}/"))
    assert f"Contest Үшінші ауыл {cast.contest('U3')}" in taken
    assert "Precinct № 1 U3.1" in taken
