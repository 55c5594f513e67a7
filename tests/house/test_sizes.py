"""Small modules, small functions, and a sentence at the head of each module."""

from __future__ import annotations

import ast

from tests.house.tree import ROOT, modules, shown, syntax

MODULE_LINES = 400
FUNCTION_LINES = 60


def test_module_stays_below_its_limit() -> None:
    """A file past its limit becomes a package of the same name."""
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {place: lines for place, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_function_stays_below_its_limit() -> None:
    too_long = {
        f"{shown(path, node)} {node.name}": node.end_lineno - node.lineno + 1
        for path in modules()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    }
    assert too_long == {}


def test_module_says_what_it_is() -> None:
    silent = [shown(path) for path in modules() if syntax(path).body and not ast.get_docstring(syntax(path))]
    assert silent == []


def test_test_module_says_what_it_is() -> None:
    silent = [
        shown(path)
        for folder in ("tests", "bench")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if syntax(path).body and not ast.get_docstring(syntax(path))
    ]
    assert silent == []
