"""Which law binds what: packs on disk against the editions installed."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import done_of
from dauys.apps.law.models import Edition
from dauys.core.norms import Pack, load_pack


def editions() -> list[Edition]:
    """All that were installed, by law, the latest last."""
    return list(Edition.objects.order_by("law", "id"))


def pack_of(edition: Edition) -> Pack:
    """The pack of an installed edition, as it stands on disk."""
    return load_pack(edition.law)


def pack_in_force(country: str, day: dt.date) -> Pack | None:
    """Of the editions installed the one that is in force in a country on a day, the latest of several.

    None where none of them is.
    """
    found = [load_pack(law) for law in sorted(set(Edition.objects.values_list("law", flat=True)))]
    standing = [
        pack
        for pack in found
        if pack.act.jurisdiction == country
        and pack.act.valid_from <= day
        and (pack.act.valid_to is None or day < pack.act.valid_to)
    ]
    return max(standing, key=lambda pack: pack.act.valid_from, default=None)


def changed_since(edition: Edition) -> bool:
    """True when the rules on disk are not those the edition was installed with."""
    return pack_of(edition).digest != edition.digest


def editions_unlike_journal() -> list[str]:
    """Editions that are stored otherwise than their journal entry says, and entries of editions not here."""
    stored = Counter(Edition.objects.values_list("law", "digest", "installed_at"))
    written = Counter(
        (entry.subject.removeprefix("edition:"), str(done_of(entry).get("digest")), entry.at)
        for entry in Entry.objects.filter(verb="install_edition").iterator()
    )
    return [
        f"The edition {law} of {day:%Y-%m-%d} (digest {digest[:12]}…) {words}."
        for rows, words in (
            (stored - written, "is stored otherwise than the journal says"),
            (written - stored, "is in the journal and is not stored so"),
        )
        for law, digest, day in sorted(rows)
    ]
