"""A site that followed its election is the site that is published at once, byte for byte, at every step."""

from __future__ import annotations

import gzip
import random
from contextlib import suppress
from pathlib import Path

import pytest

from dauys.apps.elections.models import Contest, Election
from dauys.apps.publication.actions import FollowedElection, held_site, publish
from dauys.apps.results.actions import (
    Terms,
    accept_protocol,
    establish_results,
    release_protocol,
)
from dauys.apps.results.queries import OpenElection, open_book
from dauys.core.findings import Refused
from dauys.core.lifecycle import NotAllowed
from dauys_verify import verify
from tests import cast

PRECINCTS = {"U1.1": ("U1", 2), "U1.2": ("U1", 2), "U2.1": ("U2", 2), "U3.1": ("U3", 3)}
PAUSE = 5.0


def accept(precinct: str, voters: int, votes: list[int], *, wrong: int = 0) -> None:
    """One protocol, corrected where another stands; a wrong box keeps it out."""
    unit, _ = PRECINCTS[precinct]
    lines = cast.lines(voters, votes)
    lines["stationary_ballots"] += wrong
    numbered = {str(number): count for number, count in enumerate(votes, start=1)}
    contest = Contest.objects.get(code=cast.contest(unit))
    accept_protocol(contest, precinct, lines, numbered, Terms(reason="recount"), by=cast.AIGERIM, at=cast.AT)


def something(chance: random.Random) -> None:
    """A protocol, a correction, a release or an established result, where the state allows it."""
    precinct = chance.choice(list(PRECINCTS))
    unit, candidates = PRECINCTS[precinct]
    contest = Contest.objects.get(code=cast.contest(unit))
    what = chance.choice(["accept", "accept", "accept", "release", "establish"])
    with suppress(Refused, NotAllowed):
        if what == "accept":
            votes = [chance.randrange(100) for _ in range(candidates)]
            accept(precinct, sum(votes) + chance.randrange(500), votes, wrong=chance.choice([0, 0, 1]))
        elif what == "release":
            release_protocol(contest, precinct, reason="decided so", by=cast.AIGERIM, at=cast.AT)
        else:
            establish_results([contest], evidence="minutes", by=cast.AIGERIM, at=cast.AT)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a site."""
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {name.as_posix(): path.read_bytes() for name, path in files.items() if name.parts[0] != ".staged"}


def followed_in(folder: Path) -> FollowedElection:
    followed = FollowedElection(folder, OpenElection(cast.ELECTION, at=cast.LATER), PAUSE)
    followed.publish()
    return followed


def take_in(followed: FollowedElection) -> None:
    if followed.take_in() is None:
        followed.open_anew(OpenElection(cast.ELECTION, at=cast.LATER))


def finish(followed: FollowedElection, now: float) -> float:
    """Press all that waits; when that was."""
    while (at := followed.waits_until()) is not None:
        now = max(now, at)
        assert followed.press_next(now) is not None
    return now


@pytest.mark.parametrize("seed", range(4))
def test_followed_site_is_the_published_one(election: Election, tmp_path: Path, seed: int) -> None:
    chance, now = random.Random(seed), 0.0
    followed_site, published = tmp_path / "followed", tmp_path / "published"
    with held_site(followed_site, packs=True):
        followed = followed_in(followed_site)
        for step in range(24):
            something(chance)
            take_in(followed)
            for _ in range(chance.randrange(4)):
                now += chance.random() * PAUSE
                followed.press_next(now)
            if step % 6 == 5:
                now = finish(followed, now)
                assert followed.press_next(now) is None
                publish(open_book(cast.ELECTION, at=cast.LATER), published, at=cast.LATER, packs=True)
                assert contents(followed_site) == contents(published)
                assert verify(followed_site).differences == []
    assert not (followed_site / ".staged").exists()


def test_own_page_of_a_precinct_comes_first_and_nothing_unchanged_is_written(
    election: Election, tmp_path: Path
) -> None:
    with held_site(tmp_path / "site", packs=True):
        followed = followed_in(tmp_path / "site")
        accept("U1.1", 500, [200, 100])
        before = contents(tmp_path / "site")
        done = followed.take_in()
        assert done is not None
        after = contents(tmp_path / "site")
        changed = {path for path in after if after[path] != before.get(path)}
        own = {
            f"{language}/{cast.ELECTION}/U1.1/{name}{packed}"
            for language in ("kk", "ru", "en")
            for name in ("index.html", "index.json", "table.csv")
            for packed in ("", ".gz")
        }
        assert changed == own | {f"manifest/{cast.ELECTION}/U1.1.json"}
        assert (done.pages, done.written) == (3, len(changed))
        finish(followed, 0.0)
        assert followed.press_next(5.0) is None
        times = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*") if path.is_file()}
        assert followed.waits_until() is None
        assert followed.press_next(10.0) is None
        assert {path: path.stat().st_mtime_ns for path in times} == times


def test_unit_above_is_pressed_once_in_a_pause(election: Election, tmp_path: Path) -> None:
    with held_site(tmp_path / "site"):
        followed = followed_in(tmp_path / "site")
        accept("U1.1", 500, [200, 100])
        take_in(followed)
        now = finish(followed, 100.0)
        assert now == 100.0
        accept("U1.2", 500, [200, 100])
        take_in(followed)
        assert followed.waits_until() == now + PAUSE
        assert followed.press_next(now + PAUSE - 0.1) is None
        assert followed.press_next(now + PAUSE) is not None


def test_packed_files_unpack_to_their_twins_and_go_when_they_are_no_longer_wanted(
    election: Election, tmp_path: Path
) -> None:
    book = open_book(cast.ELECTION, at=cast.LATER)
    site = tmp_path / "site"
    publish(book, site, at=cast.LATER)
    plain = contents(site)
    assert not [path for path in plain if path.endswith(".gz")]
    publish(book, site, at=cast.LATER, packs=True)
    packed = contents(site)
    assert {path.removesuffix(".gz") for path in packed if path.endswith(".gz")} == {
        path for path in plain if not path.startswith("manifest/")
    }
    for path, content in packed.items():
        if path.endswith(".gz"):
            assert gzip.decompress(content) == packed[path.removesuffix(".gz")]
            assert content[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # no name, no time
    assert publish(book, site, at=cast.LATER).written == 0  # kept by a run that says nothing of it
    assert verify(site).differences == []
    publish(book, site, at=cast.LATER, packs=False)
    assert contents(site) == plain


def test_packed_file_that_is_missing_or_spoiled_is_made_again(election: Election, tmp_path: Path) -> None:
    book = open_book(cast.ELECTION, at=cast.LATER)
    publish(book, tmp_path, at=cast.LATER, packs=True)
    before = contents(tmp_path)
    page = tmp_path / "kk" / cast.ELECTION / "U1" / "index.html.gz"
    page.unlink()
    (tmp_path / "kk" / cast.ELECTION / "U2" / "index.html.gz").write_bytes(b"no gzip")
    assert [words for words in verify(tmp_path).differences if "unpack" in words]
    publish(book, tmp_path, at=cast.LATER)
    assert contents(tmp_path) == before
