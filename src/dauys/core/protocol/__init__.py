"""What the law asks of a precinct's protocol: one record, worked out over one protocol or over a million."""

from dauys.core.protocol.columns import ColumnFindings
from dauys.core.protocol.expressions import (
    CANDIDATES_LIMIT,
    LIMIT,
    MISSING,
    Expression,
    ExpressionError,
    parse,
)
from dauys.core.protocol.form import MEASURES, Form, Measure, MeasureColumn, form_of
from dauys.core.protocol.relations import CompiledRelation

__all__ = [
    "CANDIDATES_LIMIT",
    "LIMIT",
    "MEASURES",
    "MISSING",
    "ColumnFindings",
    "CompiledRelation",
    "Expression",
    "ExpressionError",
    "Form",
    "Measure",
    "MeasureColumn",
    "form_of",
    "parse",
]
