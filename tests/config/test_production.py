"""The production profile: what the environment makes of the settings, and Django's check for deployment."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import BadSignature, Signer

from dauys.config import settings as profile
from tests.ops.process import surroundings

KEY, OLD = "Kq7-dW2_" * 7, "z9_X-bL4" * 7
PRODUCTION = {
    "DAUYS_SECRET_KEY": KEY,
    "DAUYS_HOSTS": "saylau.example, desk.saylau.example",
    "DAUYS_BEHIND_PROXY": "1",
}
ASKED = """
import json
import django
django.setup()
from django.core.checks import run_checks
from django.test import Client

def told(answer):
    cookies = {name: dict(one) for name, one in answer.cookies.items()}
    return {"status": answer.status_code, "headers": dict(answer.headers), "cookies": cookies,
            "page": answer.getvalue().decode()}

proxied = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_REAL_IP": "192.0.2.7"}
client = Client(raise_request_exception=False)
asked = lambda path, host="saylau.example", **more: told(client.get(path, HTTP_HOST=host, **more))
print(json.dumps({
    "checks": [str(one) for one in run_checks(include_deployment_checks=True) if not one.is_silenced()],
    "entrance": asked("/ru/desk/account/login/", **proxied),
    "plain": asked("/ru/desk/account/login/"),
    "stranger": asked("/ru/desk/", host="evil.example", **proxied),
    "sheet": asked("/static/desk.css", **proxied),
}))
"""


def settings_of(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, Any]:
    """The settings as an installation with that environment has them."""
    for name in (
        "DEMO",
        "INSECURE",
        "SECRET_KEY",
        "SECRET_KEY_OLD",
        "HOSTS",
        "ORIGINS",
        "BEHIND_PROXY",
        "SITE",
    ):
        monkeypatch.delenv(f"DAUYS_{name}", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(profile.__file__))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What an installation in production, with a proxy in front, answers: a process of its own."""
    environment = surroundings(tmp_path_factory.mktemp("home"), **PRODUCTION)
    environment["DJANGO_SETTINGS_MODULE"] = "dauys.config.settings"
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", ASKED],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout) | {"said": ended.stderr}
    return found


def test_check_for_deployment_has_nothing_to_say(answers: dict[str, Any]) -> None:
    assert answers["checks"] == []


def test_entrance_answers_with_every_header(answers: dict[str, Any]) -> None:
    found = answers["entrance"]
    assert found["status"] == 200
    headers = found["headers"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert {"private", "no-store"} <= set(headers["Cache-Control"].split(", "))


def test_cookies_belong_to_this_host_alone(answers: dict[str, Any]) -> None:
    """`__Host-` holds only for a cookie with Secure, the path / and no domain."""
    cookies = answers["entrance"]["cookies"]
    assert cookies
    for name, cookie in cookies.items():
        assert name.startswith("__Host-dauys")
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_plain_request_is_sent_to_tls(answers: dict[str, Any]) -> None:
    assert answers["plain"]["status"] == 301
    assert answers["plain"]["headers"]["Location"] == "https://saylau.example/ru/desk/account/login/"


def test_guessed_host_is_refused_without_details_and_without_a_line(answers: dict[str, Any]) -> None:
    assert answers["stranger"]["status"] == 400
    assert "evil.example" not in answers["stranger"]["page"]
    assert answers["said"] == ""


def test_sheets_are_not_lent_to_other_sites(answers: dict[str, Any]) -> None:
    assert answers["sheet"]["status"] == 200
    assert "Access-Control-Allow-Origin" not in answers["sheet"]["headers"]


def test_hosts_are_read_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_of(monkeypatch, **PRODUCTION)["ALLOWED_HOSTS"] == [
        "saylau.example",
        "desk.saylau.example",
    ]
    assert settings_of(monkeypatch)["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]


def test_every_host_is_no_host_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="DAUYS_HOSTS"):
        settings_of(monkeypatch, DAUYS_HOSTS="saylau.example,*")


def test_proxy_is_believed_only_where_it_is_said_to_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_of(monkeypatch)["SECURE_PROXY_SSL_HEADER"] is None
    behind = settings_of(monkeypatch, DAUYS_BEHIND_PROXY="1")
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize("plain", ["DAUYS_DEMO", "DAUYS_INSECURE"])
def test_plain_http_is_a_choice_that_has_to_be_made(monkeypatch: pytest.MonkeyPatch, plain: str) -> None:
    secure, open_ = settings_of(monkeypatch), settings_of(monkeypatch, **{plain: "1"})
    assert (secure["SESSION_COOKIE_SECURE"], open_["SESSION_COOKIE_SECURE"]) == (True, False)
    assert (secure["SECURE_SSL_REDIRECT"], open_["SECURE_SSL_REDIRECT"]) == (True, False)
    assert open_["SESSION_COOKIE_NAME"] == "dauys_session"


def test_public_site_is_served_beside_the_workplace_on_this_computer_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secure = settings_of(monkeypatch, DAUYS_SITE="/srv/dauys/site")
    assert (secure["SITE_FOLDER"], secure["WHITENOISE_ROOT"]) == ("/srv/dauys/site", None)
    for plain in ("DAUYS_DEMO", "DAUYS_INSECURE"):
        here = settings_of(monkeypatch, DAUYS_SITE="/srv/dauys/site", **{plain: "1"})
        assert here["WHITENOISE_ROOT"] == "/srv/dauys/site"
        monkeypatch.delenv(plain)


def test_second_factor_is_off_in_the_demo_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_of(monkeypatch)["SECOND_FACTOR_ASKED"]
    assert settings_of(monkeypatch, DAUYS_INSECURE="1")["SECOND_FACTOR_ASKED"]
    assert not settings_of(monkeypatch, DAUYS_DEMO="1")["SECOND_FACTOR_ASKED"]


def test_old_key_is_still_believed_and_no_longer_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_of(monkeypatch, DAUYS_SECRET_KEY=KEY, DAUYS_SECRET_KEY_OLD=OLD)
    signer = Signer(key=found["SECRET_KEY"], fallback_keys=found["SECRET_KEY_FALLBACKS"])
    assert signer.unsign(Signer(key=OLD).sign("session")) == "session"
    with pytest.raises(BadSignature):
        Signer(key=OLD).unsign(signer.sign("session"))


def test_without_a_key_each_process_has_one_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is known signs anything; `config.wsgi` does not start like that."""
    first, second = (settings_of(monkeypatch)["SECRET_KEY"] for _ in range(2))
    assert first != second
    assert len(first) >= 50


@pytest.mark.parametrize("key", ["", "short"])
def test_server_does_not_start_without_a_long_key(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("DAUYS_SECRET_KEY", key)
    with pytest.raises(ImproperlyConfigured, match="DAUYS_SECRET_KEY"):
        runpy.run_path(str(Path(profile.__file__).with_name("wsgi.py")))


def test_debugging_is_no_setting() -> None:
    assert "DEBUG" not in runpy.run_path(str(profile.__file__))
