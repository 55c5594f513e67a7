"""`dauys serve`: what it refuses, and a WSGI application served by threads until somebody ends it."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import typer

from dauys.ops.serving import Server, bound, granian, serve_until_ended
from tests.ops.console import dauys
from tests.ops.process import begin, surroundings

KEY = "k" * 50


class Meeting:
    """An application that answers only once two requests are under way at the same time."""

    def __init__(self) -> None:
        self.both = threading.Barrier(2, timeout=10)

    def __call__(self, environ: dict[str, Any], begin_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/together":
            self.both.wait()
        begin_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["PATH_INFO"].encode()]


@pytest.fixture
def server() -> Iterator[Server]:
    """A served application."""
    found = bound(Meeting(), 0)
    thread = threading.Thread(target=found.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()
    thread.join()


def asked(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_requests_are_answered_side_by_side_and_without_a_line(
    server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    found: list[tuple[int, bytes]] = []
    threads = [
        threading.Thread(target=lambda: found.append(asked(server.server_port, "/together")))
        for _ in range(2)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [(200, b"/together")] * 2
    assert capfd.readouterr() == ("", "")


def test_taken_port_ends_the_command_with_what_to_do(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended:
        bound(Meeting(), server.server_port, remedy="Choose another: PORT=8001")
    assert ended.value.exit_code == 1
    assert "Choose another: PORT=8001" in capsys.readouterr().err


def test_interrupt_ends_serving_and_frees_the_port() -> None:
    server = bound(Meeting(), 0)
    timer = threading.Timer(0.2, _thread.interrupt_main)
    timer.start()
    serve_until_ended(server)
    timer.join()
    bound(Meeting(), server.server_port).server_close()


@pytest.mark.parametrize(("key", "said"), [("", "DAUYS_SECRET_KEY"), (KEY, "DAUYS_BEHIND_PROXY=1")])
def test_installation_that_would_stand_open_is_not_served(
    home: Path, monkeypatch: pytest.MonkeyPatch, key: str, said: str
) -> None:
    monkeypatch.setenv("DAUYS_SECRET_KEY", key)
    ended = dauys("serve", "--port", "0")
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_command_serves_the_workplace_until_it_is_ended(tmp_path: Path) -> None:
    """Where the larger server is not installed, that is: it is hidden here."""
    hidden = "import sys; sys.modules['granian'] = None; "
    environment = surroundings(tmp_path, DAUYS_SECRET_KEY=KEY, DAUYS_INSECURE="1", PYTHONUNBUFFERED="1")
    process = begin(environment, "serve", "--port", "0", first=hidden)
    try:
        assert process.stdout is not None
        welcome = process.stdout.readline()
        port = int(welcome.partition("127.0.0.1:")[2].partition("/")[0])
        status, page = asked(port, "/ru/desk/account/login/")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert status == 200
    assert 'lang="ru"' in page.decode()
    assert (process.returncode, err) == (0, "")


def test_server_for_work_listens_on_this_machine_only() -> None:
    command = granian(8123, 3)
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert command[command.index("--workers") + 1] == "3"
