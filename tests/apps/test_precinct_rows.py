"""Precincts as rows on the pages of the unit above: the figures that pages of their own have, adding up."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import fastjsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dauys.apps.elections.models import Contest, Election
from dauys.apps.publication.actions import publish, way_of
from dauys.apps.publication.actions.pressing import Published
from dauys.apps.publication.pages import precincttables
from dauys.apps.publication.pages.leaves import csv_bytes
from dauys.apps.publication.pages.precinctcells import figures_in, percents_in, quoted, turnout_units
from dauys.apps.results.actions import Terms, cancel_poll, release_protocol, report_turnout
from dauys.apps.results.queries import Book, open_book
from dauys.apps.results.queries.precinctrows import PARTED, STATES, UNKNOWN
from dauys.apps.territory.actions import UnitRow, enter_territory
from dauys.core.exact import percent
from dauys.core.findings import Refused
from dauys.core.protocol import MISSING
from dauys.press import wording
from dauys_verify import verify
from tests import cast
from tests.apps.publication.site import page, pages
from tests.apps.test_results import accept

ROWS_OF_U1 = f"{cast.ELECTION}/U1/precincts"
MANY = 1_000_000


def opened(*, as_rows: bool) -> Book:
    return open_book(cast.ELECTION, at=cast.LATER, as_rows=as_rows)


def published(folder: Path, *, as_rows: bool = True) -> Published:
    return publish(opened(as_rows=as_rows), folder, at=cast.LATER)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def counted(contest: Contest) -> Contest:
    """One protocol corrected, one correction kept out, one kept out alone, one released, one awaited."""
    more = [{"code": f"U1.{number}", "parent": "U1", "kind": "precinct", "name_kk": f"№ {number}, <мектеп>"}
            for number in (3, 10)]  # fmt: skip
    enter_territory([UnitRow.model_validate(row) for row in more], by=cast.AIGERIM, at=cast.AT)
    accept(contest, "U1.1", 500, [200, 100], against=5, invalid=3)
    accept(contest, "U1.1", 500, [201, 100], against=5, invalid=3, terms=Terms(reason="қайта санау"))
    accept(contest, "U1.2", 400, [120, 130])
    accept(contest, "U1.2", 400, [125, 130], terms=Terms(reason="түзету"), stationary_ballots=1)
    accept(contest, "U1.10", 300, [70, 80], stationary_ballots=1)
    second = Contest.objects.get(code=cast.contest("U2"))
    accept(second, "U2.1", 100, [40, 20], stationary_ballots=1)
    release_protocol(second, "U2.1", reason="№ 3 шешім", by=cast.AIGERIM, at=cast.LATER)
    return contest


def test_results_above_precincts_are_the_same_both_ways(election: Election, counted: Contest) -> None:
    noon = dt.datetime(2021, 7, 25, 6, tzinfo=dt.UTC)
    report_turnout(election, noon, {"U1.1": (50, 500), "U1.3": (9, 90), "U3.1": (30, 400)},
                   reason="", by=cast.AIGERIM, at=noon)  # fmt: skip
    cancel_poll(Contest.objects.get(code=cast.contest("U3")), reason="№ 9", by=cast.AIGERIM, at=cast.LATER)
    with_pages, with_rows = opened(as_rows=False), opened(as_rows=True)
    above = {code for code, unit in with_pages.units.items() if unit.kind != "precinct"}
    assert with_rows.units.keys() == above
    for key, result in with_rows.results.items():
        ours, theirs = result.as_dict(), with_pages.results[key].as_dict()
        precincts = [one for one in theirs["children"] if with_pages.units[one].kind == "precinct"]
        assert ours == theirs | {"children": [one for one in theirs["children"] if one not in precincts]}
        assert (result.kept_out, result.outstanding) == (with_pages.results[key].kept_out,
                                                         with_pages.results[key].outstanding)  # fmt: skip
    assert with_rows.turnouts == {code: with_pages.turnouts[code] for code in above}
    assert with_rows.plans == with_pages.plans
    assert with_rows.as_of == with_pages.as_of


def test_rows_hold_the_versions_that_count_and_those_kept_out(counted: Contest) -> None:
    rows = opened(as_rows=True).precincts["U1"]
    votes = rows.figures[:, -2:].tolist()
    assert list(zip(rows.codes.split(PARTED), rows.versions.tolist(), [STATES[one] for one in rows.states],
                    votes, strict=True)) == [
        ("U1.1", 2, "accepted", [201, 100]),
        ("U1.2", 1, "accepted", [120, 130]),
        ("U1.2", 2, "kept_out", [125, 130]),
        ("U1.3", 0, "expected", [MISSING, MISSING]),
        ("U1.10", 1, "kept_out", [70, 80]),
    ]  # fmt: skip
    assert rows.precincts == 4
    assert rows.names.kk.split(PARTED)[3] == rows.names.en.split(PARTED)[3] == "№ 3, <мектеп>"
    book = opened(as_rows=False)
    for at, code in enumerate(rows.codes.split(PARTED)):
        sheet = book.sheet(counted.code, code)
        if sheet is not None and sheet.number == rows.versions[at]:
            assert [None if one == MISSING else one for one in rows.figures[at].tolist()] == [
                *sheet.lines.values(), *sheet.votes.values()
            ]  # fmt: skip
            broken = " ".join(one.code for one in sheet.findings if one.holds is False)
            assert rows.texts[rows.broken[at]] == broken


def test_site_of_rows_adds_up_and_every_link_leads_somewhere(counted: Contest, tmp_path: Path) -> None:
    published(tmp_path)
    found = verify(tmp_path)
    assert found.differences == []
    assert found.units == 7
    assert not list(tmp_path.glob(f"*/{cast.ELECTION}/U1.[0-9]*"))
    for one in pages(tmp_path):
        own = [href for href, _ in one.anchors if "://" not in href and not href.startswith(("#", "tel:"))]
        assert [href for href in own if not one.target(href).is_file()] == []
    for one in pages(tmp_path):
        if (schema := (one.path.parent / one.record["$schema"]).resolve()).stem != "calendar":
            fastjsonschema.validate(json.loads(schema.read_bytes()), one.record)
    here = page(tmp_path, f"kk/{ROWS_OF_U1}")
    assert "№\u00a03, &lt;мектеп&gt;" in here.html
    assert re.search(r'<tr id="U1.2"><th scope="row">№\u00a02</th><td>U1.2</td><td><span class="tag bad">',
                     here.html)  # fmt: skip
    flagged = page(tmp_path, f"en/{cast.ELECTION}/KZ")
    assert {href.partition("#")[2] for href, _ in flagged.anchors} >= {"U1.2", "U1.10", "U2.1"}
    found_by = page(tmp_path, f"en/{cast.ELECTION}/find/in/U1")
    assert here.path.parent.name in {found_by.target(href).parent.name for href, _ in found_by.anchors}


def test_csv_has_the_columns_of_the_export_and_a_row_for_every_version_shown(
    counted: Contest, tmp_path: Path
) -> None:
    published(tmp_path)
    content = (tmp_path / f"ru/{ROWS_OF_U1}/precincts.csv").read_bytes().decode()
    rows = list(csv.DictReader(content.splitlines()))
    assert [(row["precinct"], row["name"], row["version"], row["state"], row["turnout"]) for row in rows] == [
        ("U1.1", "№ 1", "2", "accepted", "61.80"),
        ("U1.2", "№ 2", "1", "accepted", "62.50"),
        ("U1.2", "№ 2", "2", "kept_out", "63.75"),
        ("U1.3", "№ 3, <мектеп>", "", "expected", ""),
        ("U1.10", "№ 10, <мектеп>", "1", "kept_out", "50.00"),
    ]
    assert (rows[0]["contest"], rows[0]["received_at"]) == (counted.code, cast.AT.isoformat())
    assert (rows[3]["received_at"], rows[3][f"votes:{counted.code}#1"]) == ("", "")
    assert page(tmp_path, f"ru/{cast.ELECTION}/U1").record["precincts"] == {
        "count": 4, "table": "precincts/precincts.csv"
    }  # fmt: skip


def test_second_run_writes_nothing_and_bytes_are_the_same_elsewhere(counted: Contest, tmp_path: Path) -> None:
    published(tmp_path / "one")
    published(tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert published(tmp_path / "one").written == 0


def test_changed_protocol_rewrites_its_part_and_what_is_above(
    counted: Contest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precincttables, "FEWEST_ROWS", 2)
    monkeypatch.setattr(precincttables, "MOST_ROWS", 2)
    published(tmp_path)
    before = contents(tmp_path)
    assert verify(tmp_path).differences == []
    accept(counted, "U1.3", 90, [50, 20])
    published(tmp_path)
    assert verify(tmp_path).differences == []
    after = contents(tmp_path)
    changed = {name for name, content in after.items() if before[name] != content}
    parts = {name for name in changed if f"en/{ROWS_OF_U1}" in name}
    assert parts == {
        f"en/{ROWS_OF_U1}/{name}"
        for name in ("index.html", "index.json", "precincts.csv", "page/2/index.html", "page/2/index.json")
    }
    assert not {name for name in changed if "/U2/" in name or "/find/" in name}
    assert f"en/{cast.ELECTION}/KZ/index.html" in changed


def test_change_of_way_removes_what_the_other_had_written(counted: Contest, tmp_path: Path) -> None:
    published(tmp_path / "pages", as_rows=False)
    published(tmp_path / "rows")
    published(tmp_path / "both")
    assert published(tmp_path / "both", as_rows=False).removed > 0
    assert contents(tmp_path / "both") == contents(tmp_path / "pages")
    published(tmp_path / "both")
    assert contents(tmp_path / "both") == contents(tmp_path / "rows")


def test_way_is_chosen_by_size_then_kept(election: Election, tmp_path: Path) -> None:
    assert way_of(tmp_path, election, "", most=4) == "pages"
    assert way_of(tmp_path, election, "", most=3) == "rows"
    published(tmp_path)
    assert way_of(tmp_path, election, "", most=4) == "rows"
    assert way_of(tmp_path, election, "pages", most=3) == "pages"


def test_precinct_with_a_contest_of_its_own_keeps_its_page(election: Election, tmp_path: Path) -> None:
    Contest.objects.filter(code=cast.contest("U3")).update(unit=_unit("U3.1"))
    assert way_of(tmp_path, election, "", most=0) == "pages"
    with pytest.raises(Refused) as refused:
        way_of(tmp_path, election, "rows", most=0)
    assert [fault.code for fault in refused.value.faults] == ["W-04"]


def _unit(code: str) -> Any:
    return Contest.objects.get(code=cast.contest("U1")).unit.__class__.objects.get(code=code)


@pytest.mark.parametrize("name", ["precincts.csv", "index.html", "index.json"])
def test_verifier_names_a_figure_changed_in_the_rows(counted: Contest, tmp_path: Path, name: str) -> None:
    published(tmp_path)
    path = tmp_path / f"en/{ROWS_OF_U1}/{name}"
    content = path.read_bytes().decode()
    assert "201" in content or name == "index.json"
    path.write_bytes(content.replace("201", "205").replace('"counted":2', '"counted":3').encode())
    found = [words for words in verify(tmp_path).differences if "not the file" not in words]
    assert found != []


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12))
def test_turnout_of_columns_is_that_of_single_values(part: int, whole: int) -> None:
    rows: Any = SimpleNamespace(
        measures={"turnout_count": np.array([part, UNKNOWN, 1]), "registered": np.array([whole, 1, 0])}
    )
    units = turnout_units(rows)
    for language in wording.LANGUAGES:
        share = percents_in(language)
        assert [share[one] for one in units] == [
            wording.percent(percent(part, whole, 2), language), wording.DASH, wording.DASH
        ]  # fmt: skip


@given(st.integers(0, MANY))
def test_figure_of_a_row_is_worded_as_any_other(figure: int) -> None:
    for language in wording.LANGUAGES:
        assert figures_in(language)[figure] == wording.number(figure, language)
        assert figures_in(language)[MISSING] == wording.number(None, language)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_text_is_quoted_as_the_library_quotes_it(text: str) -> None:
    assert csv_bytes((text, "1"), ()).decode() == f"{quoted(text)},1\r\n"
