"""What the room answers: which files were handed in, how each stands, what may be handed in."""

from dauys.apps.imports.models import Import, KeptMapping
from dauys.apps.imports.queries.guides import (
    ColumnTold,
    columns_of,
    example_as_workbook,
    example_of,
    laws_of,
)
from dauys.apps.imports.queries.headings import first_rows, heading_of, is_text, proposed_encoding
from dauys.apps.imports.queries.scope import Targets, elections_for, kinds_for, targets_of
from dauys.apps.imports.queries.standing import (
    OPEN,
    STATES,
    answering_paths,
    earlier_takings,
    faults_of,
    folder_of_uploads,
    import_of,
    imports,
    imports_under,
    kept_mapping,
    kept_mappings,
    kind_of,
    outcome_of,
    subject_of,
    upload_of,
    uploads_to_keep,
)
from dauys.apps.imports.rules import KINDS, LISTED, MOST_BYTES, Kind

__all__ = [
    "KINDS",
    "LISTED",
    "MOST_BYTES",
    "OPEN",
    "STATES",
    "ColumnTold",
    "Import",
    "KeptMapping",
    "Kind",
    "Targets",
    "answering_paths",
    "columns_of",
    "earlier_takings",
    "elections_for",
    "example_as_workbook",
    "example_of",
    "faults_of",
    "first_rows",
    "folder_of_uploads",
    "heading_of",
    "import_of",
    "imports",
    "imports_under",
    "is_text",
    "kept_mapping",
    "kept_mappings",
    "kind_of",
    "kinds_for",
    "laws_of",
    "outcome_of",
    "proposed_encoding",
    "subject_of",
    "targets_of",
    "upload_of",
    "uploads_to_keep",
]
