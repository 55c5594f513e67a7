"""The table of I-codes: what the reader of files says when something is wrong, and what to do about it.

Words in braces are filled in by the place that finds the fault. A code is never reused.
"""

from __future__ import annotations

CODES: dict[str, tuple[str, str]] = {
    # --- the file ---
    "I-01": ("The file is empty.", "Send the file again, or export it again."),
    "I-02": ("The file has a header and no rows.", "Export it again with its rows."),
    "I-03": ("The file cannot be opened: {reason}.", "Check the name and the right to read it."),
    "I-04": ("The file is larger than {limit} bytes.", "Split it into several files."),
    "I-05": (
        "This is {found}, not a table that can be read.",
        "Save the table as CSV in UTF-8, as XLSX, JSON Lines or Parquet.",
    ),
    "I-06": (
        "The name says {said}, but the content is {found}.",
        "Give the file the name that fits its content, or save it again as {said}.",
    ),
    "I-07": (
        "A NUL byte stands in the text: the file is damaged or is not a text file.",
        "Export it again as CSV in UTF-8.",
    ),
    "I-08": (
        "Byte 0x{byte} (byte {offset} of the line) is not UTF-8.",
        'Save the file as “CSV UTF-8”, or name its encoding in the mapping: [file] encoding = "…".',
    ),
    "I-09": (
        "The file is written in {written}, not in UTF-8.",
        'Save it as “CSV UTF-8”, or set [file] encoding = "{encoding}" in the mapping.',
    ),
    "I-10": (
        "Byte 0x{byte} (byte {offset} of the line) is not UTF-8; the text looks like windows-1251.",
        'Save it as “CSV UTF-8”, or set [file] encoding = "windows-1251" in the mapping.',
    ),
    "I-11": (
        "Byte 0x{byte} (byte {offset} of the file) does not belong to the encoding {encoding}.",
        "Correct [file] encoding in the mapping, or save the file as “CSV UTF-8”.",
    ),
    "I-12": (
        "The line is longer than {limit} bytes.",
        "Check that the file is a table and that its line ends were not lost.",
    ),
    "I-13": (
        "The line ends with a carriage return only, as on old Macs.",
        "Save the file with Windows or Unix line ends.",
    ),
    "I-14": ("The table has {found}, more than {limit}.", "Split it into several files."),
    "I-15": (
        "The columns are not separated by {used}; they seem to be separated by {seen}.",
        'Set [file] delimiter = "{sign}" in a mapping, or save the file with {used}.',
    ),
    "I-16": (
        "The row has {found} fields, the header has {wanted}: {missing} too few.",
        "Check for a lost delimiter, or a line broken in two.",
    ),
    "I-17": (
        "The row has {found} fields, the header has {wanted}: {extra} too many.",
        "Check for a delimiter inside a cell; such a cell stands in quotation marks.",
    ),
    "I-18": (
        "A quotation mark opens a cell here and is never closed.",
        "Close it, or write a mark that belongs to the text twice inside a quoted cell.",
    ),
    "I-19": (
        "A quotation mark stands inside a cell.",
        "Put the whole cell in quotation marks and write the inner mark twice.",
    ),
    # --- its columns ---
    "I-20": ("The column “{wanted}” is missing.{near}", "Add the column or correct its name in the header."),
    "I-21": (
        "{count} columns are named “{wanted}”, so it is not clear which one is meant.",
        "Give each column its own name.",
    ),
    "I-22": (
        "The column “{found}” is not known here.{near}",
        "Correct its name, remove it, or use a mapping.",
    ),
    "I-23": ("A column without a name (number {number}) has content.", "Name the column or empty it."),
    "I-24": (
        "The column “{found}” is a candidate's and something else at the same time.",
        "Narrow [votes] columns in the mapping.",
    ),
    # --- workbooks ---
    "I-25": ("The workbook is damaged: {reason}.", "Open it in a spreadsheet program and save it again."),
    "I-26": ("The workbook unpacks to more than {limit} bytes.", "Save the table as CSV in UTF-8."),
    "I-27": ("The workbook is locked with a password.", "Save it without a password."),
    "I-28": (
        "The sheet reaches to cell {cell}: {cells} cells, more than {limit}.",
        "Delete the empty rows and columns beyond the table, or save it as CSV in UTF-8.",
    ),
    "I-29": ("The workbook has no visible sheet with cells.", "Put the table on the first sheet."),
    # --- JSON Lines ---
    "I-30": ("The line is not a JSON object: {reason}.", "Write one JSON object on each line."),
    "I-31": ("The key “{wanted}” stands twice in the object.", "Keep one of the two."),
    "I-32": ("The value is {found}, not one figure or one text.", "Write one flat object on each line."),
    "I-33": (
        "This is one JSON document, not JSON Lines.",
        "Write one object on each line, without brackets and commas around them.",
    ),
    # --- Parquet ---
    "I-35": ("The Parquet file is damaged: {reason}.", "Write it again."),
    "I-36": ("The column holds {found}, not figures or text.", "Write it as whole numbers or text."),
    # --- figures ---
    "I-40": ("The cell is blank; a figure is needed.", "Enter the figure of the paper protocol."),
    "I-41": ("{space} stands {where}.", "Remove it; a figure has digits only."),
    "I-42": ("An invisible character ({char}) stands in the cell.", "Type the figure again."),
    "I-43": ("“{sign}” is {char}, not the digit {digit}.", "Type the digit."),
    "I-44": ("“{sign}” is {char}, not a digit from 0 to 9.", "Write the figure with the digits 0–9."),
    "I-45": ("The figure is written with a thousands separator ({char}).", "Write it without: {plain}."),
    "I-46": ("The figure has a decimal part.", "Enter the whole number of the paper protocol."),
    "I-47": ("The figure is negative.", "Enter the figure of the paper protocol."),
    "I-48": (
        "The figure is in exponent form, as spreadsheets shorten long numbers; its last digits may be lost.",
        "Format the column as a whole number and export again.",
    ),
    "I-49": (
        "This is a date, as spreadsheets make of some figures.",
        "Format the column as text and type it again.",
    ),
    "I-50": ("The figure is larger than {limit}.", "Check the figure and its column."),
    "I-51": ("This is an error of the spreadsheet, not a figure.", "Correct the formula or type the figure."),
    "I-52": (
        "This is a formula without a stored value.",
        "Write the figure itself; in a workbook, let it calculate and save it again.",
    ),
    "I-53": ("This is not a whole number.", "Write the figure with the digits 0–9 only."),
    # --- whose row it is ---
    "I-55": ("The cell is blank; it says whose row this is.", "Enter the code."),
    "I-56": (
        "{char} does not belong in a code.",
        "Write the code with the letters A–Z, digits, “.” and “-”.",
    ),
    "I-57": (
        "The protocol of precinct {precinct} (contest {contest}) stands on line {first} already.",
        "Keep one of the two rows.",
    ),
    "I-58": ("The election {election} has no contest “{contest}”.{near}", "Check the code of the contest."),
    "I-59": ("There is no precinct “{precinct}” here.{near}", "Check the code of the precinct."),
    "I-60": (
        "No protocol of precinct “{precinct}” is expected in contest {contest}.",
        "Check the contest and the precinct of this row.",
    ),
    "I-61": (
        "This file is for election {found}, expected {election}.",
        "Choose the other file or the other election.",
    ),
    # --- votes ---
    "I-65": (
        "A figure stands under candidate {candidate}, who does not stand in contest {contest}.",
        "Check the column; leave it blank where the candidate does not stand.",
    ),
    "I-66": ("Two columns are for candidate {candidate}: “{first}” and “{second}”.", "Keep one of the two."),
    "I-67": ("Candidate {candidate} of contest {contest} has no column.", "Add the column with the votes."),
    "I-68": (
        "The column is for candidate {candidate}, who stands in no contest of this election.",
        "Check the candidate's number, or remove the column.",
    ),
    "I-69": ("No column matches [votes] columns = '{pattern}'.", "Correct the pattern or the header."),
    # --- mappings ---
    "I-70": ("The mapping is not TOML: {reason}.", "Correct this line."),
    "I-71": ("The mapping has an unknown key.{near}", "Correct or remove it."),
    "I-72": ("The mapping lacks this key.", "Add it."),
    "I-73": ("The mapping has a wrong value here: {reason}.", "Correct the value."),
    "I-74": ("The mapping names a line that this law does not have.{near}", "Correct the code of the line."),
    "I-75": (
        "The template is broken: {reason}.",
        "Write text with column names in braces, as “GE-{{precinct}}”.",
    ),
    "I-76": ("The mapping names “{wanted}”, which {table} does not have.{near}", "Correct the name."),
    "I-77": ("The pattern is not a regular expression: {reason}.", "Correct the pattern."),
    # --- rows of units and commissions ---
    "I-80": ("A date is written year-month-day, as 2021-07-25.", "Write the date so."),
    "I-81": ("There is no such day in the calendar.", "Correct the date."),
    "I-82": ("This is not one of: {allowed}.{near}", "Choose one of them."),
    "I-83": ("The value does not fit: {reason}.", "Correct the value."),
    "I-84": ("The cell is blank; a value is needed.", "Fill it in."),
    # --- JSON documents ---
    "I-85": ("The document is not JSON: {reason}.", "Correct this line."),
    "I-86": ("The key “{wanted}” stands twice in one object.", "Keep one of the two."),
    "I-87": ("The key is missing.", "Add it."),
    "I-88": ("The value does not fit: {reason}.", "Correct the value."),
    "I-89": ("{space} stands {where} of the cell.", "Remove it."),
    "I-99": ("{count} more faults were found and are not listed.", "Correct these first, then try again."),
}
