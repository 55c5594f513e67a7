"""Tables as they are handed in: any file becomes columns of text, then figures, or a list of faults.

`read_table` is the one way in. What follows it depends on the kind of table: `protocol_columns` for
protocols, `typed_rows` for units and commissions. Nothing is repaired on the way. `write_table` is the
one way out, for a `Sheet` of any kind, in the same four formats.
"""

from dauys.core.tables.counts import LARGEST, MISSING, BlankRule, parse_counts
from dauys.core.tables.csv_form import FileOptions
from dauys.core.tables.faults import LISTED, Faults, fault, listing, most_listed, near
from dauys.core.tables.keys import first_contest
from dauys.core.tables.mapping import LONGEST as MOST_MAPPING
from dauys.core.tables.mapping import Mapping, mapping_as_toml, read_mapping, sections_as_toml
from dauys.core.tables.protocols import ProtocolColumns, protocol_columns
from dauys.core.tables.reading import read_table
from dauys.core.tables.sheet import DAY, FIGURE, FLAG, ROWS, TEXT, Kind, Sheet, sheet_of, without_blanks
from dauys.core.tables.table import Limits, Table
from dauys.core.tables.typed import TypedRows, typed_rows
from dauys.core.tables.writers import FORMS, write_table
from dauys.core.tables.writing import write_csv
from dauys.core.tables.written import ONE_LINE

__all__ = [
    "DAY",
    "FIGURE",
    "FLAG",
    "FORMS",
    "LARGEST",
    "LISTED",
    "MISSING",
    "MOST_MAPPING",
    "ONE_LINE",
    "ROWS",
    "TEXT",
    "BlankRule",
    "Faults",
    "FileOptions",
    "Kind",
    "Limits",
    "Mapping",
    "ProtocolColumns",
    "Sheet",
    "Table",
    "TypedRows",
    "fault",
    "first_contest",
    "listing",
    "mapping_as_toml",
    "most_listed",
    "near",
    "parse_counts",
    "protocol_columns",
    "read_mapping",
    "read_table",
    "sections_as_toml",
    "sheet_of",
    "typed_rows",
    "without_blanks",
    "write_csv",
    "write_table",
]
