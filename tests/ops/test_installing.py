"""The files of deploy/ and the page about them: units, environment, container, commands that exist."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer

from dauys.config.settings import VARIABLES
from dauys.ops.commands import app
from dauys.ops.doctor import machine
from dauys.ops.doctor.answers import State
from tests.house.tree import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
PAGE = (ROOT / "docs/installing.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
EXPOSURE = 30  # of 100, as systemd reckons it; what is not hardened at all has 96


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units with the program where it stands here."""
    if shutil.which("systemd-analyze") is None and not os.environ.get("CI"):
        pytest.skip("no systemd here")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/dauys", str(ROOT))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return sorted(tmp_path.iterdir())


def said_by(*command: str | Path) -> tuple[int, str]:
    ended = subprocess.run([str(one) for one in command], capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def test_units_are_well_written(units: list[Path]) -> None:
    assert said_by("systemd-analyze", "verify", "--man=no", *units) == (0, "")


def test_services_are_hardened(units: list[Path]) -> None:
    for unit in units:
        if unit.suffix == ".service":
            code, said = said_by(
                "systemd-analyze", "security", "--offline=yes", f"--threshold={EXPOSURE}", unit
            )
            assert code == 0, said


def test_timers_have_a_next_time(units: list[Path]) -> None:
    for unit in units:
        if unit.suffix == ".timer":
            when = re.search(r"^OnCalendar=(.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
            assert when
            assert "Next elapse" in said_by("systemd-analyze", "calendar", when.group(1))[1]


def test_every_unit_runs_as_its_own_user_with_secrets_from_the_environment() -> None:
    for unit in UNITS:
        if unit.suffix == ".service":
            text = unit.read_text(encoding="utf-8")
            assert "\nUser=dauys\n" in text
            assert "\nEnvironmentFile=/etc/dauys/environment\n" in text
            assert not re.search(r"^Environment=.*(KEY|PASSWORD|DATABASE_URL)", text, re.MULTILINE)


@pytest.mark.parametrize(
    "line",
    sorted(
        {line for line in COMMANDS if line.startswith("dauys ")}
        | {
            found
            for unit in UNITS
            for found in re.findall(r"bin/(dauys .*)", unit.read_text(encoding="utf-8"))
        }
    ),
)
def test_command_that_is_called_exists(line: str) -> None:
    group = typer.main.get_command(app)
    for word in line.split()[1:]:
        if not hasattr(group, "commands"):
            return
        assert word in group.commands, line
        group = group.commands[word]


def test_paths_of_the_page_are_there() -> None:
    named = set(re.findall(r"/opt/dauys/(deploy/[\w./-]+)", PAGE)) | set(
        re.findall(r"`(deploy/[\w./-]+)`", PAGE)
    )
    assert named
    assert [
        path for path in named if not (ROOT / path.rstrip("-")).exists() and not list(ROOT.glob(f"{path}*"))
    ] == []


def _environment() -> dict[str, str]:
    """The lines of environment.example, those that are put aside included."""
    lines = (DEPLOY / "environment.example").read_text(encoding="utf-8").splitlines()
    return dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?[A-Z_]+=", line))


def test_every_variable_that_is_read_is_in_the_one_list() -> None:
    reading = re.compile(
        r"""(?:environ(?:\.get\(|\[)|environment\.get\(|_listed\(|envvar=)\s*"(DAUYS_[A-Z_]+|DATABASE_URL)\""""
    )
    found: set[str] = set()
    for path in (ROOT / "src/dauys").rglob("*.py"):
        found |= set(reading.findall(path.read_text(encoding="utf-8")))
    assert found == set(VARIABLES)
    assert sorted(VARIABLES) == list(VARIABLES)


def test_environment_of_the_page_means_something_to_the_doctor() -> None:
    answers = list(machine.settings(dict.fromkeys(_environment(), "x") | {"DAUYS_ZONE": "Asia/Almaty"}))
    assert [(one.check, one.state) for one in answers] == [("settings", State.FINE)]


def test_site_is_the_folder_that_nginx_shows_and_the_worker_writes() -> None:
    site = _environment()["DAUYS_SITE"]
    assert f"root {site};" in (DEPLOY / "nginx/dauys.conf").read_text(encoding="utf-8")
    work = (DEPLOY / "systemd/dauys-work.service").read_text(encoding="utf-8")
    (written,) = re.findall(r"^ReadWritePaths=(.+)$", work, re.MULTILINE)
    assert Path(site).is_relative_to(written)
    assert "UMask=0022" in work
    assert f"dauys publish --gzip {site}" in COMMANDS
    assert any(line.startswith("install -d ") and site in line.split() for line in COMMANDS)


def test_files_that_the_page_hands_in_are_written_before() -> None:
    """A line of the page never names a file that no line before it has made."""
    made: set[str] = set()
    for line in COMMANDS:
        made |= set(re.findall(r"> (\S+\.csv)", line))
        if line.startswith("install -o"):
            assert [name for name in re.findall(r"(?<= )[\w.]+\.csv", line) if name not in made] == []
    assert made


def test_environment_says_all_that_the_settings_read_and_no_secret() -> None:
    """But for what a test, a demo or a look on one's own computer sets."""
    said = _environment()
    assert set(VARIABLES) - set(said) == {
        "DAUYS_AT", "DAUYS_DEMO", "DAUYS_INSECURE", "DAUYS_LANGUAGE", "DAUYS_ORIGINS",
    }  # fmt: skip
    assert set(said) - set(VARIABLES) == set()
    assert [name for name, value in said.items() if ("KEY" in name or "PASSWORD" in name) and value] == []
    assert [value for value in said.values() if re.search(r"[\s\"'$`\\]", value)] == []


def test_console_is_a_shell_script_without_faults() -> None:
    assert said_by("sh", "-n", DEPLOY / "console") == (0, "")
    assert os.access(DEPLOY / "console", os.X_OK)


@pytest.mark.parametrize(("command", "mask"), [("publish", "0022"), ("backup", "0077"), ("", "0077")])
def test_console_writes_the_public_site_for_everyone_and_all_else_for_itself(command: str, mask: str) -> None:
    text = (DEPLOY / "console").read_text(encoding="utf-8")
    text = re.sub(r"^exec .*$", "umask", text, flags=re.MULTILINE)
    assert said_by("sh", "-c", text, "dauys", *command.split()) == (0, f"{mask}\n")


def test_policy_of_public_pages_knows_the_sheet_of_the_missing_page() -> None:
    missing = ROOT / "src/dauys/apps/publication/pages/templates/missing.html"
    sheet = re.search(r"<style>(.*?)</style>", missing.read_text(encoding="utf-8"), re.DOTALL)
    assert sheet
    digest = base64.b64encode(hashlib.sha256(sheet.group(1).encode()).digest()).decode()
    assert f"'sha256-{digest}'" in (DEPLOY / "nginx/dauys.conf").read_text(encoding="utf-8")


def _instructions() -> list[tuple[str, str]]:
    """The Dockerfile, each instruction with its argument on one line."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]  # type: ignore[misc]


def test_image_is_built_of_what_is_here_pinned_and_runs_as_nobody_special() -> None:
    found = _instructions()
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "HEALTHCHECK", "CMD"}
    assert {name for name, _ in found} <= known
    stages = [argument for name, argument in found if name == "FROM"]
    assert len(stages) == 2
    assert [
        one for one in stages if "/" in one or ":latest" in one or ":" not in one
    ] == []  # no host, a version
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for name, argument in found:
        if name == "COPY" and "--from" not in argument:
            source = argument.split()[0]
            assert (ROOT / source).exists(), source
            assert f"!{source}" in kept
        if "pip install" in argument:
            assert "--require-hashes" in argument
    last = [name for name, _ in found].index("FROM", 1)
    assert ("USER", "10001:10001") in found[last:]
    assert not [argument for name, argument in found if name == "ENV" and re.search("KEY|PASSWORD", argument)]
