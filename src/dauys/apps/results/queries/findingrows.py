"""What latest versions break: one row for each relation and protocol; both sides when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from dauys.apps.elections.models import Election
from dauys.apps.elections.queries import law_of
from dauys.apps.results import rules
from dauys.apps.results.models import ProtocolVersion, Release
from dauys.core.findings import Finding
from dauys.core.norms.records import Relation, Words
from dauys.core.protocol import MISSING, Form, form_of


@dataclass(frozen=True, eq=False)
class Breaking:
    """A protocol whose latest version breaks relations."""

    election: Election
    form: Form
    precinct: str
    name: Words
    path: str
    contest_unit: str
    contest_name: Words
    number: int
    state: str
    packed: bytes

    @cached_property
    def found(self) -> Mapping[str, Finding]:
        """What the relations say of it, by code."""
        width = len(self.packed) // rules.size_of_protocol(1)
        figures = [None if one == MISSING else one for one in rules.unpack([self.packed], width)[0].tolist()]
        lines = dict(zip(self.form.lines, figures, strict=False))
        votes = figures[len(self.form.lines) :]
        return {one.code: one for one in self.form.check(lines, votes, self.election.election_day)}


@dataclass(frozen=True, slots=True)
class Broken:
    """One relation that one protocol breaks."""

    relation: Relation
    protocol: Breaking

    @property
    def finding(self) -> Finding | None:
        """Both sides of it; None where the law on disk has the relation no more."""
        return self.protocol.found.get(self.relation.code)


_COLUMNS = (
    "precinct__code", "precinct__name_kk", "precinct__name_ru", "precinct__name_en", "precinct__path",
    "contest__unit__code", "contest__unit__name_kk", "contest__unit__name_ru", "contest__unit__name_en",
    "number", "broken", "figures", "accepted", "is_released",
)  # fmt: skip


def broken_in(election: Election, path: str) -> list[Broken]:
    """All that the latest versions of the precincts at and beneath a path break, in tree order: one query."""
    pack = law_of(election)
    form, relations = form_of(pack.protocol), {one.code: one for one in pack.protocol.relation}
    later = ProtocolVersion.objects.filter(
        contest=OuterRef("contest"), precinct=OuterRef("precinct"), number__gt=OuterRef("number")
    )
    rows = (
        ProtocolVersion.objects.filter(
            ~Exists(later), contest__election=election, precinct__path__startswith=path, broken__gt=""
        )
        .annotate(is_released=Exists(Release.objects.filter(version=OuterRef("pk"))))
        .order_by("precinct__path")
    )
    found = []
    for code, kk, ru, en, where, unit, *names, number, broken, packed, accepted, released in rows.values_list(
        *_COLUMNS
    ):
        state = "accepted" if accepted else "released" if released else "kept_out"
        protocol = Breaking(
            election, form, code, Words(kk=kk, ru=ru, en=en), where, unit,
            Words(kk=names[0], ru=names[1], en=names[2]), number, state, bytes(packed),
        )  # fmt: skip
        found += [Broken(relations[one], protocol) for one in broken.split() if one in relations]
    return found
