"""Pages reach the disk whole, and only when they changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dauys.press.writing import remove_page, weight, write_page


def test_page_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "kk" / "a" / "index.html"
    assert write_page(path, b"one") is True
    assert path.read_bytes() == b"one"


def test_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    write_page(path, b"one")
    before = path.stat()
    assert write_page(path, b"one") is False
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert write_page(path, b"two") is True
    assert path.read_bytes() == b"two"


def test_page_that_can_not_be_finished_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index.html"
    write_page(path, b"old")

    def break_off(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:1])
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "write_bytes", break_off)
    with pytest.raises(OSError, match="no space"):
        write_page(path, b"new")
    assert path.read_bytes() == b"old"


def test_nothing_is_left_beside_a_page(tmp_path: Path) -> None:
    write_page(tmp_path / "index.html", b"one")
    write_page(tmp_path / "index.html", b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_removed_page_takes_its_empty_folders_along(tmp_path: Path) -> None:
    gone, stays = tmp_path / "kk" / "e" / "u" / "index.html", tmp_path / "kk" / "e" / "index.html"
    write_page(gone, b"")
    write_page(stays, b"")
    remove_page(gone, within=tmp_path)
    assert [path.name for path in (tmp_path / "kk" / "e").iterdir()] == ["index.html"]
    remove_page(stays, within=tmp_path)
    assert list(tmp_path.iterdir()) == []
    remove_page(stays, within=tmp_path)


def test_weight_is_that_of_the_compressed_page() -> None:
    page = "<tr><td>Ақшұқыр ауылы</td></tr>".encode() * 300
    assert weight(page) < len(page) // 10
    assert weight(page) == weight(page)
