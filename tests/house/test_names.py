"""Names say what a thing is: no drawers, the statute's verbs for actions, the question itself for queries."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from dauys.core.rights import RIGHTS
from tests.house.tree import DAUYS, ROOT, modules, shown, syntax, tracked

DRAWERS = {
    "utils",
    "util",
    "helpers",
    "common",
    "misc",
    "services",
    "managers",
    "data",
    "info",
    "shared",
    "lib",
}
VAGUE_VERBS = ("process", "handle", "manage", "update", "sync", "do_")


def _in_room(name: str) -> list[Path]:
    """The modules of that name in every room, whether a file or a package."""
    return [path for path in modules("apps") if name in {path.stem, path.parent.name}]


def _public(path: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in syntax(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def test_tree_has_no_drawers() -> None:
    parts = {
        shown(path)
        for path in tracked()
        if path.is_relative_to(DAUYS)
        for part in path.relative_to(DAUYS).parts
        if part.partition(".")[0] in DRAWERS
    }
    assert parts == set()


def test_laws_hold_no_code() -> None:
    assert [
        shown(path) for path in tracked() if path.is_relative_to(DAUYS / "laws") and path.suffix == ".py"
    ] == []


def test_action_is_a_verb_that_takes_who_and_when() -> None:
    """`by=` and `at=` are keyword arguments of every verb: no action asks the clock or guesses who acts."""
    for path in _in_room("actions"):
        for function in _public(path):
            place = f"{shown(path, function)} {function.name}"
            assert not function.name.startswith(VAGUE_VERBS), place
            keywords = {argument.arg for argument in function.args.kwonlyargs}
            positions = {argument.arg for argument in function.args.args}
            assert not positions & {"by", "at"}, f"{place} takes by or at by position"
            if function.name in RIGHTS or "by" in keywords:
                assert {"by", "at"} <= keywords, f"{place} needs by= and at="


def test_query_is_named_for_its_answer() -> None:
    names = [
        f"{shown(path, function)} {function.name}"
        for path in _in_room("queries")
        for function in _public(path)
        if function.name.startswith(("get_", "fetch_", "load_all", *VAGUE_VERBS))
    ]
    assert names == []


def test_rules_stay_in_their_room() -> None:
    strangers = [
        shown(path)
        for path in modules("apps", "ops", "config", "press")
        for room in re.findall(
            r"dauys\.apps\.(\w+)(?:\.rules\b| import (?:\w+, )*rules\b)", path.read_text("utf-8")
        )
        if f"apps/{room}/" not in path.relative_to(ROOT).as_posix()
    ]
    assert strangers == []


def test_test_is_named_for_what_it_holds() -> None:
    short = [
        f"{shown(path, node)} {node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 2
    ]
    assert short == []
