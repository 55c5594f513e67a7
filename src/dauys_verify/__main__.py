"""The command: prints what does not hold; exit code 0 when everything does, 1 when not, 2 for wrong use."""

import sys
from pathlib import Path

from dauys_verify.chain import verify_journal
from dauys_verify.checks import verify


def main() -> int:
    """Check the folder of a site, or the file of a journal, that the command line names."""
    named = [Path(word) for word in sys.argv[1:]]
    if len(named) == 1 and named[0].is_dir():
        return _site(named[0])
    if len(named) == 1 and named[0].is_file():
        return _journal(named[0])
    print("Usage: python -m dauys_verify FOLDER|JOURNAL.jsonl|JOURNAL.csv", file=sys.stderr)
    return 2


def _site(folder: Path) -> int:
    found = verify(folder)
    state = _told(found.differences)
    print(f"{found.files} files, {found.units} units, {found.sums} sums checked: {state}.")
    return 1 if found.differences else 0


def _journal(file: Path) -> int:
    found = verify_journal(file)
    print(f"{found.entries} entries checked: {_told(found.differences)}.")
    if found.last:
        number, digest = found.last.get("number"), found.last.get("digest")
        print(f"Entry {number} has the digest {digest}: compare it with the one that was noted.")
    return 1 if found.differences else 0


def _told(differences: list[str]) -> str:
    for words in differences:
        print(words, file=sys.stderr)
    return f"{len(differences)} differences" if differences else "all of it holds"


if __name__ == "__main__":
    sys.exit(main())
