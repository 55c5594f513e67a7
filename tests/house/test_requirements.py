"""The pinned sets: for running, for a server, for building, all with hashes, agreeing with each other."""

from __future__ import annotations

import re
import tomllib

from tests.house.tree import ROOT

PIN = re.compile(r"^([a-z0-9_.-]+)==(\S+)", re.MULTILINE)


def _pins(name: str) -> set[tuple[str, str]]:
    return set(PIN.findall((ROOT / "requirements" / name).read_text(encoding="utf-8")))


def _wishes(name: str) -> set[str]:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[\[<>=~]", line)[0] for line in lines if line and line[0] not in "#-"}


def test_dev_set_holds_the_runtime_pins() -> None:
    """`make test` installs one set only, and what it tests is what runs."""
    assert _pins("runtime.txt") - _pins("dev.txt") == set()


def test_server_set_lies_between_the_two() -> None:
    """What a server installs is what was tested, and holds all that the demo has."""
    assert _pins("runtime.txt") - _pins("server.txt") == set()
    assert _pins("server.txt") - _pins("dev.txt") == set()


def test_every_pin_has_a_hash() -> None:
    for name in ("runtime.txt", "server.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
        assert [line[:60] for line in text.splitlines() if "--hash=sha256:" not in line] == []


def test_package_asks_for_what_the_runtime_set_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {re.split(r"[\[<>=~]", wish)[0] for wish in project["dependencies"]} == _wishes("runtime.in")


def test_what_is_wished_is_pinned() -> None:
    for name in ("runtime", "server", "dev"):
        assert _wishes(f"{name}.in") - {pin for pin, _ in _pins(f"{name}.txt")} == set()
