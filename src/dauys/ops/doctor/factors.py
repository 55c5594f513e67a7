"""Second factors: whether the key that the server has opens what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from dauys.apps.accounts.queries import sealed_factors
from dauys.ops.doctor.answers import Answer, error, fine, warning

AGAIN = "With the new key set and the one before in DAUYS_SECRET_KEY_OLD: dauys admin seal-second-factors."
LOST = (
    "Put the key that they were made with into DAUYS_SECRET_KEY_OLD, then dauys admin seal-second-factors;"
    " where it is lost, dauys admin reset-second-factor for each who can't sign in."
)


def factors() -> Iterator[Answer]:
    """What is wrong with the secrets of second factors."""
    found = sealed_factors()
    total = sum(found.values())
    if not total:
        yield fine("factors", "no second factor with a secret is kept")
    elif not settings.HAS_KEY:
        said = f"{total:,} second factors are sealed; without DAUYS_SECRET_KEY it was not tried to open them"
        yield warning("factors", said, "Run the doctor with the environment of the server.")
    elif found["lost"]:
        said = f"{found['lost']:,} of {total:,} second factors can't be read with this key"
        yield error("factors", said, LOST)
    elif found["old"]:
        said = f"{found['old']:,} of {total:,} second factors are sealed with a key from before"
        yield warning("factors", said, AGAIN)
    else:
        yield fine("factors", f"{total:,} second factors are sealed with the key of the server")
