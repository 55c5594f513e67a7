"""Every file against the manifests: listed, there, of the size and digest that they say, and no other."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

from dauys_verify.found import Found


def check_files(site: Path, found: Found) -> None:
    """Size and SHA-256 of every file that a manifest lists; then the files that none lists."""
    listed = set()
    manifests = sorted((site / "manifest").rglob("*.json"))
    if not manifests:
        found.differs("The folder has no manifest: nothing says which files belong to the site.")
    for manifest in manifests:
        name = manifest.relative_to(site).as_posix()
        listed.add(name)
        record = found.read(site, manifest)
        if record is None:
            continue
        files = record.get("files")
        if not isinstance(files, list):
            found.differs(f"{name} lists no files.")
            continue
        listed |= {_check_entry(site, name, entry, found) for entry in files}
    _check_packed(site, listed, found)
    for path in sorted(site.rglob("*")):
        relative = path.relative_to(site).as_posix()
        if path.is_file() and relative not in listed:
            found.differs(f"{relative} is in no manifest.")


def _check_entry(site: Path, manifest: str, entry: object, found: Found) -> str:
    """The path of one entry, "" where it names no file of the site: such a file is not opened."""
    path = entry.get("path") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(path, str):
        found.differs(f"{manifest} lists something that is no file: {entry}.")
        return ""
    if not _stands_in(site, path):
        found.differs(f"{manifest} lists {path!r}, which is outside the site.")
        return ""
    file = site / path
    if not file.is_file():
        found.differs(f"{path} is listed and missing.")
        return path
    content = file.read_bytes()
    found.files += 1
    if (len(content), hashlib.sha256(content).hexdigest()) != (entry.get("size"), entry.get("sha256")):
        found.differs(f"{path} is not the file that its manifest lists.")
    return path


def _check_packed(site: Path, listed: set[str], found: Found) -> None:
    """A file with .gz after its name unpacks to the file without, which is listed too."""
    for path in sorted(path for path in listed if path.endswith(".gz")):
        twin = path.removesuffix(".gz")
        if twin not in listed:
            found.differs(f"{path} is packed, and {twin} is in no manifest.")
        elif (site / path).is_file() and (site / twin).is_file():
            content = (site / twin).read_bytes()
            if _unpacked((site / path).read_bytes(), len(content)) != content:
                found.differs(f"{path} does not unpack to {twin}.")


def _unpacked(packed: bytes, size: int) -> bytes | None:
    """What gzip unpacks to, at most one byte more than `size`; None of what is no gzip, or more than one."""
    reader = zlib.decompressobj(wbits=31)
    try:
        unpacked = reader.decompress(packed, size + 1)
    except zlib.error:
        return None
    return unpacked if reader.eof and not reader.unused_data else None


def _stands_in(site: Path, path: str) -> bool:
    """Whether a path leads to something within the site, links followed."""
    try:
        return site.resolve() in (site / path).resolve().parents
    except (ValueError, OSError):  # a null byte, a ring of links
        return False
