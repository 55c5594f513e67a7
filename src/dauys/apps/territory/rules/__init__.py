"""What a territory file must be: each row, the rows of one code over time, all of them beside the tree."""

from dauys.apps.territory.rules.beside import Standing, faults_between
from dauys.apps.territory.rules.classifier import ClassifierRow, Listed, units_listed
from dauys.apps.territory.rules.history import Life, Period, lives_of
from dauys.apps.territory.rules.row import UnitRow

__all__ = [
    "ClassifierRow",
    "Life",
    "Listed",
    "Period",
    "Standing",
    "UnitRow",
    "faults_between",
    "lives_of",
    "units_listed",
]
