"""Tables as they are handed in: any file becomes columns of text, then figures, or a list of faults.

`read_table` is the one way in. What follows it depends on the kind of table: `protocol_columns` for
protocols, `typed_rows` for units and commissions. Nothing is repaired on the way.
"""

from dauys.core.tables.counts import LARGEST, MISSING, BlankRule, parse_counts
from dauys.core.tables.csv_form import FileOptions
from dauys.core.tables.faults import LISTED, Faults, fault, near
from dauys.core.tables.mapping import Mapping, read_mapping
from dauys.core.tables.protocols import ProtocolColumns, protocol_columns
from dauys.core.tables.reading import read_table
from dauys.core.tables.table import Limits, Table
from dauys.core.tables.typed import TypedRows, typed_rows
from dauys.core.tables.writing import write_csv
from dauys.core.tables.written import ONE_LINE

__all__ = [
    "LARGEST",
    "LISTED",
    "MISSING",
    "ONE_LINE",
    "BlankRule",
    "Faults",
    "FileOptions",
    "Limits",
    "Mapping",
    "ProtocolColumns",
    "Table",
    "TypedRows",
    "fault",
    "near",
    "parse_counts",
    "protocol_columns",
    "read_mapping",
    "read_table",
    "typed_rows",
    "write_csv",
]
