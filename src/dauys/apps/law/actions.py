"""Installing an edition: the moment from which elections can be bound to it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from dauys.apps.journal.actions import write_entry
from dauys.apps.law.models import Edition
from dauys.core.norms import load_pack
from dauys.core.rights import Actor, require_somewhere


@transaction.atomic
def install_edition(law: str, *, by: Actor, at: dt.datetime, within: str = "") -> Edition:
    """Install the pack `law` as it stands now, or return the row that holds it; Refused if it is faulty.

    `within` is the verb of an upper room that needs the edition and has asked for its own right.
    """
    require_somewhere(within or "install_edition", by)
    pack = load_pack(law)
    edition, is_new = Edition.objects.get_or_create(
        law=pack.id, digest=pack.digest, defaults={"installed_at": at}
    )
    if is_new:
        write_entry("install_edition", f"edition:{law}", {"digest": pack.digest}, by=by, at=at, law=law)
    return edition
