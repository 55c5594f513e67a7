"""Secrets of second factors are sealed with keys that derive from the key of the server (Fernet).

The newest key seals; what keys of before have sealed is still read, until it is sealed again.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FACTORS = "factors"  # what is sealed for one purpose is not read for another
SECRETS = {"totp": "secret", "recovery_codes": "seed"}  # where allauth keeps the secret of a kind
MARK = "sealed:"  # begins what is kept sealed


@lru_cache
def _fernet(key: str, purpose: str) -> Fernet:
    """The key that derives from one of the server's for a purpose: 256 bits."""
    derived = HKDF(SHA256(), 32, salt=None, info=f"dauys {purpose}".encode()).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _fernets(purpose: str) -> list[Fernet]:
    return [_fernet(key, purpose) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def sealed(text: str, purpose: str) -> str:
    """A text that nobody reads or changes without the key; each time another one."""
    return _fernets(purpose)[0].encrypt(text.encode()).decode()


def opened(token: str, purpose: str, *, within: int | None = None) -> str | None:
    """What was sealed, within so many seconds where said; None for what was not, or not with our keys."""
    try:
        return MultiFernet(_fernets(purpose)).decrypt(token.encode(), ttl=within).decode()
    except (InvalidToken, ValueError):
        return None


def kept(text: str) -> str:
    """A secret of a second factor as it is kept in the database."""
    return MARK + sealed(text, FACTORS)


def read(text: str) -> str | None:
    """The secret that is kept; None where none of our keys opens it."""
    return opened(text.removeprefix(MARK), FACTORS) if text.startswith(MARK) else None


def is_newest(text: str) -> bool:
    """Whether the present key has sealed it, so that the keys of before may go."""
    try:
        _fernets(FACTORS)[0].decrypt(text.removeprefix(MARK).encode())
    except (InvalidToken, ValueError):
        return False
    return text.startswith(MARK)
