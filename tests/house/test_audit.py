"""The audit of what is installed: an answer, a finding, and no answer are told apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import ROOT

FAR = "http://127.0.0.1:9/"  # nobody answers there


def audited(**more: str) -> subprocess.CompletedProcess[str]:
    """The audit as a process."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AUDIT_")}
    command = [sys.executable, str(ROOT / ".ci/audit.py")]
    return subprocess.run(command, env=kept | more, capture_output=True, text=True, check=False)


@contextmanager
def database(known: dict[str, list[str]], *, short: bool = False) -> Iterator[str]:
    """A database that answers in the form of OSV."""

    class Answer(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            results: list[dict[str, Any]] = [
                {"vulns": [{"id": one} for one in ids]}
                if (ids := known.get(query["package"]["name"]))
                else {}
                for query in queries
            ]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"results": results[short:]}).encode())

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_parts_without_advisories_are_said_to_be_audited() -> None:
    with database({}) as url:
        ended = audited(AUDIT_URL=url)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "parts: none with known advisories" in ended.stdout


def test_advisory_is_named_and_fails() -> None:
    with database({"django": ["GHSA-sample"]}) as url:
        ended = audited(AUDIT_URL=url)
    assert ended.returncode == 1
    assert "django 5." in ended.stderr
    assert "GHSA-sample" in ended.stderr


def test_no_answer_is_no_clean_answer() -> None:
    ended = audited(AUDIT_URL=FAR)
    assert ended.returncode == 3
    assert "NOT AUDITED" in ended.stderr
    assert ended.stdout == ""


def test_answer_that_is_not_whole_is_none() -> None:
    with database({}, short=True) as url:
        assert audited(AUDIT_URL=url).returncode == 3


@pytest.mark.parametrize(("withdrawn", "code"), [("", 1), ("2026-01-01T00:00:00Z", 0)])
def test_copy_of_the_database_is_looked_into(tmp_path: Path, withdrawn: str, code: int) -> None:
    pin = next(
        line
        for line in (ROOT / "requirements/runtime.txt").read_text().splitlines()
        if line.startswith("pillow==")
    )
    version = pin.split("==")[1].split()[0]
    affected = [{"package": {"ecosystem": "PyPI", "name": "Pillow"}, "versions": ["1.0", version]}]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        advisory = {"id": "PYSEC-sample", "affected": affected} | (
            {"withdrawn": withdrawn} if withdrawn else {}
        )
        packed.writestr("PYSEC-sample.json", json.dumps(advisory))
    assert audited(AUDIT_COPY=str(tmp_path / "all.zip"), AUDIT_URL=FAR).returncode == code


def test_copy_that_is_not_there_is_no_clean_answer(tmp_path: Path) -> None:
    assert audited(AUDIT_COPY=str(tmp_path / "none.zip")).returncode == 3
