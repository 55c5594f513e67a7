"""One row for every address: what stands in the place of each name in it, and which unit answers for it."""

from __future__ import annotations

import io
from collections.abc import Mapping

from django.urls import URLPattern

from dauys.apps.files.actions import store_file
from dauys.apps.files.models import StoredFile
from dauys.apps.imports.models import Import
from dauys.apps.journal.models import Entry
from dauys.apps.territory.models import Unit
from tests import cast
from tests.apps.handing import GOOD, protocols
from tests.apps.members import code_of
from tests.web import people
from tests.web.test_imports import looked

DISTRICT = "D1"  # answers where nothing else is said
COUNTRY, RURAL, PRECINCT = "KZ", "U1", "U1.1"

OF_ONES_OWN = {"establish_many", "late"}  # whoever opens it finds the rows of their own commission there
VERBS = {"import_take": "import_protocols"}  # beside the door's verb: that of the file
NOT_THEIRS: Mapping[str, set[str]] = {  # a file that needs no mapping has none
    "import_mapping": {"KZ.cec", "R1.rec", "D1.tec"},
}

# The unit whose commission answers for the row, by name of the address.
ANSWERING: Mapping[str, str] = {
    **dict.fromkeys(("election", "protocols"), COUNTRY),
    **dict.fromkeys(("system", "examine_system", "republish_site", "cancel_republishing"), COUNTRY),
    **dict.fromkeys(("contest", "result", "protocols_in", "findings_in", "turnout"), RURAL),
    "protocol": PRECINCT,
}

# By name of the place in the address; by name of the address where that is not enough.
PLACES: Mapping[str, object] = {
    "election": cast.ELECTION,
    "unit": RURAL,
    "commission": "D1.tec",
    "person": people.who("secretary").person,
    "deadline": "pub_tec",
    "hour": 12,
    "kind": "protocols",
    "office": "clerk",
}
CODES: Mapping[str, object] = {"unit": "D1", "commission": "D1.tec"}
OF_ONE_ADDRESS: Mapping[tuple[str, str], object] = {
    ("end_appointment", "person"): people.who("clerk").person,
    ("adopt_term", "deadline"): "nom_end",
}
UNITS: Mapping[str, str] = {
    **dict.fromkeys(("protocol", "accept_protocol", "release_protocol"), PRECINCT),
    **dict.fromkeys(("report_turnout", "late_in", "plan", "plan_diary"), DISTRICT),
    **dict.fromkeys(("mark_done", "withdraw_mark", "adopt_term"), DISTRICT),
}


def named(name: str, address: URLPattern) -> dict[str, object]:
    """What `reverse` takes for this address; KeyError names a place that nobody has given a row yet."""
    return {place: _row(name, place) for place in address.pattern.converters}


def _row(name: str, place: str) -> object:
    made: object = None
    if place == "code" and "file" in name.split("_"):
        made = _file()
    elif place == "code":
        made = next((row for word, row in CODES.items() if word in name.split("_")), None)
    elif place == "number":
        made = _entry() if name.startswith("journal") else _import()
    elif (name, place) in OF_ONE_ADDRESS:
        made = OF_ONE_ADDRESS[name, place]
    if place == "unit":
        made = UNITS.get(name)
    made = PLACES.get(place) if made is None else made
    if made is None:
        raise KeyError(f"Which row stands for {place} in the address {name}? Say it here.")
    return made


def _file() -> object:
    """A file that the district keeps."""
    code = code_of(9_000)
    if not StoredFile.objects.filter(code=code).exists():
        path = Unit.objects.get(code=DISTRICT).path
        table = io.BytesIO("code,name\n1,Бір\n".encode())
        store_file(path, "table.csv", table, "Үлгі", code=code, by=cast.AIGERIM, at=cast.AT)
    return code


def _import() -> int:
    """A file of protocols that the clerk of the district handed in, looked through."""
    found = Import.objects.first()
    if found is None:
        looked(people.entered("clerk"), protocols(GOOD))
        found = Import.objects.get()
    return int(found.pk)


def _entry() -> int:
    """What the journal tells of the district last: that it keeps a file."""
    _file()
    path = Unit.objects.get(code=DISTRICT).path
    return int(Entry.objects.filter(of=path).latest("number").number)
