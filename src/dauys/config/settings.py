"""Settings of an installation; everything that differs between machines comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

HOME = Path(os.environ.get("DAUYS_HOME") or "~/.local/share/dauys").expanduser()

# House order, top to bottom: a room sees only rooms beneath it (pyproject holds the contract).
ROOMS = (
    "publication",
    "results",
    "candidates",
    "calendar",
    "elections",
    "commissions",
    "territory",
    "people",
    "law",
    "journal",
)


PATIENCE = 60  # seconds that a writer waits for those before it; a setting of ours

PRECINCTS_WITH_PAGES = 20_000  # the most of an election that get a page each by themselves; a setting of ours


def _database(url: str) -> dict[str, Any]:
    """The Django database of a DATABASE_URL, or the embedded one in DAUYS_HOME."""
    if not url:
        return {
            "ENGINE": "dauys.config.sqlite",
            "NAME": HOME / "dauys.sqlite3",
            "TEST": {"NAME": ":memory:"},  # of an engine of our own several test workers would not know it
            "OPTIONS": {
                # One writer at a time from the first statement on, so a verb never fails half-way for a lock.
                "transaction_mode": "IMMEDIATE",
                "timeout": PATIENCE,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL must start with postgres://, not {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": f"-c lock_timeout={PATIENCE}s"},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
INSTALLED_APPS = ["treebeard", *(f"dauys.apps.{room}" for room in reversed(ROOMS))]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Nothing is served by Django yet; the key only has to exist for the framework to start.
SECRET_KEY = os.environ.get("DAUYS_SECRET_KEY", "not-a-secret-nothing-is-signed-with-it-yet")
USE_TZ = True
TIME_ZONE = "UTC"
# Moments given without an offset (DAUYS_AT) are in this zone: that of the country's capital.
CAPITAL_ZONE = os.environ.get("DAUYS_ZONE", "Asia/Almaty")
LANGUAGE_CODE = "en"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
USE_I18N = False
