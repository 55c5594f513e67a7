"""The moment of a request: the only place of the web floor where the time is read."""

from __future__ import annotations

import datetime as dt
import os
import time
from zoneinfo import ZoneInfo

from django.conf import settings


def moment() -> dt.datetime:
    """The moment shown, in the zone of the capital: DAUYS_AT where it is set, else now."""
    zone = ZoneInfo(settings.CAPITAL_ZONE)
    written = os.environ.get("DAUYS_AT", "")
    if not written:
        return dt.datetime.now(zone)
    at = dt.datetime.fromisoformat(written)
    return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)


def ticking() -> float:
    """Seconds of the machine's clock, by which sessions and second factors last; no DAUYS_AT changes it."""
    return time.time()


def is_another_moment() -> bool:
    """Whether the screens show another moment than the machine's clock has, by which people log in."""
    return bool(os.environ.get("DAUYS_AT"))
