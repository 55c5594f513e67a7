"""The papers of the repository: links lead somewhere, generated pages are fresh, nothing local slips in."""

from __future__ import annotations

import re
import tomllib

import pytest

import dauys
from tests.house.tree import ROOT, shown, tracked

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
TEXT = (
    ".md",
    ".py",
    ".toml",
    ".txt",
    ".in",
    ".csv",
    ".json",
    ".html",
    ".css",
    ".yml",
    ".cfg",
    "Makefile",
    "run",
)
# Written so that this file does not name them either.
REGISTRIES = re.compile(r"p[y]pi\.o[r]g|p[y]thonhosted\.|n[p]mjs\.|deb\.d[e]bian\.|crates\.i[o]|r[u]bygems\.")
LOCAL = re.compile(r"/wor[k]/|/roo[t]/|/User[s]/|/hom[e]/[a-z]+/|C:\\\\User[s]")


def _anchors(markdown: str) -> set[str]:
    """The anchors that a page's headings get."""
    found = set()
    for heading in re.findall(r"^#+ +(.+?)\s*$", FENCE.sub("", markdown), re.MULTILINE):
        words = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
        found.add(words.replace(" ", "-"))
    return found


def test_link_leads_to_a_file() -> None:
    broken = []
    for page in tracked(".md"):
        for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (page.parent / name).resolve() if name else page
            if not file.exists():
                broken.append(f"{shown(page)} → {target}")
            elif anchor and file.suffix == ".md" and anchor not in _anchors(file.read_text(encoding="utf-8")):
                broken.append(f"{shown(page)} → {target} (no such heading)")
    assert broken == []


@pytest.mark.parametrize("pattern", [REGISTRIES, LOCAL], ids=["registry", "local path"])
def test_tree_names_no_registry_and_no_local_path(pattern: re.Pattern[str]) -> None:
    named = [
        f"{shown(path)}:{number} {line.strip()[:80]}"
        for path in tracked(*TEXT)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert named == []


def test_generated_page_is_up_to_date() -> None:
    from dauys.ops.docs import stale

    assert stale(ROOT) == []


def test_changelog_has_this_release() -> None:
    assert f"## {dauys.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_room_says_what_it_is() -> None:
    rooms = {path.parent for path in tracked("apps.py")}
    assert [shown(room) for room in sorted(rooms) if not (room / "README.md").exists()] == []


def test_recipe_of_a_relation_is_a_relation_that_stands() -> None:
    from dauys.core.norms import Relation, load_pack

    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [recipe] = re.findall(r"^```toml\n(\[\[relation\]\].*?)^```", page, re.MULTILINE | re.DOTALL)
    [shown_relation] = tomllib.loads(recipe)["relation"]
    relation = Relation.model_validate(shown_relation)
    stands = load_pack("kz/akim/2021").relation(relation.code)
    assert relation == stands.model_copy(update={"note": None})
