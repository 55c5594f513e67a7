"""Every code of a fault is listed with its meaning; none is used for two things, none is forgotten."""

from __future__ import annotations

import ast
import inspect
import re
from collections import defaultdict
from pathlib import Path

from dauys.core.norms import LawFault, law_ids, load_pack
from dauys.core.tables.codes import CODES
from dauys.ops.docs.meanings import CITED, letters
from tests.house.tree import DAUYS, ROOT, modules, shown, syntax

LETTERS = letters()
CODE = re.compile(r"[A-Z]-[0-9]{2}")
ROOMS = {code: letter.place for letter in LETTERS for code in letter.codes}
LAWS = {code for code, _ in re.findall(r'"(N-\d+)"  # (.+)', inspect.getsource(LawFault))}
# What a lower floor names and a higher one misses: said with the same code wherever it is looked for.
SHARED = {"E-12", "E-13", "E-14", "E-15"}


def _uses() -> dict[str, list[tuple[Path, ast.expr]]]:
    """Where each code is given to a fault: as an argument of a call, in any module but the lists."""
    lists = {DAUYS / "ops/docs/meanings.py", DAUYS / "core/tables/codes.py", DAUYS / "core/norms/codes.py"}
    found: dict[str, list[tuple[Path, ast.expr]]] = defaultdict(list)
    for path in modules():
        if path in lists or not path.is_relative_to(DAUYS):
            continue
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found[node.value].append((path, node))
    return found


def test_every_code_of_a_fault_is_listed_and_every_listed_one_is_used() -> None:
    used, listed = set(_uses()), {*ROOMS, *CITED, *CODES}
    assert sorted(used - listed - LAWS) == []
    assert sorted(set(ROOMS) - used) == []
    assert sorted(set(CODES) - used - {"I-34"}) == []


def test_code_is_given_where_it_is_at_home() -> None:
    strangers = [
        f"{shown(path, node)} {code}"
        for code, places in _uses().items()
        for path, node in places
        if code in ROOMS and code not in SHARED and not path.is_relative_to(DAUYS / ROOMS[code])
    ]
    assert strangers == []


def test_code_has_one_meaning_and_a_meaning_one_code() -> None:
    codes = [code for letter in LETTERS for code in letter.codes] + [*CODES, *LAWS, *CITED]
    assert len(codes) == len(set(codes))
    meanings = [what for letter in LETTERS for what, _ in letter.codes.values()]
    assert len(meanings) == len(set(meanings))
    assert [one for one in meanings if not one or one[0].isupper() or one.endswith(".")] == []


def test_fault_is_never_taken_for_a_rule_of_a_law() -> None:
    packs = [load_pack(law) for law in law_ids()]
    rules = {
        rule
        for pack in packs
        for rule in (
            *(term.number for term in pack.deadlines),
            *(line.number for line in pack.protocol.line),
            *(relation.code for relation in pack.protocol.relation),
            *(body.code for body in pack.bodies),
            *(setting.code for setting in pack.settings),
            *(control.code for control in pack.controls),
            pack.outcome.code,
        )
    }
    assert rules & {*ROOMS, *CODES, *LAWS} == set()
    assert set(CITED) <= rules


def test_page_of_faults_lists_them_all() -> None:
    page = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
    assert [code for code in (*ROOMS, *CODES, *LAWS) if f"| {code} |" not in page] == []
