"""Entering units of the country, from a file or from the table of a country that comes along."""

from dauys.apps.territory.actions.entering import Entered, enter_territory
from dauys.apps.territory.actions.reading import ReadUnits, countries_at_hand, country_table, read_units
from dauys.apps.territory.rules import UnitRow

# `UnitRow` is what the verb takes; the rest of the rules stays in the room.
__all__ = [
    "Entered",
    "ReadUnits",
    "UnitRow",
    "countries_at_hand",
    "country_table",
    "enter_territory",
    "read_units",
]
