"""Second factors are in a backup, sealed: they come back where the key of the server is the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.journeys.killing import world
from tests.ops.process import run, surroundings

KEY, OTHER = "one key of a server, of chance " * 2, "the key of another server, of chance " * 2
ENROL = """
import datetime as dt, django, sys, uuid
django.setup()
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from dauys.apps.accounts.models import Account
if sys.argv[1:]:
    at = dt.datetime.now(dt.UTC)
    account = Account.objects.create(person=uuid.UUID(int=7), email="a@b.example", created_at=at)
    TOTP.activate(account, sys.argv[1])
    told = {"name": "кілт", "credential": {"id": [1]}}
    Authenticator.objects.create(user=account, type="webauthn", data=told)
else:
    from dauys.apps.accounts.queries import read
    for one in Authenticator.objects.order_by("id"):
        print(one.user.email, one.type, read(one.data["secret"]) if "secret" in one.data else one.data)
"""
SECRET = "JBSWY3DPEHPK3PXP"


def _asked(environment: dict[str, str], *told: str) -> list[str]:
    found = subprocess.run(
        [sys.executable, "-c", ENROL, *told], env=environment, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.splitlines()


def _home(folder: Path, key: str) -> dict[str, str]:
    return surroundings(folder, DAUYS_SECRET_KEY=key, DJANGO_SETTINGS_MODULE="dauys.config.settings")


def test_second_factors_come_back_with_their_key_alone(tmp_path: Path) -> None:
    here, file = _home(tmp_path / "here", KEY), tmp_path / "a.backup"
    assert run(here, "results", "--list")[0] == 0  # the tables are made
    _asked(here, SECRET)
    code, out, err = run(here, "backup", file)
    assert (code, err) == (0, ""), out
    with zipfile.ZipFile(file) as packed:
        rows = packed.read("tables/mfa_authenticator.jsonl").decode()
        assert json.loads(packed.read("backup.json"))["migrations"]["mfa"]
    assert SECRET not in rows
    assert rows.count("sealed:") == 1
    passkey = "a@b.example webauthn {'name': 'кілт', 'credential': {'id': [1]}}"
    for name, key, secret in (("same", KEY, SECRET), ("other", OTHER, None)):
        there = _home(tmp_path / name, key)
        code, _, err = run(there, "restore", file)
        assert (code, err) == (0, "")
        assert _asked(there) == [f"a@b.example totp {secret}", passkey]
        code, out, _ = run(there, "doctor")
        assert (code, "can't be read with this key" in out) == ((0, False) if secret else (1, True))
    if url := os.environ.get("DATABASE_URL", ""):
        (tmp_path / "base").mkdir()
        with world(tmp_path / "base", 10, 0, url=url) as other:
            there = _home(tmp_path / "postgresql", KEY) | {
                "DATABASE_URL": other.copy("", "factors")["DATABASE_URL"]
            }
            assert run(there, "restore", file)[0] == 0
            assert _asked(there) == [f"a@b.example totp {SECRET}", passkey]
