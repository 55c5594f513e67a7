"""Lets many members of the sample country in: accounts and sessions made in bulk, as after a login.

python -m bench.entering 500: one line of JSON for each member, with the name and the key of the session.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dauys.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.utils import timezone  # noqa: E402

from dauys.apps.accounts.models import Account  # noqa: E402
from dauys.apps.commissions.models import Membership  # noqa: E402
from dauys.web.entrance.sittings import BEGAN, SEEN  # noqa: E402
from dauys.web.ui.clock import moment  # noqa: E402
from dauys.web.ui.factors import _ENROLLED  # noqa: E402

LEVELS = ("central", "regional")  # few and read the most: half of the crowd at most


def members(count: int) -> list[tuple[str, str]]:
    """Person and level of so many who sit today: the upper commissions first, the others drawn by chance."""
    day = moment().date()
    rows = (
        Membership.objects.filter(valid_from__lte=day, mandate__valid_from__lte=day)
        .exclude(valid_to__lte=day)
        .exclude(mandate__valid_to__lte=day)
        .values_list("person__code", "mandate__commission__level")
        .distinct()
        .order_by("person__code")
    )
    found = dict(rows)
    upper = [person for person, level in found.items() if level in LEVELS][: count // 4]
    others = [person for person, level in found.items() if level not in LEVELS]
    drawn = random.Random(count).sample(others, count - len(upper))
    return [(str(person), found[person]) for person in (*upper, *drawn)]


def let_in(people: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Accounts where there are none, and a session for each."""
    now, store, ready = timezone.now(), SessionStore(), time.time()
    known = set(Account.objects.values_list("person", flat=True))
    Account.objects.bulk_create(
        Account(person=person, email=f"{person}@load.example", password="!", created_at=now)
        for person, _ in people
        if person not in {str(one) for one in known}
    )
    accounts = {str(one.person): one for one in Account.objects.all()}
    sessions, lines = [], []
    for number, (person, level) in enumerate(people):
        account = accounts[person]
        content = {
            SESSION_KEY: str(account.pk), HASH_SESSION_KEY: account.get_session_auth_hash(),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[1],
            BEGAN: ready, SEEN: ready - number % 60, _ENROLLED: True,
        }  # fmt: skip
        key = f"load{number:028d}"
        sessions.append(
            Session(
                session_key=key, session_data=store.encode(content), expire_date=now + timezone.timedelta(1)
            )
        )
        lines.append({"cookie": f"{settings.SESSION_COOKIE_NAME}={key}", "level": level})
    Session.objects.filter(session_key__startswith="load").delete()
    Session.objects.bulk_create(sessions)
    return lines


if __name__ == "__main__":
    for line in let_in(members(int(sys.argv[1]))):
        print(json.dumps(line))
