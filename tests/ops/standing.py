"""An installation as deploy/ describes it, on this machine: nginx with TLS, the server, a fresh home."""

from __future__ import annotations

import datetime as dt
import getpass
import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.house.tree import ROOT
from tests.ops.process import PROGRAM, surroundings

HOST = "saylau.example"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
PAGE, MISSING = b"<!doctype html><title>Saylau</title>", b"<!doctype html><title>404</title>"
PATIENCE = 60.0  # seconds in which a slow machine starts


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def page(self) -> str:
        """The content as text."""
        return self.content.decode()


class Installation:
    """nginx and the workplace, both started from the files of deploy/ with other places written in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.socket = folder, folder / "home", folder / "web.sock"
        self.secure, self.plain = _free_port(), _free_port()
        self.environment = surroundings(self.home, **environment(folder), PYTHONDONTWRITEBYTECODE="")
        _certify(folder)
        _publish(folder / "site")
        (folder / "nginx.conf").write_text(self._main(), encoding="utf-8")
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def _main(self) -> str:
        """What Debian's /etc/nginx/nginx.conf is to the site."""
        own, site = self.folder, (ROOT / "deploy/nginx/dauys.conf").read_text(encoding="utf-8")
        temporary = "".join(
            f"{name}_temp_path {own}/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return (
            f"user {getpass.getuser()};\nworker_processes 1;\ndaemon off;\npid {own}/nginx.pid;\n"
            f"error_log stderr warn;\nevents {{}}\nhttp {{\naccess_log off;\n"
            f"{temporary}{self._site(site)}}}\n"
        )

    def _site(self, written: str) -> str:
        written = re.sub(r"\n\s*listen \[::\].*", "", written)
        for here, there in (
            ("listen 443", f"listen 127.0.0.1:{self.secure}"),
            ("listen 80", f"listen 127.0.0.1:{self.plain}"),
            ("/etc/ssl/dauys", str(self.folder)),
            ("/run/dauys/web.sock", str(self.socket)),
            ("/srv/dauys/site", str(self.folder / "site")),
            ("/opt/dauys", str(ROOT)),
        ):
            assert here in written, here
            written = written.replace(here, there)
        return written

    def is_well_written(self) -> str:
        """What `nginx -t` says; empty where it has nothing to say."""
        command = [str(NGINX), "-t", "-q", "-c", str(self.folder / "nginx.conf")]
        return subprocess.run(command, capture_output=True, text=True, check=False).stderr

    def start(self) -> None:
        """Start both, and wait until the workplace answers."""
        serve = [sys.executable, "-c", PROGRAM, "serve", "--socket", str(self.socket)]
        self._begin("web", serve)
        self._begin("nginx", [str(NGINX), "-c", str(self.folder / "nginx.conf")])
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.socket.exists() and _listens(self.secure) and self.get("/kk/desk/nowhere/").status == 404:
                return
            assert self._processes["web"].poll() is None, self.said("web")
            time.sleep(0.1)
        raise AssertionError(self.said("web") + self.said("nginx"))

    def _begin(self, name: str, command: list[str]) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self._processes[name] = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)

    def said(self, name: str) -> str:
        """What one of the two wrote."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8")

    def stop(self, *names: str) -> None:
        """End those, or all."""
        for name in names or tuple(self._processes):
            process = self._processes.pop(name, None)
            if process is not None:
                process.terminate()
                process.wait(timeout=PATIENCE)

    def get(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        host: str = HOST,
    ) -> Answer:
        """One request over TLS, as a browser that asks for the host sends it."""
        trusted = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        with socket.create_connection(("127.0.0.1", self.secure), timeout=20) as bare:
            connection = http.client.HTTPConnection(host)
            connection.sock = trusted.wrap_socket(bare, server_hostname=host)
            connection.request(method, path, body, {"Host": host} | dict(headers or {}))
            answer = connection.getresponse()
            found = Answer(answer.status, answer.msg, answer.read())
            connection.close()
        return found


def environment(folder: Path) -> dict[str, str]:
    """The example of the environment, filled; the embedded database."""
    found = {}
    for line in (ROOT / "deploy/environment.example").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[key] = value
    found |= {"DAUYS_SECRET_KEY": "w5Xg-9Lq_" * 7, "DAUYS_HOME": str(folder / "home"), "DAUYS_MAIL_HOST": ""}
    del found["DATABASE_URL"]
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _certify(folder: Path) -> None:
    """A certificate for the host, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


def _publish(site: Path) -> None:
    """A published site as small as can be, with what waits beside it."""
    (site / "kk").mkdir(parents=True)
    (site / ".staged").mkdir()
    (site / "kk/index.html").write_bytes(PAGE)
    (site / "kk/index.html.gz").write_bytes(gzip.compress(PAGE))
    (site / "kk/table.csv").write_bytes(b"unit,votes\n")
    (site / "404.html").write_bytes(MISSING)
    (site / ".staged/next.html").write_bytes(PAGE)
