"""Lies that agree with their manifests: parts taken out, outcomes and pages changed, files spoiled."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dauys.apps.elections.models import Contest
from dauys.apps.publication.actions import publish
from dauys.apps.results.actions import accept_protocol, establish_results
from dauys.apps.results.queries import open_book
from dauys_verify import verify
from dauys_verify.__main__ import main
from tests import cast

LANGUAGES = ("kk", "ru", "en")
E = cast.ELECTION


@pytest.fixture
def site(contest: Contest, tmp_path: Path) -> Path:
    """The cast's election, published whole: four figures with thousands in them."""
    for precinct, votes in (("U1.1", [1200, 100]), ("U1.2", [120, 130])):
        numbered = {"1": votes[0], "2": votes[1]}
        accept_protocol(contest, precinct, cast.lines(1500, votes), numbered, by=cast.AIGERIM, at=cast.AT)
    folder = tmp_path / "site"
    publish(open_book(E, at=cast.LATER), folder, at=cast.LATER)
    assert verify(folder).differences == []
    return folder


def rewrite(site: Path, path: str, content: bytes, unit: str) -> None:
    """Replace a file and what its manifest says of it, as somebody would who wants it not to be seen."""
    (site / path).write_bytes(content)
    manifest = site / "manifest" / E / f"{unit}.json"
    listed = json.loads(manifest.read_bytes())
    for entry in listed["files"]:
        if entry["path"] == path:
            entry |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest.write_text(json.dumps(listed))


def lie(site: Path, unit: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the JSON of a unit in all languages."""
    for language in LANGUAGES:
        path = f"{language}/{E}/{unit}/index.json"
        record = json.loads((site / path).read_bytes())
        change(record)
        rewrite(site, path, json.dumps(record).encode(), unit)


def take_out(site: Path, unit: str) -> None:
    """Remove a unit with its manifest."""
    (site / "manifest" / E / f"{unit}.json").unlink()
    for language in LANGUAGES:
        shutil.rmtree(site / language / E / unit)


def test_precincts_taken_out_with_their_manifests_are_named(site: Path) -> None:
    take_out(site, "U1.1")
    take_out(site, "U1.2")
    found = verify(site).differences
    for unit in ("U1.1", "U1.2"):
        assert f"{E}/U1: the figures of {unit}, which lies in it, are missing." in found


def test_contest_taken_out_whole_is_named(site: Path) -> None:
    for unit in ("U1.1", "U1.2", "U1"):
        take_out(site, unit)
    found = verify(site).differences
    assert any("the figures of U1, which lies in it, are missing" in words for words in found)
    assert any(words.startswith(f"{E} contests: the page says") for words in found)


def test_election_taken_out_whole_is_named(site: Path) -> None:
    shutil.rmtree(site / "manifest" / E)
    for language in LANGUAGES:
        shutil.rmtree(site / language / E)
    found = verify(site).differences
    assert f"{E} is listed and has no manifest." in found
    assert f"{E} is listed and has no units." in found


def test_election_taken_from_the_list_is_named(site: Path) -> None:
    for language in LANGUAGES:
        (site / language / "index.json").write_text('{"elections": []}')
    assert f"{E} has files and is not in the list of elections." in verify(site).differences


@pytest.mark.parametrize(
    ("number", "said"), [("9", "is no candidate here"), ("2", "is elected with 230 votes")]
)
def test_outcome_of_somebody_else_is_named(site: Path, number: str, said: str) -> None:
    def change(record: dict[str, Any]) -> None:
        record["outcome"]["kind"] = "elected"
        record["outcome"]["candidates"] = [f"{record['contest']}#{number}"]

    for unit in ("U1", "U1.1", "U1.2"):
        lie(site, unit, change)
    assert any(said in words for words in verify(site).differences)


def test_winners_that_were_not_counted_are_named(site: Path) -> None:
    lie(site, "KZ", lambda record: record["winners"].append({"party": "X", "contests": 1}))
    assert any(words.startswith(f"{E}/KZ winners:") for words in verify(site).differences)


def test_figures_unlike_the_protocol_are_named(site: Path) -> None:
    lie(site, "U1.1", lambda record: record["protocol"]["lines"].update(invalid=9))
    assert any("U1.1 invalid of the protocol" in words for words in verify(site).differences)


@pytest.mark.parametrize("unit", ["U1", "U1.1"])
def test_table_unlike_its_json_is_named(site: Path, unit: str) -> None:
    path = f"ru/{E}/{unit}/table.csv"
    table = (site / path).read_bytes()
    assert b"1200" in table
    rewrite(site, path, table.replace(b"1200", b"1201"), unit)
    found = verify(site).differences
    assert found
    assert all(words.startswith(path) for words in found)


def test_votes_shown_for_who_has_none_are_named(contest: Contest, tmp_path: Path) -> None:
    for precinct in ("U1.1", "U1.2"):
        votes = {"1": 150, "2": 0}
        accept_protocol(contest, precinct, cast.lines(400, [150, 0]), votes, by=cast.AIGERIM, at=cast.AT)
    site = tmp_path / "site"
    publish(open_book(E, at=cast.LATER), site, at=cast.LATER)
    assert verify(site).differences == []
    path = f"ru/{E}/U1.1/index.html"
    page = (site / path).read_text(encoding="utf-8")
    assert ">0</td>" in page
    rewrite(site, path, page.replace(">0</td>", ">7</td>").encode(), "U1.1")
    named = f"{path} does not show the votes of {contest.code}#2 that its JSON has."
    assert named in verify(site).differences


@pytest.mark.parametrize("unit", ["U1", "U1.1"])
@pytest.mark.parametrize("figure", ["votes", "lines"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_unlike_its_json_is_named(site: Path, unit: str, figure: str, language: str) -> None:
    path = f"{language}/{E}/{unit}/index.html"
    page = (site / path).read_text(encoding="utf-8")
    mark = "," if language == "en" else "\u202f"
    total = "1,320" if unit == "U1" else "1,200"
    shown = (total if figure == "votes" else "3,000" if unit == "U1" else "1,500").replace(",", mark)
    assert f">{shown}</td>" in page
    rewrite(site, path, page.replace(f">{shown}</td>", f">{shown[:-1]}7</td>").encode(), unit)
    found = verify(site).differences
    assert found
    assert all(words.startswith(path) for words in found)


def test_unit_that_one_language_lacks_is_named(site: Path) -> None:
    shutil.rmtree(site / "en" / E / "U1.2")
    found = verify(site).differences
    assert f"kk/{E}/U1.2: this unit is not in every language." in found


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (f"manifest/{E}/U1.json", "{"),
        (f"manifest/{E}/U1.json", "[]"),
        (f"manifest/{E}/U1.json", '{"files": 1}'),
        (f"manifest/{E}/U1.json", '{"files": [1]}'),
        (f"manifest/{E}/U1.json", '{"files": [{"path": "\\u0000"}]}'),
        (f"en/{E}/U1/index.json", "{"),
        (f"en/{E}/U1/index.json", "[" * 100_000),
        (f"en/{E}/index.json", "[]"),
        ("en/index.json", "{"),
        ("en/index.json", '{"elections": [7]}'),
        (f"en/{E}/U1/table.csv", "\udcff"),
        (f"en/{E}/U1/index.html", "\udcff"),
    ],
)
def test_spoiled_file_is_a_difference(site: Path, path: str, content: str) -> None:
    (site / path).write_bytes(content.encode(errors="surrogateescape"))
    assert verify(site).differences


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("lines", None), ("lines", {"invalid": "7"}), ("registered", "742"), ("children", None),
        ("children", [1]), ("coverage", {}), ("votes", [1]), ("votes", [{}]), ("outcome", {}),
        ("outcome", {"kind": "elected", "candidates": 1}), ("winners", [{"contests": "1"}]), ("protocol", 7),
        ("unit", None), ("contest", 1), ("participated", True),
    ],
)  # fmt: skip
def test_figures_of_a_wrong_kind_are_a_difference(site: Path, key: str, value: object) -> None:
    lie(site, "U1", lambda record: record.update({key: value}))
    assert f"en/{E}/U1/index.json is not as its schema says: {key}." in verify(site).differences


def test_path_out_of_the_site_is_named_and_not_opened(site: Path) -> None:
    outside = site.parent / "precious.txt"
    outside.write_text("mine")
    manifest = site / "manifest" / E / "U1.json"
    listed = json.loads(manifest.read_bytes())
    sizes = {"size": 4, "sha256": hashlib.sha256(b"mine").hexdigest()}
    listed["files"] += [{"path": "../precious.txt", **sizes}, {"path": str(outside), **sizes}]
    manifest.write_text(json.dumps(listed))
    assert verify(site).differences == [
        f"manifest/{E}/U1.json lists '../precious.txt', which is outside the site.",
        f"manifest/{E}/U1.json lists '{outside}', which is outside the site.",
    ]


def test_folder_without_manifests_is_no_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["dauys_verify", str(tmp_path)])
    assert main() == 1
    said = capsys.readouterr()
    assert "no manifest" in said.err
    assert "differences" in said.out


def test_established_site_holds(contest: Contest, site: Path) -> None:
    establish_results([contest], evidence="№ 1", by=cast.AIGERIM, at=cast.LATER)
    publish(open_book(E, at=cast.LATER), site, at=cast.LATER)
    assert verify(site).differences == []
