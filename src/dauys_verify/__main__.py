"""The command: prints what does not hold; exit code 0 when everything does, 1 when not, 2 for wrong use."""

import sys
from pathlib import Path

from dauys_verify.checks import verify


def main() -> int:
    """Check the folder named on the command line."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("Usage: python -m dauys_verify FOLDER", file=sys.stderr)
        return 2
    found = verify(Path(sys.argv[1]))
    for words in found.differences:
        print(words, file=sys.stderr)
    state = "all of it holds" if not found.differences else f"{len(found.differences)} differences"
    print(f"{found.files} files, {found.units} units, {found.sums} sums checked: {state}.")
    return 1 if found.differences else 0


if __name__ == "__main__":
    sys.exit(main())
