"""`dauys serve`: the workplace over HTTP on this machine; any WSGI application, until somebody ends it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from socketserver import TCPServer, ThreadingMixIn
from typing import Annotated, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import typer

from dauys.ops.running import REFUSED, start, wrong_use

HERE = "127.0.0.1"  # from elsewhere one comes through a proxy that speaks TLS: deploy/nginx/dauys.conf
QUIET_FOR = 30.0  # seconds after which whoever sends nothing is cut off; a setting of ours
THREADS = 4  # of each process; measured, see granian()
WAITING = 128  # connections that wait to be answered; a setting of ours
KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"

Application = Callable[..., Any]


class Handler(WSGIRequestHandler):
    """One request; no line is printed of it, for addresses of people stand in none of our logs."""

    timeout = QUIET_FOR

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the library's
        """Nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """Serves until Ctrl+C, a thread for each request; one that `make` started ends with that `make`."""

    daemon_threads = True  # a verb that is cut off is rolled back whole, so nobody is waited for
    request_queue_size = WAITING
    started_by = os.getppid() if "MAKELEVEL" in os.environ else None

    def server_bind(self) -> None:
        """Take the port, without asking the network for the name of this machine."""
        TCPServer.server_bind(self)
        host, self.server_port = self.server_address[:2]
        self.server_name = str(host)
        self.setup_environ()

    def service_actions(self) -> None:
        """Asked twice a second."""
        if self.started_by not in (None, os.getppid()):
            raise KeyboardInterrupt

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hung up is not reported; any other error is, as the library has it."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def bound(application: Application, port: int, *, remedy: str = "Choose another with --port.") -> Server:
    """A server that has taken the port on 127.0.0.1; a port that can't be had ends the command.

    Taken before any work is done, so that nobody waits for what can't be served; port 0 takes any free one.
    """
    try:
        server = Server((HERE, port), Handler)
    except (OSError, OverflowError) as error:
        typer.echo(f"Port {port} on {HERE} can't be used ({error}). {remedy}", err=True)
        raise typer.Exit(REFUSED) from None
    server.set_app(application)
    return server


def serve_until_ended(server: Server) -> None:
    """Answer until Ctrl+C, which is how it ends, not a failure; the port is free afterwards."""
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo("")
    finally:
        server.server_close()


def serve(
    port: Annotated[int, typer.Option("--port", help="Port on 127.0.0.1.", min=0, max=65535)] = 8000,
    workers: Annotated[int, typer.Option("--workers", help="Processes; 0: as many as suit.", min=0)] = 0,
    socket: Annotated[
        str, typer.Option("--socket", help="A socket in the file system instead of a port.")
    ] = "",
) -> None:
    """Serve the workplace on 127.0.0.1: behind a proxy that speaks TLS, or on this computer only."""
    start(with_tables=False)
    _refuse_what_is_open()
    start()
    if find_spec("granian") is not None:
        typer.echo(f"The workplace is at {socket}  (Ctrl+C ends)" if socket else _welcome(port))
        sys.stdout.flush()
        command = granian(socket or port, workers or processes())
        os.execv(command[0], command)  # noqa: S606 -- our own interpreter, no shell
    if socket:
        wrong_use("A socket is served by granian alone: install requirements/server.txt.")
    from django.core.servers.basehttp import get_internal_wsgi_application  # noqa: PLC0415

    server = bound(get_internal_wsgi_application(), port)
    typer.echo(_welcome(server.server_port))
    serve_until_ended(server)


def granian(place: int | str, workers: int) -> list[str]:
    """The command of the server that is meant for work, at a port of 127.0.0.1 or at a socket.

    A socket can be opened by its owner and its group, of which the proxy is: nobody else on the machine can
    say who they are in the proxy's name.

    Four threads in each process: one that waits for its turn to write keeps nobody else waiting. With 500
    members on two cores 99 of 100 pages came within 205 ms, with one thread within 436 ms (bench/load.py).
    """
    where = ["--host", HERE, "--port", str(place)]
    if isinstance(place, str):
        where = ["--uds", place, "--uds-permissions", "660"]
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", *where, "--workers", str(workers),
        "--blocking-threads", str(THREADS), "--respawn-failed-workers", "--no-ws", "--http", "1",
        "--log-level", "warning", "dauys.config.wsgi:application",
    ]  # fmt: skip


def _refuse_what_is_open() -> None:
    """Wrong use where anybody could sign sessions, or where no browser could log in."""
    from django.conf import settings  # noqa: PLC0415 -- after start()

    if settings.IS_DEMO:
        return
    if not os.environ.get("DAUYS_SECRET_KEY"):
        wrong_use(f"Set DAUYS_SECRET_KEY, which signs sessions: {KEY}")
    if settings.IS_SECURE and settings.SECURE_PROXY_SSL_HEADER is None:
        wrong_use(
            "Behind a proxy that speaks TLS set DAUYS_BEHIND_PROXY=1 (deploy/nginx/dauys.conf shows one); "
            "to look at it on this computer only, set DAUYS_INSECURE=1."
        )


def processes() -> int:
    """One for each core, eight at most; on SQLite too, where all read at once and writers wait in a queue."""
    return min(os.cpu_count() or 1, 8)


def _welcome(port: int) -> str:
    return f"The workplace is at http://{HERE}:{port}/kk/desk/  (Ctrl+C ends)"
