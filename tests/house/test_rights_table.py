"""Every verb of the table of rights is a verb of a room, and is tried in the table's own test."""

from __future__ import annotations

import ast

from dauys.core.rights import RIGHTS
from tests.house.tree import ROOT, modules, syntax


def test_verb_is_an_action_of_a_room() -> None:
    actions = {
        node.name
        for path in modules("apps")
        if "actions" in {path.stem, path.parent.name}
        for node in syntax(path).body
        if isinstance(node, ast.FunctionDef)
    }
    assert set(RIGHTS) - actions == set()


def test_verb_is_tried_in_the_rights_table() -> None:
    tree = syntax(ROOT / "tests/apps/test_rights.py")
    words = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    words |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    words |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert set(RIGHTS) - words == set()
