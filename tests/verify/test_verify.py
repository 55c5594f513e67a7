"""A published site is checked from outside: what holds passes, whatever was changed is named."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dauys.apps.candidates.models import Candidate
from dauys.apps.elections.models import Contest
from dauys.apps.publication.actions import publish
from dauys.apps.results.actions import accept_protocol, cancel_poll
from dauys.apps.results.queries import open_book
from dauys_verify import verify
from tests import cast


@pytest.fixture
def site(contest: Contest, tmp_path: Path) -> Path:
    """The cast's election with two protocols, published."""
    for precinct, votes in (("U1.1", [200, 100]), ("U1.2", [120, 130])):
        numbered = {"1": votes[0], "2": votes[1]}
        accept_protocol(contest, precinct, cast.lines(500, votes), numbered, by=cast.AIGERIM, at=cast.AT)
    folder = tmp_path / "site"
    publish(open_book(cast.ELECTION, at=cast.LATER), folder, at=cast.LATER)
    return folder


def change(site: Path, language: str, unit: str, line: str, figure: int) -> None:
    """Change one figure of a unit and its manifest too, as somebody would who wants it not to be seen."""
    path = site / language / cast.ELECTION / unit / "index.json"
    record = json.loads(path.read_text())
    record["lines"][line] = figure
    path.write_text(json.dumps(record))
    manifest = site / "manifest" / cast.ELECTION / f"{unit}.json"
    listed = json.loads(manifest.read_text())
    for entry in listed["files"]:
        if entry["path"] == path.relative_to(site).as_posix():
            entry |= {
                "size": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
    manifest.write_text(json.dumps(listed))


def test_site_as_published_holds(site: Path) -> None:
    found = verify(site)
    assert found.differences == []
    assert found.units == len(cast.TERRITORY)
    assert found.files > 100
    assert found.sums > 100


@pytest.mark.parametrize("came", [True, False])
def test_site_with_a_cancelled_poll_holds(contest: Contest, tmp_path: Path, came: bool) -> None:
    """Whether protocols had come before or not: coverage and lines are sums at every level."""
    if came:
        votes = {"1": 200, "2": 100}
        accept_protocol(contest, "U1.1", cast.lines(500, [200, 100]), votes, by=cast.AIGERIM, at=cast.AT)
    cancel_poll(contest, reason="№ 9, 25.07.2021", by=cast.AIGERIM, at=cast.AT)
    publish(open_book(cast.ELECTION, at=cast.LATER), tmp_path / "site", at=cast.LATER)
    assert verify(tmp_path / "site").differences == []
    own = json.loads((tmp_path / f"site/en/{cast.ELECTION}/U1/index.json").read_bytes())
    assert (own["coverage"], own["state"]) == ({"received": int(came), "expected": int(came)}, "cancelled")


def test_site_before_the_first_protocol_holds_whoever_was_never_registered(
    contest: Contest, tmp_path: Path
) -> None:
    Candidate.objects.filter(contest=contest, number="2").update(status="refused", registered_on=None)
    publish(open_book(cast.ELECTION, at=cast.LATER), tmp_path, at=cast.LATER)
    assert "#2" in (tmp_path / f"en/{cast.ELECTION}/U1/index.json").read_text(encoding="utf-8")
    assert verify(tmp_path).differences == []


def test_changed_byte_is_named(site: Path) -> None:
    page = site / "kk" / cast.ELECTION / "U1" / "index.html"
    page.write_bytes(page.read_bytes() + b" ")
    assert verify(site).differences == [
        f"kk/{cast.ELECTION}/U1/index.html is not the file that its manifest lists."
    ]


def test_missing_and_foreign_files_are_named(site: Path) -> None:
    (site / "kk" / cast.ELECTION / "U1" / "index.html").unlink()
    (site / "extra.txt").write_text("x")
    assert verify(site).differences == [
        f"kk/{cast.ELECTION}/U1/index.html is listed and missing.",
        "extra.txt is in no manifest.",
        f"kk/{cast.ELECTION}/U1/index.html can't be read.",
    ]


def test_figure_that_is_no_sum_is_named_though_its_manifest_agrees(site: Path) -> None:
    for language in ("kk", "ru", "en"):
        change(site, language, "U1.1", "voters_on_list", 501)
    said = f"{cast.ELECTION}/U1 voters_on_list: the page says 1000, counted again 1001."
    assert said in verify(site).differences


def test_figure_that_differs_between_languages_is_named(site: Path) -> None:
    change(site, "ru", "U1", "invalid", 7)
    assert f"ru/{cast.ELECTION}/U1: other than in English: lines." in verify(site).differences
