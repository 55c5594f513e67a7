"""What is drawn from data: pages of rules, rights, states, faults, commands, columns; samples of files."""

from __future__ import annotations

from pathlib import Path

from dauys.core.norms import law_ids, load_pack
from dauys.ops import examples
from dauys.ops.docs import catalogue, columns, sheets
from dauys.ops.docs.rights import rights

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = "src/dauys/apps/imports/examples"  # the workplace gives them out


def pages() -> dict[str, str]:
    """Every generated page: path from the root of the repository, and its text."""
    packs = [load_pack(law) for law in law_ids()]
    return {
        **{f"docs/rules/{catalogue.stem(pack)}.md": catalogue.law_page(pack) for pack in packs},
        "docs/rules.md": catalogue.index(packs),
        "docs/rights.md": rights(),
        "docs/states.md": sheets.states(),
        "docs/faults.md": sheets.faults(),
        "docs/cli.md": sheets.commands(),
        "docs/dictionary.md": columns.dictionary(packs),
        **{f"{EXAMPLES}/{kind}.{ending}": make() for kind, (ending, make) in examples.EXAMPLES.items()},
    }


def stale(root: Path = ROOT) -> list[str]:
    """Paths of pages that differ from what the data say now, or that nothing makes any more."""
    wanted = pages()
    there = {path.relative_to(root).as_posix() for path in (root / "docs/rules").glob("*.md")}
    return sorted({path for path, text in wanted.items() if _text(root / path) != text} | there - set(wanted))


def write(root: Path = ROOT) -> list[str]:
    """Write what is out of date, remove what is no longer made; the paths that changed."""
    wanted, changed = pages(), stale(root)
    for name in changed:
        path = root / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8")
        else:
            path.unlink()
    return changed


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
