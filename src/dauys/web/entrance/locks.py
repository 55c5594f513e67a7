"""Whose attempts are counted: five wrong passwords for one address from one place lock it out for a while."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.utils import reset
from django.http import HttpRequest


def address_tried(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The e-mail address that somebody tries to log in with, in small letters; "" for none."""
    told = credentials or {}
    found = told.get("email") or told.get("login") or told.get("username") or request.POST.get("login", "")
    return str(found or "").strip().lower()


def lift(email: str) -> None:
    """Begin counting anew: a password was set by the link of a letter."""
    reset(username=email)
