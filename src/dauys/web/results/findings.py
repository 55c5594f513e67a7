"""Findings: every relation that a latest version breaks, in one's own commission and those beneath."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from dauys.apps.elections.queries import Election
from dauys.apps.results.queries.calls import calls_touching
from dauys.apps.results.queries.findingrows import Broken, broken_in
from dauys.apps.territory.queries import Unit, units_right_beneath
from dauys.press import wording
from dauys.press.wording import SIGNS
from dauys.web.ui import scope
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.listing import Choice, Column
from dauys.web.ui.rows import RowListing, Sieve

REGION = 2 * Unit.steplen  # letters of the path of a region


@screen("see_findings")
def findings(request: DeskRequest) -> HttpResponseBase:
    """To the findings of the latest election in one's own commission."""
    desk = request.desk
    calls = calls_touching(desk.holds.path, desk.at)
    if not calls:
        return render(request, "results/no_findings.html")
    return redirect("findings_in", calls[0].code, desk.holds.unit)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One broken relation, in words; its sides are worked out when they are shown."""

    broken: Broken
    language: str
    name: str
    contest_name: str
    region: str
    region_name: str
    severity: str
    state: str
    url: str

    @property
    def code(self) -> str:
        """Of the relation."""
        return self.broken.relation.code

    @property
    def sentence(self) -> str:
        """What should hold."""
        return self.broken.relation.sentence.in_language(self.language)

    @property
    def precinct(self) -> str:
        """The code of the precinct."""
        return self.broken.protocol.precinct

    @property
    def path(self) -> str:
        """Where it lies."""
        return self.broken.protocol.path

    @property
    def sides(self) -> str:
        """Both sides with the sign that should stand between them."""
        found = self.broken.finding
        if found is None:
            return ""
        left, right = (wording.number(one, self.language) for one in (found.left, found.right))
        return f"{left} {SIGNS.get(found.op, found.op)} {right}"


@screen("see_findings", of=scope.seen_unit)
def findings_of_unit(request: DeskRequest, election: str, unit: str) -> HttpResponseBase:
    """What the protocols at and beneath a unit break."""
    desk = request.desk
    found, place = scope.unit_named(desk, election, unit)
    rows = _rows(found, place, desk)
    listing = _listing(rows, desk)
    if request.GET.get("format") == "csv":
        return listing.as_csv(request, rows, desk.language)
    counts = Counter(row.code for row in rows)
    sentences = {row.code: (row.sentence, row.severity) for row in rows}
    filled = {
        "election": found,
        "place": place,
        "shown": listing.shown(request, rows, desk.language),
        "counts": [(code, counts[code], *sentences[code]) for code in sorted(counts)],
        "others": [
            {
                "name": wording.day(call.election_day, desk.language),
                "url": reverse("findings_in", args=[call.code, unit]),
                "is_current": call.code == election,
            }
            for call in calls_touching(place.path, desk.at)
        ],
    }
    return render(request, "results/findings.html", filled)


def _rows(election: Election, place: Unit, desk: Desk) -> list[FindingRow]:
    language = desk.language
    regions = {one.path: one for one in units_right_beneath(election.country)}
    found = []
    for one in broken_in(election, place.path):
        region = regions.get(one.protocol.path[:REGION])
        found.append(
            FindingRow(
                one,
                language,
                one.protocol.name.in_language(language) or one.protocol.precinct,
                one.protocol.contest_name.in_language(language),
                region.code if region else "",
                str(getattr(region, f"name_{language}", "")) if region else "",
                desk.said(f"results.severity.{one.relation.severity}"),
                desk.said(f"results.protocols.{one.protocol.state}"),
                reverse("protocol", args=[election.code, one.protocol.precinct]),
            )
        )
    return found


def _listing(rows: list[FindingRow], desk: Desk) -> RowListing[FindingRow]:
    def choices(pairs: set[tuple[str, str]]) -> list[Choice]:
        ordered = sorted(pairs, key=lambda pair: wording.sort_key(pair[1], desk.language))
        return [Choice(*pair) for pair in ordered]

    sieves: list[Sieve[FindingRow]] = [
        Sieve(
            "code", "results.columns.rule", choices({(row.code, row.code) for row in rows}),
            lambda row, value: row.code == value,
        ),
        Sieve(
            "severity", "results.columns.severity",
            choices({(row.broken.relation.severity, row.severity) for row in rows}),
            lambda row, value: row.broken.relation.severity == value,
        ),
        Sieve(
            "region", "results.columns.region", choices({(row.region, row.region_name) for row in rows}),
            lambda row, value: row.region == value,
        ),
        Sieve(
            "contest", "results.columns.contest",
            choices({(row.broken.protocol.contest_unit, row.contest_name) for row in rows}),
            lambda row, value: row.broken.protocol.contest_unit == value,
        ),
    ]  # fmt: skip
    return RowListing(
        columns=(
            Column("precinct", "results.columns.precinct", lambda row: row.name, ("path",)),
            Column("contest", "results.columns.contest", lambda row: row.contest_name, ("contest_name",)),
            Column("region", "results.columns.region", lambda row: row.region_name, ("region_name",)),
            Column("code", "results.columns.rule", lambda row: row.code, ("code",), look="whole"),
            Column("sentence", "results.columns.sentence", lambda row: row.sentence),
            Column("severity", "results.columns.severity", lambda row: row.severity, ("severity",)),
            Column("sides", "results.columns.sides", lambda row: row.sides, look="whole"),
            Column("state", "results.columns.state", lambda row: row.state, ("state",)),
        ),
        search=("name", "precinct", "contest_name", "code"),
        filters=[one for one in sieves if one.choices],
        name="findings",
    )
