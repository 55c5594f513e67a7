"""Runs a command with DATABASE_URL set to a PostgreSQL: the one given, one that answers, or one of its own.

    python tests/on_postgresql.py python -m pytest tests/apps

A server of its own lives in a temporary folder, listens on 127.0.0.1 only, and is gone when the command ends.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

USUAL = "postgres://postgres@127.0.0.1:5432/dauys"
MAY_CREATE = "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user"


def answers(url: str) -> bool:
    """True where a server takes the connection without a password and lets it make a database."""
    try:
        with psycopg.connect(url.rpartition("/")[0] + "/postgres", connect_timeout=3) as connection:
            row = connection.execute(MAY_CREATE).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(row and row[0])


def programs() -> Path:
    """The folder that has initdb and pg_ctl; Debian keeps them out of PATH."""
    on_path = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    candidates = ([Path(on_path).parent] if on_path else []) + folders[::-1]
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    sys.exit(
        "No PostgreSQL answers on 127.0.0.1:5432 and none is installed to start. "
        "On Debian and Ubuntu: apt-get install postgresql"
    )


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def servant() -> str | None:
    """The account to run the server as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextlib.contextmanager
def own_server() -> Iterator[str]:
    """The address of a fresh server; it trusts everyone on this machine and keeps nothing."""
    tools, user, port = programs(), servant(), free_port()
    with tempfile.TemporaryDirectory(prefix="dauys-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)

        log = folder / "log"

        def run(*command: str | Path) -> None:
            # The server inherits these streams: to capture them would be to wait for it for ever.
            with log.open("a") as stream:
                subprocess.run(command, check=True, user=user, cwd=folder, stdout=stream, stderr=stream)

        # Nothing here outlives the run, so nothing has to reach the disk.
        wishes = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
        data = folder / "data"
        try:
            run(tools / "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8",
                "--locale=C.UTF-8", "--no-sync", f"--pgdata={data}")  # fmt: skip
            run(tools / "pg_ctl", "start", "--wait", f"--pgdata={data}", "--options", wishes)
            try:
                yield f"postgres://postgres@127.0.0.1:{port}/dauys"
            finally:
                run(tools / "pg_ctl", "stop", "--mode=immediate", f"--pgdata={data}")
        except subprocess.CalledProcessError as failure:
            sys.exit(f"PostgreSQL could not be started or stopped ({failure}):\n{log.read_text()}")


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The first that there is: DATABASE_URL, the usual port, a server of its own."""
    given = os.environ.get("DATABASE_URL", "")
    if given:
        yield given
    elif answers(USUAL):
        yield USUAL
    else:
        with own_server() as url:
            yield url


def main(command: list[str]) -> int:
    """Run the command; its exit code is ours."""
    with server() as url:
        print(f"PostgreSQL: {url}", flush=True)
        # Nothing here outlives the run, so no commit waits for the disk.
        asked = {**os.environ, "DATABASE_URL": url, "PGOPTIONS": "-c synchronous_commit=off"}
        return subprocess.run(command, check=False, env=asked).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
