"""The published site, held against its own manifests and its own open data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dauys.ops.doctor.answers import Answer, error, fine, warning
from dauys.press.staging import FOLDER as STAGED
from dauys_verify import verify

SHOWN = 5
AGAIN = "Publish again: dauys publish --whole DIR. It writes what is missing or unlike its manifest."


def site(folder: Path) -> Iterator[Answer]:
    """Every file is the one that a manifest lists, every sum that of what stands beneath it."""
    if not (folder / "manifest").is_dir():
        yield error("site", f"{folder} holds no published site.", "Name the folder that dauys publish wrote.")
        return
    if (folder / STAGED).exists():
        yield warning("site", f"Publishing into {folder} was cut short, or is going on.", AGAIN)
    try:
        found = verify(folder)
    except (OSError, ValueError, KeyError) as refused:
        yield error("site", f"{folder} can't be checked: {type(refused).__name__} {refused}.", AGAIN)
        return
    wrong = [words for words in found.differences if not words.startswith(f"{STAGED}/")]
    for words in wrong[:SHOWN]:
        yield error("site", words, AGAIN)
    if len(wrong) > SHOWN:
        yield error("site", f"… and {len(wrong) - SHOWN} more: python -m dauys_verify {folder}", AGAIN)
    if not wrong:
        yield fine("site", f"{folder}: {found.files:,} files and {found.sums:,} sums are as they should be")
