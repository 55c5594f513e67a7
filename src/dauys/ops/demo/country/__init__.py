"""The country of 25.07.2021, generated: published totals are met exactly, what stands below is invented.

Real: the figures of published.py, the districts, Mangystau's units. Sample: people, protocols, other units.
"""

from dauys.ops.demo.country.building import country
from dauys.ops.demo.country.commissions import Commission, Leaving, Member, commissions
from dauys.ops.demo.country.discrepancies import DISCREPANCIES
from dauys.ops.demo.country.lapses import OF_PRECINCTS, Lapse, lapses, marked_by_precincts
from dauys.ops.demo.country.logins import PASSWORD, STAFF, Login, logins
from dauys.ops.demo.country.night import act
from dauys.ops.demo.country.papers import PAPERS
from dauys.ops.demo.country.published import TURNOUT_HOURS
from dauys.ops.demo.country.records import (
    Candidate,
    Contest,
    Country,
    Discrepancy,
    District,
    Figure,
    Names,
    Paper,
    Precinct,
    Region,
    Version,
)
from dauys.ops.demo.country.rehearsal import rehearsal
from dauys.ops.demo.country.rehearsed import REHEARSED
from dauys.ops.demo.country.sources import CITED, FIGURES, SAMPLE

__all__ = [
    "CITED",
    "DISCREPANCIES",
    "FIGURES",
    "OF_PRECINCTS",
    "PAPERS",
    "PASSWORD",
    "REHEARSED",
    "SAMPLE",
    "STAFF",
    "TURNOUT_HOURS",
    "Candidate",
    "Commission",
    "Contest",
    "Country",
    "Discrepancy",
    "District",
    "Figure",
    "Lapse",
    "Leaving",
    "Login",
    "Member",
    "Names",
    "Paper",
    "Precinct",
    "Region",
    "Version",
    "act",
    "commissions",
    "country",
    "lapses",
    "logins",
    "marked_by_precincts",
    "rehearsal",
]
