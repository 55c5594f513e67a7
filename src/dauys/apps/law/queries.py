"""Which law binds what: packs on disk against the editions installed."""

from __future__ import annotations

from dauys.apps.law.models import Edition
from dauys.core.norms import Pack, load_pack


def pack_of(edition: Edition) -> Pack:
    """The pack of an installed edition, as it stands on disk."""
    return load_pack(edition.law)


def changed_since(edition: Edition) -> bool:
    """True when the rules on disk are not those the edition was installed with."""
    return pack_of(edition).digest != edition.digest
