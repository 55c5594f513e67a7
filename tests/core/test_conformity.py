"""What `dauys law check` finds: each spoiled pack gives its one fault, with file, line and record."""

from __future__ import annotations

from pathlib import Path

import pytest

from dauys.core.conformity import check_pack
from dauys.core.findings import Fault
from dauys.core.norms import law_ids
from tests.core.small_pack import (
    ACT,
    BODIES,
    CASES,
    DEADLINES,
    LATER,
    LATER_ACT,
    LATER_DEADLINES,
    LAW,
    OUTCOME,
    PROTOCOL,
    SETTINGS,
    deadline,
    line_of,
    write,
    write_file,
    write_later,
)


def the_fault(root: Path, law: str = LAW) -> Fault:
    faults = check_pack(law, root)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def spoiled(root: Path, file: str, text: str, old: str, new: str, count: int = -1) -> str:
    """Writes the small law with `old` replaced by `new` in one file, and gives that file's text."""
    assert old in text
    changed = text.replace(old, new, count)
    write(root, **{file: changed})
    return changed


@pytest.mark.parametrize("law", law_ids())
def test_every_law_that_is_shipped_conforms(law: str) -> None:
    assert [str(fault) for fault in check_pack(law)] == []


def test_the_small_law_and_its_heir_conform(tmp_path: Path) -> None:
    write_later(write(tmp_path))
    assert [str(fault) for law in (LAW, LATER) for fault in check_pack(law, tmp_path)] == []


def test_a_pack_that_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    spoiled(tmp_path, "deadlines", DEADLINES, "amount = 15", "amuont = 15")
    assert the_fault(tmp_path).code == "N-03"
    assert the_fault(tmp_path, "xx/head/1999").code == "N-01"


# Words


@pytest.mark.parametrize(
    ("file", "text", "sentence", "record"),
    [
        ("act", ACT, '"Heads (ru)"', LAW),
        ("act", ACT, '"vacancy (ru)"', "VAC"),
        ("act", ACT, '"a (kk)"', "unread"),
        ("deadlines", DEADLINES, '"activity nom_ext (kk)"', "nom_ext"),
        ("protocol", PROTOCOL, '"as the act counts"', "measures"),
        ("protocol", PROTOCOL, '"issued (kk)"', "issued"),
        ("protocol", PROTOCOL, '"add up"', "P-02"),
        ("outcome", OUTCOME, '"most votes (kk)"', "R-03"),
        ("outcome", OUTCOME, '"totals are sums (ru)"', "R-01"),
        ("bodies", BODIES, '"seven members (kk)"', "B-01"),
        ("settings", SETTINGS, '"how often"', "S-01"),
    ],
)
def test_an_empty_translation_is_found_in_every_record(
    tmp_path: Path, file: str, text: str, sentence: str, record: str
) -> None:
    line = line_of(text, sentence)
    spoiled(tmp_path, file, text, sentence, '" "')
    fault = the_fault(tmp_path)
    assert (fault.code, fault.place, fault.line, fault.column) == ("N-04", f"{LAW}/{file}.toml", line, record)


def test_an_unknown_zone_is_found(tmp_path: Path) -> None:
    old = 'capital_zone = "Asia/Almaty"'
    for zone in ("Asia/Nowhere", "../zones", ""):
        text = spoiled(tmp_path, "act", ACT, old, f'capital_zone = "{zone}"')
        fault = the_fault(tmp_path)
        assert (fault.code, fault.line) == ("N-03", line_of(text, "capital_zone"))


# Codes

LINE = """
[[line]]
code = "spare"
number = "L-03"
grade = "DER"
label = { kk = "a", ru = "a", en = "a" }
"""


@pytest.mark.parametrize(
    ("file", "text", "added", "at", "record"),
    [
        ("act", ACT, '\n[[source]]\nkey = "act"\ntitle = { kk = "b", ru = "b", en = "b" }\n', "key", "act"),
        (
            "act",
            ACT,
            '\n[[anchor]]\ncode = "E"\nkind = "event"\nwords = { kk = "a", ru = "a", en = "a" }\n',
            "code",
            "E",
        ),
        (
            "protocol",
            PROTOCOL,
            LINE.replace("spare", "found"),
            "code",
            "found",
        ),
        (
            "protocol",
            PROTOCOL,
            LINE,
            "number",
            "spare",
        ),
        (
            "outcome",
            OUTCOME,
            "\n" + OUTCOME[OUTCOME.index("[[rule]]") :].replace("R-01", "R-03"),
            "code",
            "R-03",
        ),
        ("bodies", BODIES, "\n" + BODIES, "", "B-01"),
        ("settings", SETTINGS, "\n" + SETTINGS.replace("S-01", "S-02"), "name", "S-02"),
        ("settings", SETTINGS, "\n" + SETTINGS, "", "S-01"),
        (
            "deadlines",
            DEADLINES,
            "\n" + deadline("other", "D-01", 'kind = "limit"\nanchor = "E"\ncount = "on"'),
            "number",
            "other",
        ),
    ],
)
def test_what_is_used_twice_is_found_where_it_stands_again(
    tmp_path: Path, file: str, text: str, added: str, at: str, record: str
) -> None:
    write(tmp_path, **{file: text + added})
    fault = the_fault(tmp_path)
    assert (fault.code, fault.column) == ("N-05", record)
    start = text.count("\n") + 2  # the header of what was added
    assert fault.line == start + (added.strip().split("\n").index(_line_with(added, at)) if at else 0)


def _line_with(text: str, key: str) -> str:
    return next(line for line in text.strip().split("\n") if line.startswith(f"{key} = "))


def test_a_number_of_the_edition_extended_is_not_given_again(tmp_path: Path) -> None:
    new = deadline("new", "D-03", 'kind = "limit"\nanchor = "E"\ncount = "on"')
    write_later(write(tmp_path), deadlines=LATER_DEADLINES + new)
    fault = the_fault(tmp_path, LATER)
    assert (fault.code, fault.column, fault.place) == ("N-05", "new", f"{LATER}/deadlines.toml")


def test_a_code_keeps_its_number_when_it_is_said_anew(tmp_path: Path) -> None:
    halves = LATER_DEADLINES + "valid_to = 2025-01-01\n"
    halves += LATER_DEADLINES.replace("D-02", "D-09") + "valid_from = 2025-01-01\n"
    write_later(write(tmp_path), deadlines=halves)
    fault = the_fault(tmp_path, LATER)
    assert (fault.code, fault.line) == ("N-05", line_of(halves, "D-09"))


# Time


def halves(until: str, since: str) -> str:
    """nom_end said twice: until a day and since a day."""
    head, tail = DEADLINES.split('\n[[deadline]]\ncode = "nom_ext"')
    again = head[head.index('[[deadline]]\ncode = "nom_end"') :]
    return f'{head}valid_to = {until}\n\n{again}valid_from = {since}\n\n[[deadline]]\ncode = "nom_ext"{tail}'


def test_records_of_one_code_that_touch_in_time_conform(tmp_path: Path) -> None:
    assert check_pack(LAW, write(tmp_path, deadlines=halves("2021-08-01", "2021-08-01"))) == []


@pytest.mark.parametrize(("since", "word"), [("2021-07-31", "Overlap"), ("2021-08-02", "Gap")])
def test_records_of_one_code_that_do_not_touch_are_found(tmp_path: Path, since: str, word: str) -> None:
    text = halves("2021-08-01", since)
    fault = the_fault(write(tmp_path, deadlines=text))
    assert (fault.code, fault.column) == ("N-06", "nom_end")
    assert fault.line == line_of(text, f"valid_from = {since}")
    assert fault.message.startswith(word)


def test_halves_taken_over_by_a_later_edition_are_no_overlap(tmp_path: Path) -> None:
    write_later(write(tmp_path, deadlines=halves("2021-08-01", "2021-08-01")), deadlines="")
    assert check_pack(LATER, tmp_path) == []


@pytest.mark.parametrize(
    ("period", "line"),
    [
        ("valid_from = 2021-08-01\nvalid_to = 2021-08-01\n", "valid_to"),
        ("valid_to = 2019-01-01\n", "valid_from"),
        ("valid_from = 2019-12-31\n", "valid_from"),
        ("valid_to = 2024-01-02\n", "valid_to"),
    ],
)
def test_a_period_that_cannot_be_is_found(tmp_path: Path, period: str, line: str) -> None:
    text = BODIES + period
    fault = the_fault(write(tmp_path, bodies=text))
    assert (fault.code, fault.column) == ("N-06", "B-01")
    assert fault.line == (line_of(text, line) if line in text else 1)


def test_an_edition_that_ends_before_it_begins_is_found(tmp_path: Path) -> None:
    text = ACT.replace("valid_to = 2024-01-01", "valid_to = 2020-01-01")
    faults = check_pack(LAW, write(tmp_path, act=text))
    assert faults[0].code == "N-06"
    assert faults[0].line == line_of(text, "valid_to")


@pytest.mark.parametrize(("begins", "word"), [("2024-01-02", "Gap"), ("2023-12-31", "Overlap")])
def test_editions_that_do_not_touch_are_found_from_both_sides(tmp_path: Path, begins: str, word: str) -> None:
    act = LATER_ACT.replace("valid_from = 2024-01-01", f"valid_from = {begins}")
    write_later(write(tmp_path), act=act)
    earlier, later = the_fault(tmp_path), the_fault(tmp_path, LATER)
    assert {earlier.code, later.code} == {"N-06"}
    assert (earlier.place, earlier.line) == (f"{LAW}/act.toml", line_of(ACT, "valid_to"))
    assert (later.place, later.line) == (f"{LATER}/act.toml", line_of(act, "valid_from"))
    assert earlier.message.startswith(word)


def test_an_open_edition_before_another_overlaps_it(tmp_path: Path) -> None:
    write_later(write(tmp_path, act=ACT.replace("valid_to = 2024-01-01\n", "")))
    assert "ends never" in the_fault(tmp_path, LATER).message


# What records refer to


@pytest.mark.parametrize("key", ["anchor", "until_anchor"])
def test_an_unknown_anchor_is_found(tmp_path: Path, key: str) -> None:
    rule = 'kind = "range"\nanchor = "CALL"\ncount = "on"\nuntil_anchor = "E"'.replace(
        {"anchor": '"CALL"', "until_anchor": '"E"'}[key], '"NOWHERE"'
    )
    text = DEADLINES + "\n" + deadline("new", "D-06", rule)
    fault = the_fault(write(tmp_path, deadlines=text))
    assert (fault.code, fault.column, fault.value) == ("N-08", "new", "NOWHERE")
    assert fault.line == line_of(text, '"NOWHERE"')


def test_deadlines_in_a_circle_are_found_once(tmp_path: Path) -> None:
    text = DEADLINES + "\n" + deadline("new", "D-06", 'kind = "limit"\nanchor = "NOM_EXT"\ncount = "on"')
    text = text.replace('anchor = "E"\ncount = "full', 'anchor = "NEW"\ncount = "full')
    fault = the_fault(write(tmp_path, deadlines=text))
    assert (fault.code, fault.column, fault.line) == ("N-09", "nom_end", line_of(text, 'anchor = "NEW"'))
    assert "nom_end → new → nom_ext → nom_end" in fault.message


def test_a_circle_may_close_through_the_end_of_a_range(tmp_path: Path) -> None:
    rule = 'kind = "range"\nanchor = "CALL"\ncount = "on"\nuntil_anchor = "NEW"'
    fault = the_fault(write(tmp_path, deadlines=DEADLINES + "\n" + deadline("new", "D-06", rule)))
    assert (fault.code, fault.column) == ("N-09", "new")


def test_a_declared_anchor_closes_no_circle(tmp_path: Path) -> None:
    called = deadline("call", "D-06", 'kind = "limit"\nanchor = "CALL"\ncount = "on"')
    assert check_pack(LAW, write(tmp_path, deadlines=DEADLINES + "\n" + called)) == []


def test_an_unknown_source_is_found_in_records_and_in_cases(tmp_path: Path) -> None:
    text = spoiled(tmp_path / "a", "bodies", BODIES, 'article = "6"', 'article = "6"\nsource = "gazette"')
    fault = the_fault(tmp_path / "a")
    assert (fault.code, fault.column, fault.line) == ("N-10", "B-01", line_of(text, "gazette"))
    text = spoiled(tmp_path / "b", "cases__worked", CASES, 'source = "act"', 'source = "gazette"')
    fault = the_fault(tmp_path / "b")
    assert (fault.code, fault.place) == ("N-10", f"{LAW}/cases/worked.toml")
    assert fault.line == line_of(text, "gazette")


def test_a_rule_read_in_the_law_names_its_article(tmp_path: Path) -> None:
    text = spoiled(tmp_path, "bodies", BODIES, 'article = "6"\n', "")
    fault = the_fault(tmp_path)
    assert (fault.code, fault.column, fault.line) == ("N-15", "B-01", line_of(text, "grade"))


def test_a_rule_read_in_a_source_names_it(tmp_path: Path) -> None:
    spoiled(tmp_path, "bodies", BODIES, 'grade = "LAW"\narticle = "6"\n', 'grade = "SRC"\n')
    assert the_fault(tmp_path).code == "N-15"
    spoiled(tmp_path, "bodies", BODIES, 'grade = "LAW"\narticle = "6"\n', 'grade = "SRC"\nsource = "act"\n')
    assert check_pack(LAW, tmp_path) == []


# Expressions


@pytest.mark.parametrize(
    ("old", "new", "record"),
    [
        ('left = "issued"', 'left = "isued"', "P-01"),
        ('right = "votes + invalid"', 'right = "votes / invalid"', "P-02"),
        ('right = "listed"', 'right = ""', "P-01"),
        ('participated = "found"', 'participated = "funds"', "measures"),
        ('turnout_base = "listed"', 'turnout_base = "listed +"', "measures"),
    ],
)
def test_an_expression_that_cannot_be_read_is_found(tmp_path: Path, old: str, new: str, record: str) -> None:
    text = spoiled(tmp_path, "protocol", PROTOCOL, old, new)
    fault = the_fault(tmp_path)
    assert (fault.code, fault.column, fault.line) == ("N-07", record, line_of(text, new))


def test_a_line_that_an_edition_leaves_without_its_name_breaks_relations_taken_over(tmp_path: Path) -> None:
    relation = PROTOCOL[PROTOCOL.index("[[relation]]") : PROTOCOL.rindex("[[relation]]")]
    write_later(write(tmp_path), protocol=relation.replace('"issued"', '"ballots"'))
    fault = the_fault(tmp_path, LATER)
    assert (fault.code, fault.column, fault.place) == ("N-07", "P-01", f"{LATER}/protocol.toml")


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ('base = "found"', "N-07"),
        ('against_all = "nobody"', "N-07"),
        ('threshold = "3/2"', "N-03"),
        ('threshold = "1/0"', "N-03"),
        ("run_off_size = 1", "N-03"),
    ],
)
def test_an_outcome_that_cannot_be_is_found(tmp_path: Path, new: str, code: str) -> None:
    text = spoiled(tmp_path, "outcome", OUTCOME, 'method = "plurality"', f'method = "plurality"\n{new}')
    fault = the_fault(tmp_path)
    assert (fault.code, fault.column, fault.line) == (code, "R-03", line_of(text, new))


# Terms


@pytest.mark.parametrize(
    ("rule", "at"),
    [
        ('kind = "limit"\ncount = "on"\nuntil_time = 20:00:00', "until_time"),
        ('kind = "moment"\ncount = "on"\nlasts_hours = 2', "lasts_hours"),
        ('kind = "range"\ncount = "on"\nlasts_hours = 2\nuntil_time = 20:00:00', "until_time"),
        ('kind = "range"\ncount = "on"\nlasts_hours = 0', "lasts_hours"),
        ('kind = "limit"\ncount = "on"\namount = 3', "amount"),
        ('kind = "range"\ncount = "on"\nhours = [10, 24]', "hours"),
        ('kind = "range"\ncount = "on"\nhours = [12, 10]', "hours"),
        ('kind = "range"\ncount = "on"\ntime = 11:00:00\nhours = [10, 12]', "hours"),
        ('kind = "range"\ncount = "on"\ntime = 20:00:00\nuntil_time = 07:00:00', "kind"),
        ('kind = "range"\ncount = "on"\nuntil_anchor = "NOM_END"', "kind"),
        ('kind = "range"\ncount = "days_after"\namount = 1\nuntil_anchor = "E"', "kind"),
        ('kind = "range"\ncount = "months_after"\namount = 1\nuntil_anchor = "E"', "kind"),
    ],
)
def test_a_term_that_cannot_be_is_found(tmp_path: Path, rule: str, at: str) -> None:
    added = deadline("new", "D-06", f'anchor = "E"\n{rule}')
    fault = the_fault(write(tmp_path, deadlines=f"{DEADLINES}\n{added}"))
    assert (fault.code, fault.column) == ("N-11", "new")
    assert fault.line == DEADLINES.count("\n") + 1 + line_of(added, f"\n{at} = ") + 1


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        ('["precinct", "district"]', "N-11"),
        ('["district", "district"]', "N-11"),
        ('["akim"]', "N-03"),
    ],
)
def test_levels_that_owe_a_term_are_known_and_named_once(tmp_path: Path, levels: str, code: str) -> None:
    text = DEADLINES.replace('owed_by = ["district"]', f"owed_by = {levels}", 1)
    fault = the_fault(write(tmp_path, deadlines=text))
    assert (fault.code, fault.line) == (code, line_of(text, levels))


def test_term_that_does_not_say_which_commissions_owe_it_is_found(tmp_path: Path) -> None:
    text = DEADLINES.replace('owed_by = ["district"]\n', "", 1)
    fault = the_fault(write(tmp_path, deadlines=text))
    assert (fault.code, fault.column) == ("N-03", "notice")


def test_a_range_between_two_anchors_is_not_judged(tmp_path: Path) -> None:
    added = deadline("new", "D-06", 'kind = "range"\nanchor = "E"\ncount = "on"\nuntil_anchor = "CALL"')
    assert check_pack(LAW, write(tmp_path, deadlines=f"{DEADLINES}\n{added}")) == []


# Worked examples


@pytest.mark.parametrize(
    ("old", "new", "code", "record", "said"),
    [
        ("issued = 10,", "issued = 11,", "N-12", "P-01", "Expected that P-01 holds; it breaks (11 <= 10)"),
        ("issued = 11,", "issued = 10,", "N-12", "P-01", "Expected that P-01 breaks; it holds (10 <= 10)"),
        ("issued = 11, ", "", "N-12", "P-01", "cannot be checked"),
        ("issued = 11,", "isued = 11,", "N-14", "P-01", "isued"),
        ("issued = 11,", "issued = -11,", "N-14", "P-01", "-11"),
        (
            'nom_end = "2021-07-09T18',
            'nom_end = "2021-07-09T17',
            "N-12",
            "nom_end",
            "computed 2021-07-09T18:00",
        ),
        (
            'notice = "2021-07-05"',
            'notice = "2021-07-06"',
            "N-12",
            "notice",
            "computed 2021-07-05T23:59:59+06:00",
        ),
        ('fill = ""', 'fill = "2021-07-06"', "N-12", "fill", "computed no time"),
        ('fill = ""', 'full = ""', "N-14", "full", "no deadline full"),
        ('fill = ""', 'fill = "soon"', "N-14", "fill", "Neither a date nor a time"),
        ('fill = ""', 'fill = "2021-07-06T12:00:00"', "N-14", "fill", "Neither a date nor a time"),
        ('fill = ""', 'vote = "2021-07-25T07:00:00+06:00/2021-07-25"', "", "", ""),
        (
            'fill = ""',
            'vote = "2021-07-25/2021-07-26"',
            "N-12",
            "vote",
            "computed 2021-07-25T07:00:00+06:00/2021",
        ),
        ('"Asia/Almaty" }', '"Asia/Aqtau" }', "N-12", "nom_end", "+05:00"),
        ('"Asia/Almaty" }', '"Asia/Nowhere" }', "N-14", "deadlines", "Asia/Nowhere"),
        ("called_on =", "called =", "N-14", "deadlines", "called"),
        (
            'expect_kind = "elected"',
            'expect_kind = "run_off"',
            "N-12",
            "R-03",
            "expect_kind: expected 'run_off'",
        ),
        ('expect_candidates = ["1"]', 'expect_candidates = ["2"]', "N-12", "R-03", "expect_candidates"),
        ('expect_reason = ""', 'expect_reason = "tie"', "N-12", "R-03", "expect_reason"),
        ('expect_reason = ""', "expect_margin = 19", "N-12", "R-03", "decided 20"),
        ('"1" = 60', '"1" = -60', "N-14", "R-03", "below 0"),
        ("holds = true\nlines = { issued", "holt = true\nlines = { issued", "N-03", "case", "holt"),
    ],
)
def test_a_case_that_does_not_hold_is_found(
    tmp_path: Path, old: str, new: str, code: str, record: str, said: str
) -> None:
    text = spoiled(tmp_path, "cases__worked", CASES, old, new)
    faults = [fault for fault in check_pack(LAW, tmp_path) if fault.code != "N-13"]
    if not code:
        assert faults == []
        return
    fault = faults[0]
    assert (fault.code, fault.place, fault.column) == (code, f"{LAW}/cases/worked.toml", record)
    assert said in " ".join(f"{fault.message}" for fault in faults)
    assert fault.line is not None
    header = text.rindex("[[case]]", 0, text.index(new or "lines = { listed") + 1)
    first, last = text.count("\n", 0, header) + 1, text.count("\n", 0, header) + 7
    assert first <= fault.line <= last


def test_a_case_about_an_unknown_relation_is_found(tmp_path: Path) -> None:
    more = '\n[[case]]\nrelation = "P-99"\nholds = true\n'
    fault = the_fault(write(tmp_path, cases__worked=CASES + more))
    assert (fault.code, fault.column, fault.line) == ("N-14", "P-99", line_of(CASES + more, '"P-99"'))


def test_a_case_about_nothing_or_two_things_is_found(tmp_path: Path) -> None:
    for more in ("\n[[case]]\nholds = true\n", '\n[[case]]\nrelation = "P-01"\noutcome = {}\n'):
        fault = the_fault(write(tmp_path, cases__worked=CASES + more))
        assert (fault.code, fault.line) == ("N-14", line_of(CASES + more, more.strip()))


def test_a_file_of_cases_that_cannot_be_read_is_found(tmp_path: Path) -> None:
    write_file(write(tmp_path), LAW, "cases/broken.toml", "[[case]\n")
    assert (the_fault(tmp_path).code, the_fault(tmp_path).place) == ("N-02", f"{LAW}/cases/broken.toml")
    write_file(tmp_path, LAW, "cases/broken.toml", "[[cases]]\n")
    assert (the_fault(tmp_path).code, the_fault(tmp_path).column) == ("N-03", "cases")


@pytest.mark.parametrize(("holds", "word"), [("true", "holding"), ("false", "breaking")])
def test_a_relation_without_a_holding_or_breaking_case_is_found(
    tmp_path: Path, holds: str, word: str
) -> None:
    start = CASES.index(f'[[case]]\nrelation = "P-02"\nholds = {holds}')
    text = CASES[:start] + CASES[CASES.index("[[case]]", start + 1) :]
    fault = the_fault(write(tmp_path, cases__worked=text))
    assert (fault.code, fault.column) == ("N-13", "P-02")
    assert (fault.place, fault.line) == (f"{LAW}/protocol.toml", line_of(PROTOCOL, 'code = "P-02"') - 1)
    assert f"no {word} case" in fault.message


def test_a_relation_said_anew_needs_cases_of_its_own(tmp_path: Path) -> None:
    relation = PROTOCOL[PROTOCOL.rindex("[[relation]]") :]
    write_later(write(tmp_path), protocol=relation)
    fault = the_fault(tmp_path, LATER)
    assert (fault.code, fault.column, fault.place) == ("N-13", "P-02", f"{LATER}/protocol.toml")
    assert "no holding and no breaking" in fault.message


def test_a_relation_that_is_switched_off_is_tried_all_the_same(tmp_path: Path) -> None:
    text = PROTOCOL.replace('grade = "DER"', 'grade = "DER"\nenabled = false')
    write(tmp_path / "a", protocol=text)
    assert check_pack(LAW, tmp_path / "a") == []
    write(tmp_path / "b", protocol=text, cases__worked=CASES.replace("votes = [4, 6]", "votes = [4, 5]"))
    assert [fault.code for fault in check_pack(LAW, tmp_path / "b")] == ["N-12"]


def test_cases_wait_until_records_hold_together(tmp_path: Path) -> None:
    write(
        tmp_path,
        protocol=PROTOCOL.replace('left = "issued"', 'left = "isued"'),
        cases__worked=CASES.replace("issued = 10,", "issued = 11,"),
    )
    assert the_fault(tmp_path).code == "N-07"


def test_faults_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        bodies=BODIES.replace('"seven members (kk)"', '""'),
        deadlines=DEADLINES.replace('"activity nom_ext (kk)"', '""').replace('"commission (ru)"', '""', 1),
        cases__worked=CASES.replace('source = "act"', 'source = "gazette"'),
    )
    faults = check_pack(LAW, tmp_path)
    assert [fault.place.rsplit("/", 1)[1] for fault in faults] == [
        "bodies.toml",
        "worked.toml",
        "deadlines.toml",
        "deadlines.toml",
    ]
    assert faults[2].line is not None
    assert faults[3].line is not None
    assert faults[2].line < faults[3].line
