"""Files of a site change as one: a kill at any step leaves the old ones or, carried on, the new ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dauys.press import staging
from dauys.press.staging import FOLDER, Stage, carry_on

OLD = {"kk/a/index.html": b"old a", "kk/b/index.html": b"old b", "kk/b/table.csv": b"old table"}
NEW = {"kk/a/index.html": b"new a", "kk/c/index.html": b"new c", "kk/d/index.html": b"new d"}
AFTER = NEW | {"kk/b/index.html": b"old b"}


class Killed(BaseException):
    """No code of ours can catch it, like a kill."""


def standing(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and FOLDER not in path.parts
    }


def begun(site: Path) -> Stage:
    stage = Stage(site, "1")
    stage.put(list(OLD.items()))
    return stage


def test_files_are_put_with_their_folders_and_removed_with_those_left_empty(tmp_path: Path) -> None:
    stage = begun(tmp_path)
    assert standing(tmp_path) == OLD
    stage.put(list(NEW.items()), ["kk/b/table.csv", "kk/b/index.html"])
    assert standing(tmp_path) == NEW
    assert not (tmp_path / "kk" / "b").exists()


def test_nothing_is_left_when_the_stage_is_closed(tmp_path: Path) -> None:
    begun(tmp_path).close()
    assert carry_on(tmp_path) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kk"]


@pytest.mark.parametrize("step", range(1, 24))
def test_kill_at_any_step_leaves_the_old_files_or_the_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    stage = begun(tmp_path)
    steps = iter(range(1, 100))

    def counted(place: object, name: str) -> None:
        real = getattr(place, name)

        def call(*given: object, **named: object) -> object:
            if next(steps) == step:
                raise Killed
            return real(*given, **named)

        monkeypatch.setattr(place, name, call)

    for place, name in (
        *((staging.os, name) for name in ("open", "write", "replace", "unlink", "mkdir")),
        *((staging, name) for name in ("exchange", "take")),
    ):  # fmt: skip
        counted(place, name)
    was_killed = False
    try:
        stage.put(list(NEW.items()), ["kk/b/table.csv"])
    except Killed:
        was_killed = True
    monkeypatch.undo()
    seen = standing(tmp_path)
    assert all(content in (OLD.get(path), NEW.get(path)) for path, content in seen.items())
    carried = carry_on(tmp_path)
    assert standing(tmp_path) == (AFTER if carried or not was_killed else OLD)
    assert not (tmp_path / FOLDER).exists()


def test_folder_taken_away_meanwhile_is_made_again(tmp_path: Path) -> None:
    stage = begun(tmp_path)
    stage.put([("kk/d/index.html", b"new d")])
    stage.put([], ["kk/d/index.html"])
    stage.put([("kk/d/index.html", b"newer d"), ("kk/d/table.csv", b"new table")])
    assert standing(tmp_path) == OLD | {"kk/d/index.html": b"newer d", "kk/d/table.csv": b"new table"}


def test_full_disk_leaves_what_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = begun(tmp_path)

    def full(_file: int, _content: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(staging.os, "write", full)
    with pytest.raises(OSError, match="No space"):
        stage.put(list(NEW.items()), ["kk/b/table.csv"])
    monkeypatch.undo()
    assert carry_on(tmp_path) == 0
    assert standing(tmp_path) == OLD


def test_what_a_kill_left_unlogged_is_forgotten(tmp_path: Path) -> None:
    begun(tmp_path)
    (tmp_path / FOLDER / "1" / "0").write_bytes(b"half")
    (tmp_path / FOLDER / "1" / "log.json.new").write_bytes(b'{"put": ["kk/a')
    assert carry_on(tmp_path) == 0
    assert standing(tmp_path) == OLD


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"put": []}'])
def test_log_that_a_power_cut_left_in_pieces_is_forgotten(tmp_path: Path, left: bytes) -> None:
    begun(tmp_path)
    (tmp_path / FOLDER / "1" / "log.json").write_bytes(left)
    assert carry_on(tmp_path) == 0
    assert standing(tmp_path) == OLD


@pytest.mark.parametrize("path", ["../planted.txt", "/tmp/planted.txt", "kk/../../planted.txt"])
def test_log_that_leads_out_of_the_site_is_none_of_ours(tmp_path: Path, path: str) -> None:
    site, secret = tmp_path / "site", tmp_path / "planted.txt"
    secret.write_bytes(b"mine")
    corner = site / FOLDER / "x"
    corner.mkdir(parents=True)
    (corner / "0").write_bytes(b"theirs")
    node = (corner / "0").stat().st_ino
    for plan in ({"put": [path], "nodes": [node], "gone": []}, {"put": [], "nodes": [], "gone": [path]}):
        corner.mkdir(parents=True, exist_ok=True)
        (corner / "log.json").write_text(json.dumps({"first": 0} | plan))
        assert carry_on(site) == 0
    assert secret.read_bytes() == b"mine"
    assert list(site.iterdir()) == []


def test_folder_in_the_place_of_a_page_is_named_and_left_there(tmp_path: Path) -> None:
    stage = begun(tmp_path)
    page = tmp_path / "kk" / "a" / "index.html"
    page.unlink()
    page.mkdir()
    (page / "notes.txt").write_text("somebody's")
    for _ in range(2):
        with pytest.raises(IsADirectoryError) as refused:
            stage.put(list(NEW.items()))
        assert refused.value.filename == str(page)
        assert (page / "notes.txt").read_text() == "somebody's"
    (page / "notes.txt").unlink()
    page.rmdir()
    stage.put(list(NEW.items()))
    assert standing(tmp_path) == AFTER | {"kk/b/table.csv": b"old table"}
