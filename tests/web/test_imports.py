"""The screens of imports: hand in, preview, map, confirm, progress; who sees and does which."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dauys.apps.accounts.actions import close_account, issue_invitation, set_lock
from dauys.apps.commissions.models import Appointment
from dauys.apps.elections.models import Election
from dauys.apps.imports.actions import carry_taking
from dauys.apps.imports.models import Import, KeptMapping
from dauys.apps.imports.queries import KINDS, columns_of, imports
from dauys.apps.jobs.actions import queue_job, take_up
from dauys.apps.jobs.queries import trace_of
from dauys.apps.law.models import Edition
from dauys.apps.results.models import ProtocolVersion
from dauys.apps.territory.models import Unit
from dauys.core.findings import Refused
from dauys.core.norms import load_pack
from dauys.core.rights import Actor
from dauys.core.tables import read_table
from dauys.ops.examples import EXAMPLES
from dauys.ops.working.hand import work_off
from dauys.press.traces import Progress
from tests import cast
from tests.apps.handing import GOOD, Silent, protocols
from tests.web import people

LIST, NEW = "/en/desk/imports/", "/en/desk/imports/new/"
PROTOCOLS = f"{NEW}protocols/"
FOREIGN = (
    "Округ;Участок;В списке;Получено;Выдано;Погашено;Иванова;Петров\nU1;1;500;505;300;205;200;100\n"
).encode()
LINES = {
    "line_voters_on_list": "В списке", "line_ballots_received": "Получено",
    "line_voters_issued": "Выдано", "line_ballots_cancelled": "Погашено",
}  # fmt: skip
CHOSEN = LINES | {
    "contest": f"{cast.ELECTION}/{{Округ}}", "precinct": "{Округ}.{Участок}", "candidate_1": "Иванова",
    "candidate_2": "Петров", "blank_lines": "missing", "delimiter": ";", "encoding": "utf-8",
}  # fmt: skip

NOTE = {"kk": "Жаттығу.", "ru": "Учебные.", "en": "A rehearsal."}
PAPER = {"address": "inform.kz a1", "name": NOTE, "title": "A title", "language": "en"}


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


def handed(client: Client, content: bytes, name: str = "protocols.csv", **told: str) -> str:
    """The address of the import of a file that was handed in."""
    file = SimpleUploadedFile(name, content)
    answer = client.post(PROTOCOLS, {"content": file, **told})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def looked(client: Client, content: bytes, **told: str) -> str:
    """The same, looked through."""
    address = handed(client, content, **told)
    work_off()
    return address


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_file_is_handed_in_previewed_and_taken(commissions: None) -> None:
    clerk = people.entered("clerk")
    address = handed(clerk, protocols(GOOD))
    assert '<meta http-equiv="refresh" content="3">' in page(clerk, address)
    work_off()
    shown = page(clerk, address)
    assert "ready to be taken" in shown
    assert "http-equiv" not in shown
    assert ProtocolVersion.objects.count() == 0
    assert "Take it" in page(clerk, f"{address}take/")
    assert clerk.post(f"{address}take/")["Location"] == address
    work_off()
    assert "The file was taken whole." in page(clerk, address)
    assert ProtocolVersion.objects.count() == 2


@pytest.mark.parametrize("ended", ["locked", "ended", "invited anew", "replaced"])
def test_file_of_one_who_left_meanwhile_is_not_taken(commissions: None, ended: str) -> None:
    clerk = people.entered("clerk")
    address = looked(clerk, protocols(GOOD))
    clerk.post(f"{address}take/")
    person = people.who("clerk").person
    if ended == "locked":
        set_lock(person, locked=True, reason="№ 1", by=cast.AIGERIM, at=cast.AT)
    elif ended != "replaced":
        close_account(person, "№ 1", by=cast.AIGERIM, at=cast.AT)
        if ended == "invited anew":
            issue_invitation(person, "right@dauys.example", "kk", "token", by=cast.AIGERIM, at=cast.LATER)
    else:
        Appointment.objects.filter(person__code=person).update(valid_to=cast.AT.date())
    work_off()
    assert "Q-08" in page(people.entered("chair"), address)
    assert ProtocolVersion.objects.count() == 0


@pytest.mark.parametrize(("hour", "is_taken"), [(17, True), (18, False)])
def test_office_ends_with_the_day_of_the_capital(commissions: None, hour: int, is_taken: bool) -> None:
    """An hour before and after the midnight of Almaty, on the worker's clock, which is that of Greenwich."""
    clerk = people.entered("clerk")
    clerk.post(f"{looked(clerk, protocols(GOOD))}take/")
    end = dt.date(2021, 7, 27)
    Appointment.objects.filter(person__code=people.who("clerk").person).update(valid_to=end)
    job, at = Import.objects.get().taking, dt.datetime(2021, 7, 26, hour, 30, tzinfo=dt.UTC)
    assert job is not None
    take_up(job, at=at)
    with nullcontext() if is_taken else pytest.raises(Refused, match="not for your commission"):
        carry_taking(job, Silent(), lambda: at)
    assert ProtocolVersion.objects.count() == (2 if is_taken else 0)


def test_page_says_that_no_worker_is_there(commissions: None) -> None:
    clerk = people.entered("clerk")
    assert "No worker is running" in page(clerk, handed(clerk, protocols(GOOD)))


def test_page_shows_the_pace_and_the_time_left(commissions: None) -> None:
    clerk = people.entered("clerk")
    address = handed(clerk, protocols(GOOD))
    job = Import.objects.get().preview
    assert job is not None
    trace_of(job).folder.mkdir(parents=True)
    trace_of(job).tell(Progress("storing", 250, 1_000, 5_000))
    shown = page(clerk, address)
    assert "It is being stored: 250 of 1,000, 50 a second, about 15 seconds left" in shown
    assert '<progress max="1000" value="250">' in shown


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("kk", "Файл қабылданбайды."),
        ("ru", "Файл не будет принят."),
        ("en", "The file will not be taken."),
    ],
)
def test_faults_are_told_in_the_language_with_line_and_column(
    commissions: None, language: str, sentence: str
) -> None:
    clerk = people.entered("clerk")
    rows = [("U1", f"X{number}", 500, [200, 100]) for number in range(103)]
    address = looked(clerk, protocols(rows)).replace("/en/", f"/{language}/")
    shown = page(clerk, address)
    assert sentence in shown
    assert shown.count("<code>I-59</code>") == 100
    table = clerk.get(f"{address}faults.csv").content.decode("utf-8-sig")
    assert table.count("I-59") == 103
    assert table.splitlines()[1].startswith("protocols.csv,2,precinct,X0,I-59,")


def test_every_missing_column_is_named_in_one_refusal(commissions: None) -> None:
    clerk = people.entered("clerk")
    text = protocols(GOOD).decode().replace("contest,precinct,", "округ,участок,").replace(",invalid,", ",x,")
    shown = page(clerk, looked(clerk, text.encode()))
    assert {"contest", "precinct", "invalid"} <= set(re.findall(r"column (\w+)<", shown))


def test_columns_of_a_foreign_file_are_mapped(commissions: None) -> None:
    clerk = people.entered("clerk")
    address = looked(clerk, FOREIGN, election=cast.ELECTION)
    assert "Map the columns" in page(clerk, address)
    editor = page(clerk, f"{address}columns/")
    assert '<option value="Иванова">' in editor
    tried = clerk.post(f"{address}columns/", CHOSEN | {"do": "look"}).content.decode()
    assert f"<code>{cast.contest()}</code>" in tried
    assert "<code>U1.1</code>" in tried
    kept = {"do": "save", "keep_as": "Облыс"}
    assert clerk.post(f"{address}columns/", CHOSEN | kept)["Location"] == address
    work_off()
    assert "ready to be taken" in page(clerk, address)
    written = tomllib.loads(clerk.get(f"{address}mapping.toml").content.decode())
    assert written["candidates"] == {"Иванова": "{contest}#1", "Петров": "{contest}#2"}
    assert KeptMapping.objects.get().name == "Облыс"
    assert 'value="Получено" selected' in page(clerk, f"{address}columns/")


def test_kept_mapping_and_its_file_are_used_again(commissions: None) -> None:
    clerk = people.entered("clerk")
    address = looked(clerk, FOREIGN, election=cast.ELECTION)
    clerk.post(f"{address}columns/", CHOSEN | {"do": "save", "keep_as": "Облыс"})
    toml = clerk.get(f"{address}mapping.toml").content
    other = looked(clerk, FOREIGN, election=cast.ELECTION)
    file = SimpleUploadedFile("m.toml", toml)
    assert clerk.post(f"{other}columns/", {"do": "load", "toml": file})["Location"] == other
    third = looked(clerk, FOREIGN, election=cast.ELECTION, mapping=str(KeptMapping.objects.get().id))
    work_off()
    assert [one.stands for one in imports()][:2] == ["preview.done", "preview.done"]
    assert "ready to be taken" in page(clerk, third)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"contest": "{Округ"}, "I-75"),
        ({"pattern": "("}, "I-77"),
        ({"candidate_2": "Иванова"}, "is chosen twice"),
    ],
)
def test_mapping_that_is_wrong_says_what(commissions: None, wrong: dict[str, str], said: str) -> None:
    clerk = people.entered("clerk")
    address = looked(clerk, FOREIGN, election=cast.ELECTION)
    answer = clerk.post(f"{address}columns/", CHOSEN | {"do": "save"} | wrong)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_file_without_an_election_has_no_lines_to_map(commissions: None) -> None:
    clerk = people.entered("clerk")
    address = looked(clerk, FOREIGN)
    assert "It is not known which election" in page(clerk, f"{address}columns/")


def test_taking_leads_to_the_second_factor_first(commissions: None, settings: Any) -> None:
    clerk = people.entered("clerk")
    address = looked(clerk, protocols(GOOD))
    settings.SECOND_FACTOR_ASKED = True
    session = clerk.session
    session["second_factor_enrolled"] = True
    session.save()
    for answer in (clerk.get(f"{address}take/"), clerk.post(f"{address}take/")):
        assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True)
    assert Import.objects.get().taking is None


def test_running_job_is_cancelled_by_a_button(commissions: None) -> None:
    clerk = people.entered("clerk")
    address = handed(clerk, protocols(GOOD))
    assert clerk.get(f"{address}cancel/").status_code == 405
    clerk.post(f"{address}cancel/")
    assert "looking through was cancelled" in page(clerk, address)


def test_terms_are_changed_and_the_file_is_looked_through_again(commissions: None) -> None:
    clerk, chair = people.entered("clerk"), people.entered("chair")
    address = looked(clerk, protocols(GOOD, stationary_ballots=299))
    assert "P-05" in page(clerk, address)
    chair.post(f"{address}again/", {"reason": "Шешім № 4", "with_findings": "on"})
    work_off()
    imported = Import.objects.get()
    assert (imported.reason, imported.with_findings) == ("Шешім № 4", True)
    assert "are counted all the same" in page(chair, f"{address}take/")


def test_what_does_not_hold_stands_with_row_precinct_and_both_sides(commissions: None) -> None:
    clerk = people.entered("clerk")
    shown = page(clerk, looked(clerk, protocols(GOOD, stationary_ballots=299)))
    rows = re.findall(r'<th scope="row">([^<]+)</th><td[^>]*>(\d+)</td><td[^>]*><code>([^<]+)', shown)
    assert {("U1.1", "2", "P-05"), ("U1.2", "3", "P-05")} <= set(rows)
    assert ">should be 299 = 300, difference 1<" in shown
    assert "What does not hold" in shown
    assert "not every protocol in it would count" in shown
    assert "holds no faults" not in shown


def test_broken_protocols_count_where_somebody_who_may_release_them_says_so(commissions: None) -> None:
    clerk, chair = people.entered("clerk"), people.entered("chair")
    assert ['name="with_findings"' in page(one, PROTOCOLS) for one in (clerk, chair)] == [False, True]
    address = looked(clerk, protocols(GOOD, stationary_ballots=299), with_findings="on")
    assert not Import.objects.get().with_findings
    chair.post(f"{address}again/", {"with_findings": "on"})
    work_off()
    assert f"{address}take/" not in page(clerk, address)
    assert "the chair or the secretary takes this file" in page(clerk, address)
    assert clerk.post(f"{address}take/").status_code == 403
    assert Import.objects.get().taking is None
    assert f"{address}take/" in page(chair, address)


@pytest.mark.parametrize(("commission", "code"), [("D2.tec", 404), ("U1.1.pec", 404), ("R1.rec", 200)])
def test_import_of_another_commission_is_not_there(commissions: None, commission: str, code: int) -> None:
    address = looked(people.entered("clerk"), protocols(GOOD))
    other = people.entered("clerk", commission)
    for ending in ("", "faults.csv"):
        assert other.get(f"{address}{ending}").status_code == code
    refused = 404 if code == 404 else 403
    for ending in ("columns/", "again/"):
        assert other.get(f"{address}{ending}").status_code == refused
    assert other.post(f"{address}cancel/").status_code == refused
    assert other.get(f"{address}take/").status_code == refused


@pytest.mark.parametrize(("office", "code"), [("auditor", 403), ("member", 403), ("secretary", 200)])
def test_file_is_handed_in_by_who_may(commissions: None, office: str, code: int) -> None:
    assert people.entered(office).get(NEW).status_code == code


def test_auditor_sees_imports_and_changes_nothing(commissions: None) -> None:
    address = looked(people.entered("clerk"), protocols(GOOD))
    auditor = people.entered("auditor")
    shown = page(auditor, address)
    assert f"{address}take/" not in shown
    assert auditor.post(f"{address}take/").status_code == 403
    assert ">protocols.csv</a>" in page(auditor, LIST)


def test_member_has_no_imports(commissions: None) -> None:
    assert people.entered("member").get(LIST).status_code == 403


def kinds_of(office: str, commission: str = "D1.tec") -> list[str]:
    """The kinds that the page offers, in its order."""
    return re.findall(rf'href="{NEW}(\w+)/"', page(people.entered(office, commission), NEW))


@pytest.mark.parametrize(
    ("office", "commission", "kinds"),
    [
        ("clerk", "D1.tec", ["turnout", "protocols"]),
        ("chair", "D1.tec", ["commissions", "members", "turnout", "protocols"]),
        ("chair", "KZ.cec", ["territory", "commissions", "members", "election"]),
        ("clerk", "U1.1.pec", []),
        ("clerk", "R1.rec", []),
    ],
)
def test_kinds_are_those_of_which_the_commission_may_take_a_row(
    commissions: None, office: str, commission: str, kinds: list[str]
) -> None:
    assert kinds_of(office, commission) == kinds
    client = people.entered(office, commission)
    for kind in KINDS:
        shown = page(client, f"{NEW}{kind}/")
        assert ('name="content"' in shown) == (kind in kinds), kind


def test_file_of_a_kind_that_is_not_theirs_is_not_handed_in(commissions: None) -> None:
    told = {"content": SimpleUploadedFile("protocols.csv", protocols(GOOD))}
    answer = people.entered("clerk", "R1.rec").post(PROTOCOLS, told)
    assert "does not hand in files of this kind" in answer.content.decode()
    assert people.entered("clerk").get(f"{NEW}secrets/").status_code == 404
    assert not Import.objects.exists()


FIELDS = {
    "territory": {"valid_from_on"}, "commissions": set(), "members": set(), "election": {"sample"},
    "turnout": {"election", "reason"}, "protocols": {"election", "reason", "with_findings"},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_form_asks_only_what_belongs_to_the_kind(commissions: None, kind: str) -> None:
    chair = people.entered("chair", "KZ.cec" if KINDS[kind].of_country else "D1.tec")
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page(chair, f"{NEW}{kind}/")))
    assert names - {"csrfmiddlewaretoken", "language", "next", "capacity", "q"} == {"content"} | FIELDS[kind]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", "2021 жылғы 25 шілде"),
        ("ru", "25 июля 2021 года"),
        ("en", "25 July 2021"),
    ],
)
def test_elections_are_named_by_day_and_act_and_are_those_of_the_commission(
    commissions: None, language: str, said: str
) -> None:
    edition = Edition.objects.get()
    days = {"called_on": cast.AT.date() - dt.timedelta(40), "election_day": cast.AT.date()}
    Election.objects.create(code="zz", edition=edition, country=Unit.objects.get(code="KZ"), **days)
    shown = page(people.entered("clerk"), PROTOCOLS.replace("/en/", f"/{language}/"))
    assert re.findall(r'<option value="([^"]*)"', shown.partition('name="election"')[2]) == [
        "",
        cast.ELECTION,
    ]
    assert f" selected>{said}, {cast.LAW} ({cast.ELECTION}): " in shown.replace("\xa0", " ")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_columns_and_a_sample_stand_beside_the_form(commissions: None, kind: str, language: str) -> None:
    chair = people.entered("chair", "KZ.cec" if KINDS[kind].of_country else "D1.tec")
    shown = page(chair, f"{NEW}{kind}/".replace("/en/", f"/{language}/"))
    assert f'href="/{language}/desk/imports/examples/{kind}/"' in shown
    yes = {"kk": "иә", "ru": "да", "en": "yes"}[language]
    required = set(re.findall(rf"<code>([^<]+)</code></th>.*<strong>{yes}</strong></td></tr>", shown))
    told = {one.name for one in columns_of(kind, load_pack(cast.LAW)) if one.is_required}
    assert required == told
    assert required >= {"protocols": {"contest", "invalid", "votes:…"}, "members": {"act_number"}}.get(
        kind, set()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_sample_is_what_the_console_prints_and_has_the_columns_that_are_told(
    commissions: None, kind: str
) -> None:
    answer = people.entered("clerk").get(f"/en/desk/imports/examples/{kind}/")
    content = b"".join(answer)
    assert content.decode() == EXAMPLES[kind][1]()
    assert answer["Content-Disposition"] == f'attachment; filename="{kind}.{EXAMPLES[kind][0]}"'
    told = [one.name for one in columns_of(kind, load_pack("kz/akim/2021"))]
    if kind == "election":
        assert set(json.loads(content)) <= set(told)
        return
    header = content.decode().splitlines()[0].split(",")
    assert {"votes:…" if one.startswith("votes:") else one for one in header} <= set(told)


@pytest.mark.parametrize("kind", [one for one in KINDS if one != "election"])
def test_sample_for_spreadsheets_holds_the_same(commissions: None, kind: str) -> None:
    client = people.entered("clerk")
    address = f"/en/desk/imports/examples/{kind}/"
    plain, book = (client.get(f"{address}{way}") for way in ("", "?format=xlsx"))
    tables = [
        read_table(b"".join(one), name=f"{kind}.{ending}") for one, ending in ((plain, "csv"), (book, "xlsx"))
    ]
    assert book["Content-Disposition"] == f'attachment; filename="{kind}.xlsx"'
    cells = [
        (one.columns, [[one.cell(row, at) for at in range(len(one.columns))] for row in range(one.rows)])
        for one in tables
    ]
    assert cells[0] == cells[1]


def test_sample_of_a_kind_that_nobody_knows_is_not_there(commissions: None) -> None:
    assert people.entered("clerk").get("/en/desk/imports/examples/secrets/").status_code == 404


def test_preview_counts_the_file_and_what_is_missing_in_ones_own_contests(commissions: None) -> None:
    """Beside U1 and U2 of the district another district votes too: that is not this clerk's to miss."""
    clerk = people.entered("clerk")
    shown = page(clerk, looked(clerk, protocols(GOOD)))
    assert "What the file would change" in shown
    figures = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", shown.partition("About the file")[0]))
    assert figures == {
        "New protocols": "2", "Corrected protocols": "0", "Protocols as they stand": "0",
        "Kept out of the totals": "0", "With errors": "0", "With warnings": "0", "Still missing": "1",
    }  # fmt: skip


def test_list_names_the_election_by_its_day(commissions: None) -> None:
    clerk = people.entered("clerk")
    looked(clerk, protocols(GOOD))
    assert f"25 July 2021 ({cast.ELECTION})" in page(clerk, f"{LIST}?sort=election").replace("\xa0", " ")


def test_file_that_stands_already_is_told_to_change_nothing(commissions: None) -> None:
    clerk = people.entered("clerk")
    address = looked(clerk, protocols(GOOD))
    clerk.post(f"{address}take/")
    work_off()
    assert "What the file changed" in page(clerk, address)
    second = page(clerk, looked(clerk, protocols(GOOD)))
    assert "it would change nothing" in second
    assert f'href="{address}"' in second


@pytest.mark.parametrize("more", [{"note": NOTE}, {"sources": [PAPER]}], ids=["note", "sources"])
def test_file_that_says_more_of_an_election_is_not_told_to_change_nothing(
    commissions: None, more: dict[str, Any]
) -> None:
    chair = people.entered("chair", "KZ.cec")

    def preview(**keys: Any) -> str:
        content = json.dumps(cast.election_file() | keys).encode()
        file = SimpleUploadedFile("election.json", content)
        address = chair.post(f"{LIST}new/election/", {"content": file})["Location"]
        work_off()
        return page(chair, address)

    assert "it would change nothing" in preview()
    shown = preview(**more)
    assert "it would change nothing" not in shown
    assert "Also what is said of the election" in shown


def test_file_with_another_ending_is_refused_beside_the_form(commissions: None) -> None:
    told = {"content": SimpleUploadedFile("scan.pdf", b"x")}
    answer = people.entered("clerk").post(PROTOCOLS, told)
    assert "Q-03" in answer.content.decode()


def test_file_whose_bytes_were_cleared_says_so_and_offers_to_hand_it_in_anew(
    commissions: None, settings: Any
) -> None:
    clerk = people.entered("clerk")
    address = looked(clerk, protocols(GOOD))
    for path in (settings.HOME / "uploads").rglob("*"):
        path.unlink() if path.is_file() else None
    shown = page(clerk, address)
    assert "no longer lies here" in shown
    assert [f"{address}{way}/" in shown for way in ("take", "again", "columns")] == [False] * 3


def test_names_of_files_are_shown_as_text(commissions: None) -> None:
    clerk = people.entered("clerk")
    address = handed(clerk, b"<b>,c\n1,2\n", "<img src=x>.csv")
    work_off()
    shown = page(clerk, address)
    assert "<img src=x>" not in shown
    assert "&lt;b&gt;" in shown


def many(count: int) -> None:
    """Imports as they are after a night."""
    path = Unit.objects.get(code="D1").path
    by = Actor(str(people.who("clerk").person), "clerk", path)
    for number in range(count):
        job = queue_job("preview", "import:0", {}, by=by, at=cast.AT)
        Import.objects.create(
            kind="protocols", file_name=f"{number}.csv", sha256=f"{number:064}", size=1, commission=path,
            person=by.person, office="clerk", at=cast.AT, preview=job,
        )  # fmt: skip


def test_list_of_imports_costs_the_same_for_many(commissions: None) -> None:
    clerk, counts = people.entered("clerk"), []
    for count in (3, 297):
        many(count)
        clerk.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(clerk, LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    found = page(clerk, f"{LIST}?q=296.csv&state=preview.waiting")
    assert (">296.csv</a>" in found, ">295.csv</a>" in found) == (True, False)
    assert clerk.get(f"{LIST}?format=csv").streaming


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-16"])
def test_heading_in_another_encoding_is_read_and_mapped(
    commissions: None, election: Election, encoding: str
) -> None:
    clerk = people.entered("clerk")
    address = looked(clerk, FOREIGN.decode().encode(encoding), election=cast.ELECTION)
    editor = clerk.get(f"{address}columns/").content.decode()
    assert f'value="{encoding}" selected' in editor
    assert 'value="Получено"' in editor
    wrong = clerk.post(f"{address}columns/", CHOSEN | {"do": "look", "encoding": "utf-8"}).content.decode()
    assert 'value="Получено"' not in wrong
    told = CHOSEN | {"do": "save", "encoding": encoding}
    assert clerk.post(f"{address}columns/", told)["Location"] == address
    work_off()
    assert "The file holds no faults." in page(clerk, address)


def test_kind_without_a_mapping_advises_none(commissions: None, election: Election) -> None:
    clerk = people.entered("clerk")
    file = SimpleUploadedFile("t.csv", "участок,час\nU1.1,десять часов утра\n".encode("windows-1251"))
    address = clerk.post(f"{NEW}turnout/", {"content": file, "election": cast.ELECTION})["Location"]
    work_off()
    shown = page(clerk, address)
    assert "I-10" in shown
    assert "CSV UTF-8" in shown
    assert "mapping" not in shown
    assert "map them" not in shown
