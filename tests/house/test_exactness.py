"""Core and rooms ask no clock, and no rule counts in floats: figures are whole numbers or fractions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import modules, shown, syntax

CLOCK = {"now", "today", "utcnow", "localtime", "localdate", "time_ns"}
CLOCK_NAMES = {*CLOCK, "Now", "CurrentTimestamp"}
AUTOMATIC = {"auto_now", "auto_now_add"}
FLOAT_TYPES = {"float16", "float32", "float64", "double", "Float32", "Float64", "FloatField"}
EXACT = {"Fraction", "Decimal", "Path"}


def _clock(tree: ast.Module) -> Iterator[ast.AST]:
    """Everything that would read the clock of the machine."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in CLOCK:
                yield node
            case ast.Attribute(value=ast.Name(id="time"), attr="time" | "monotonic" | "perf_counter"):
                yield node
            case ast.Call(func=ast.Name(id=name)) if name in CLOCK_NAMES:
                yield node
            case ast.ImportFrom(module="time"):
                yield node
            case ast.keyword(arg=str(name)) if name in AUTOMATIC:
                yield node


def _is_exact(node: ast.expr) -> bool:
    """True for an operand whose division is exact by its type: a fraction, or a path."""
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in EXACT
        case ast.BinOp(left=left, op=ast.Div()):
            return _is_exact(left)
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.lower().rstrip("_") in {
                "root",
                "folder",
                "path",
                "laws",
                "fraction",
                "place",
                "parent",
            }
    return False


def _floats(tree: ast.Module) -> Iterator[ast.AST]:
    """Float literals, float types, conversions to float, and division that makes one."""
    asked = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        for argument in ast.walk(node)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float()):
                yield node
            case ast.Name(id="float") if id(node) not in asked:
                yield node
            case ast.Attribute(attr=name) if name in FLOAT_TYPES or name == "true_divide":
                yield node
            case ast.BinOp(left=left, op=ast.Div(), right=right) if not (_is_exact(left) or _is_exact(right)):
                yield node
            case ast.AugAssign(op=ast.Div()):
                yield node


def _places(paths: tuple[Path, ...], search: object) -> list[str]:
    return [shown(path, node) for path in paths for node in search(syntax(path))]  # type: ignore[operator]


def test_core_and_rooms_ask_no_clock() -> None:
    """The moment is an argument, `at=`: an election can be replayed, and a test needs no frozen time."""
    assert _places(modules("core", "apps", "press"), _clock) == []


def test_core_counts_without_floats() -> None:
    assert _places(modules("core"), _floats) == []


def test_rooms_count_without_floats() -> None:
    rules = tuple(path for path in modules("apps") if {"rules", "models"} & {path.stem, path.parent.name})
    assert _places(rules, _floats) == []


def test_checks_of_this_file_bite() -> None:
    assert len(list(_clock(ast.parse("timezone.now(); dt.date.today(); time.time(); F(auto_now=True)")))) == 4
    assert len(list(_floats(ast.parse("0.5; float('1'); a / b; pl.Float64; x /= 2")))) == 5
    exact = "Fraction(1) / 2; root / 'act.toml'; isinstance(x, float); a // b; 1e3 if 0 else 1"
    assert len(list(_floats(ast.parse(exact)))) == 1
