"""A name is written by one at a time; what a killed one leaves is put right by whoever comes next."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dauys.press import claiming as room
from dauys.press.claiming import beside, claiming, clear_left, put_in_place
from dauys.press.holding import Held
from tests.ops.process import SOURCE

# Replaces a folder and is killed at a step; a system without an exchange does it in two.
REPLACE = """
import os, signal, sys
from pathlib import Path
from dauys.press import claiming as room
folder, step = Path(sys.argv[1]), sys.argv[2]
def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if step == "two":
    room.exchange = lambda *_: False
    rename = Path.rename
    Path.rename = lambda path, to: rename(path, to) if to.name.endswith("old") else killed()
elif step == "one":
    exchange = room.exchange
    room.exchange = lambda *names: exchange(*names) and killed()
with room.claiming(folder, patience=0) as draft:
    draft.mkdir()
    (draft / "new").touch()
    if step == "draft":
        killed()
    room.put_in_place(draft, folder)
"""


def test_claimed_name_is_held_and_another_beside_it_is_free(tmp_path: Path) -> None:
    with claiming(tmp_path / "a", patience=0):
        with pytest.raises(Held), claiming(tmp_path / "a", patience=0):
            pass
        with claiming(tmp_path / "b", patience=0) as draft:
            draft.write_text("b")
            put_in_place(draft, tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize(("step", "stands"), [("draft", "old"), ("one", "new"), ("two", "old")])
def test_folder_stands_whole_whenever_its_replacement_is_killed(
    tmp_path: Path, step: str, stands: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "old").touch()
    program = [sys.executable, "-c", REPLACE, str(folder), step]
    ended = subprocess.run(program, env={"PYTHONPATH": str(SOURCE)}, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert folder.exists() == (step != "two")
    assert beside(folder, "lock").exists()
    clear_left(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert [path.name for path in folder.iterdir()] == [stands]


def test_strangers_beside_are_left_alone(tmp_path: Path) -> None:
    for name in (".x.new", ".x.dauys-new", ".y.lock"):
        (tmp_path / name).touch()
    clear_left(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


def test_folders_take_each_others_place_without_an_exchange_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "exchange", lambda *_: False)
    folder = tmp_path / "folder"
    for name in ("one", "two"):
        with claiming(folder, patience=0) as draft:
            draft.mkdir()
            (draft / name).touch()
            put_in_place(draft, folder)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert [path.name for path in folder.iterdir()] == ["two"]
