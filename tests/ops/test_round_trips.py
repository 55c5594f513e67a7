"""What leaves comes back: exported, imported into an empty home, exported again, byte by byte the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from dauys.apps.journal.models import Entry
from dauys.apps.results.models import Tally
from dauys.core.tables import FORMS
from tests import cast
from tests.ops.console import HEADER, as_csv, dauys, row, rows, stored, written

pytestmark = pytest.mark.usefixtures("unguarded")  # everything is emptied within a test

ODD = '=1+1, "Әсем" <b>&; 👩‍👧 _x0041_'
TERRITORY = (
    "code", "parent", "kind", "name_kk", "name_ru", "name_en", "zone", "valid_from", "valid_to", "iso",
)  # fmt: skip
OPTIONAL = ("absentee_certificates_issued", "voters_by_absentee")
NOON, FOUR = "2021-07-25T12:00:00+06:00", "2021-07-25T16:00:00+06:00"
KINDS = ("territory", "commissions", "turnout", "protocols")
WORDS = {"kk": "Барлығы", "ru": ODD, "en": "All of them"}
SOURCES = [
    {"address": "paper 1", "name": WORDS, "title": "Хаттама", "language": "kk", "url": "https://example.org"},
    {"address": "paper 2", "name": WORDS},
]
FIGURES = [
    {"what": WORDS, "kind": "number", "value": "1200", "source": "paper 1; paper 2", "unit": "D1"},
    {"what": WORDS, "kind": "words", "said": WORDS, "is_real": False, "is_ours": True, "is_rounded": True},
]


@pytest.fixture
def filled(home: Path) -> Path:
    """The small country with odd names, a renaming, long codes, blanks, zeros, a broken protocol."""
    units = [dict.fromkeys(TERRITORY, "") | one for one in cast.territory_rows()]
    units[0] |= {"iso": "KZ"}
    renamed = units[2] | {"name_kk": "Бұрынғы аудан", "valid_to": "2020-01-01"}
    units[2] |= {"name_ru": ODD, "valid_from": "2020-01-01"}
    units.insert(3, renamed)
    units.append(units[-1] | {"code": "007.12345678901234567890", "parent": "U2", "name_en": "-1"})
    call = cast.election_file()
    call["contests"][0]["candidates"][0] |= {"name": ODD, "party": "@SUM(A1)", "nominated_on": "2021-06-28"}
    call["contests"][0]["candidates"][1] |= {
        "status": "withdrawn",
        "left_on": "2021-07-20",
        "birth_year": None,
    }
    call["contests"][1] |= {"expected": ["U2.1"], "is_early": True}
    call |= {"sources": SOURCES, "figures": FIGURES}
    commission = {"code": "D1.tec", "unit": "D1", "level": "district", "name_kk": ODD, "phone": "+7 000"}
    commission |= {"address": "Үлгі к-сі, 1", "address_en": "1 Sample Street", "hours_ru": ODD}
    names = ("code", "unit", "level", "name_kk", "name_ru", "name_en", "address", "phone", "email")
    names = (*names, "address_en", "hours_ru")
    found = rows()
    for name in OPTIONAL:
        found[0][name] = None
    found[2]["stationary_ballots"] = 70
    found[3] = row("U3", 1, 300, [0, 0, 0], invalid=2)
    taken = [
        ("territory", as_csv(units, TERRITORY), ()),
        ("commissions", as_csv([dict.fromkeys(names, "") | commission], names), ()),
        ("election", json.dumps(call, ensure_ascii=False), ()),
        ("turnout", turnout(), ()),
        ("protocols", as_csv(found), ("--accept-with-findings",)),
    ]
    for kind, content, options in taken:
        file = written(home, f"{kind}.{'json' if kind == 'election' else 'csv'}", content)
        assert dauys("import", kind, file, *options).code == 0, kind
    return home


def turnout() -> str:
    """Readings of two precincts, not in the order in which they leave."""
    header = ("contest", "precinct", "hour_at", "voted", "on_list")
    readings = [("U3.1", NOON, 0, 300), ("U1.1", FOUR, 200, 500), ("U1.1", NOON, 120, 500)]
    return as_csv(
        [dict(zip(header, (cast.contest(one[0][:2]), *one), strict=True)) for one in readings], header
    )


def exported(folder: Path, form: str) -> dict[str, bytes]:
    """Every kind that can be imported, as files of one format."""
    folder.mkdir()
    assert dauys("export", "election", "--out", folder / "election.json").code == 0
    for kind in KINDS:
        assert dauys("export", kind, "--out", folder / f"{kind}.{form}").code == 0
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("form", FORMS)
def test_everything_comes_back_into_an_empty_home(filled: Path, form: str) -> None:
    first = exported(filled / "first", form)
    stood = stored()
    connection.check_constraints()  # PostgreSQL empties no table that still has checks to come
    call_command("flush", interactive=False, verbosity=0)
    assert Tally.objects.count() == 0
    for kind in ("territory", "commissions", "election", "turnout", "protocols"):
        file = filled / "first" / (f"{kind}.json" if kind == "election" else f"{kind}.{form}")
        options = ("--accept-with-findings",) if kind == "protocols" else ()
        taken = dauys("import", kind, file, *options)
        assert (taken.code, taken.err) == (0, ""), kind
    assert exported(filled / "second", form) == first
    assert stored() == stood
    assert dauys("recount").code == 0


def test_blank_and_zero_stay_two_things(filled: Path) -> None:
    ended = dauys("export", "protocols")
    first, *_, last = [dict(zip(HEADER, line.split(","), strict=True)) for line in ended.out.splitlines()[1:]]
    assert [first[name] for name in OPTIONAL] == ["", ""]
    assert [last[f"votes:{cast.contest('U3')}#{number}"] for number in (1, 2, 3)] == ["0", "0", "0"]


def test_figures_are_numbers_in_json_lines_and_blanks_are_null(filled: Path) -> None:
    lines = [json.loads(line) for line in dauys("export", "protocols", "--format", "jsonl").out.splitlines()]
    assert (lines[0]["voters_on_list"], lines[0][OPTIONAL[0]]) == (500, None)
    # A row holds the votes of its own contest only.
    assert [name for name in lines[0] if name.startswith("votes:")] == [
        f"votes:{cast.contest('U1')}#{number}" for number in (1, 2)
    ]


@pytest.mark.parametrize("form", FORMS)
def test_folder_of_everything_comes_back_by_the_commands_that_its_readme_tells(
    filled: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat(filled)
    first, second = filled / "first", filled / "second"
    assert dauys("export", "everything", first, "--format", form).code == 0
    told = (first / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line.split()[1:] for line in told if line.startswith("dauys import")]
    assert [words[1] for words in commands] == [
        "territory", "commissions", "members", "election", "turnout", "protocols",
    ]  # fmt: skip
    connection.check_constraints()
    call_command("flush", interactive=False, verbosity=0)
    monkeypatch.chdir(first)
    for words in commands:
        taken = dauys(*words)
        assert (taken.code, taken.err) == (0, ""), words
    assert dauys("export", "everything", second, "--format", form).code == 0
    assert whole(second) == whole(first)


def seat(home: Path) -> None:
    """Members in one commission, the duties of one of them resting."""
    row = {
        "commission": "D1.tec", "seats": 2, "since": "2019-01-10", "act_body": ODD, "act_number": "1",
        "act_adopted_on": "2019-01-09",
    }  # fmt: skip
    rest = {
        "suspended": "true", "suspended_from": "2021-07-01", "suspended_by_body": ODD,
        "suspended_by_number": "2", "suspended_by_adopted_on": "2021-06-30", "suspended_reason": ODD,
    }  # fmt: skip
    found = [
        row | {"name": ODD, "office": "chair"} | dict.fromkeys(rest, ""),
        row | {"name": "Б", "office": ""},
    ]
    file = written(home, "members.csv", as_csv([found[0], found[1] | rest], found[0]))
    assert dauys("import", "members", file).code == 0


def whole(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its place in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_sources_and_figures_are_taken_once(filled: Path) -> None:
    entries = Entry.objects.count()
    file = written(filled, "again.json", dauys("export", "election").out)
    assert dauys("import", "election", file).code == 0
    assert Entry.objects.count() == entries
    assert [one["value"] for one in json.loads(file.read_text(encoding="utf-8"))["figures"]] == ["1200", ""]
