"""Asks an advisory database about every pinned part: `make audit`.

Exit code 0: every part was asked about and nothing is known against any. 1: something is known. 3: nobody
could be asked, so nothing is known either way, and that is said; it never passes for an answer.

Asked is the OSV database (osv.dev), over the network, or in a copy of its file for PyPI:
    AUDIT_COPY=all.zip make audit
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LISTS = ("server.txt", "dev.txt")
ASKED = os.environ.get("AUDIT_URL", "https://api.osv.dev/v1/querybatch")
PATIENCE = 20  # seconds
CLEAN, KNOWN, NOT_ASKED = 0, 1, 3
Pin = tuple[str, str]


def pins() -> list[Pin]:
    """Name and version of every part that is installed anywhere."""
    found = set()
    for name in LISTS:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        found |= set(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))
    return sorted(found)


def asked(parts: Sequence[Pin]) -> dict[Pin, list[str]]:
    """The advisories about each part; raises OSError or ValueError where there is no whole answer."""
    queries = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in parts
    ]
    request = urllib.request.Request(
        ASKED, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        results = json.load(answer).get("results", [])
    if len(results) != len(parts):
        raise ValueError(f"{len(results)} answers to {len(parts)} questions")
    return {
        part: [one["id"] for one in found.get("vulns", [])]
        for part, found in zip(parts, results, strict=True)
    }


def looked_up(parts: Sequence[Pin], copy: Path) -> dict[Pin, list[str]]:
    """The same from a copy of the database: a ZIP with one JSON for each advisory, none of them withdrawn."""
    found: dict[Pin, list[str]] = {part: [] for part in parts}
    with zipfile.ZipFile(copy) as packed:
        for name in packed.namelist():
            advisory = json.loads(packed.read(name))
            if not advisory.get("withdrawn"):
                for part in _affected(advisory):
                    if part in found:
                        found[part].append(advisory["id"])
    return found


def _affected(advisory: dict) -> Iterator[Pin]:
    for one in advisory.get("affected", ()):
        if one.get("package", {}).get("ecosystem") == "PyPI":
            name = re.sub(r"[-_.]+", "-", one["package"]["name"]).lower()
            yield from ((name, version) for version in one.get("versions", ()))


def main() -> int:
    """Ask, and say what was answered."""
    parts, copy = pins(), os.environ.get("AUDIT_COPY", "")
    try:
        found = looked_up(parts, Path(copy)) if copy else asked(parts)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        print(
            f"!!! NOT AUDITED: {len(parts)} parts. The advisory database gave no answer: {error}",
            file=sys.stderr,
        )
        print(
            "!!! Run `make audit` where it can be reached, or with AUDIT_COPY, before a release.",
            file=sys.stderr,
        )
        return NOT_ASKED
    for (name, version), advisories in found.items():
        if advisories:
            print(f"{name} {version}: {', '.join(sorted(set(advisories)))}", file=sys.stderr)
    bad = sum(bool(one) for one in found.values())
    print(f"Audited {len(parts)} parts: {bad or 'none'} with known advisories.")
    return KNOWN if bad else CLEAN


if __name__ == "__main__":
    sys.exit(main())
