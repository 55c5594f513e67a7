"""Law packs are read whole, extended by later editions, and refused with file, line and record."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from dauys.core.findings import Fault, Refused
from dauys.core.norms import LAWS, Grade, Pack, in_force, law_ids, load_pack
from dauys.core.norms.places import Layout
from tests.core import small_pack
from tests.core.small_pack import (
    ACT,
    DEADLINES,
    LATER,
    LAW,
    PROTOCOL,
    deadline,
    line_of,
    words,
    write,
    write_file,
    write_later,
)


def refused(root: Path, law: str = LAW) -> tuple[Fault, ...]:
    with pytest.raises(Refused) as caught:
        load_pack(law, root)
    return caught.value.faults


def the_fault(root: Path, law: str = LAW) -> Fault:
    faults = refused(root, law)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def test_a_pack_holds_every_record_of_its_files(tmp_path: Path) -> None:
    pack = load_pack(LAW, write(tmp_path))
    assert (pack.id, pack.act.office, pack.folder) == (LAW, "head", tmp_path / LAW)
    assert [record.code for record in pack.deadlines] == ["notice", "nom_end", "nom_ext", "vote", "fill"]
    assert pack.deadline("nom_end").time == dt.time(18)
    assert pack.line("issued").label.kk == "issued (kk)"
    assert pack.relation("P-02").grade is Grade.DER
    assert pack.setting("sittings").value == "3"
    assert pack.source("act").title.en == "The act"
    assert pack.anchor("VAC").kind == "event"
    assert pack.outcome.method == "plurality"
    assert [record.code for record in pack.controls] == ["R-01"]
    assert [record.value for record in pack.bodies] == ["7"]
    assert [sentence.en for sentence in pack.act.unread] == ["Decree 7 was not read."]


@pytest.mark.parametrize("ask", ["deadline", "line", "relation", "setting", "source", "anchor"])
def test_a_record_that_is_not_there_is_a_key_error(tmp_path: Path, ask: str) -> None:
    pack = load_pack(LAW, write(tmp_path))
    with pytest.raises(KeyError, match="nothing"):
        getattr(pack, ask)("nothing")


def test_law_ids_are_the_folders_with_an_act(tmp_path: Path) -> None:
    write_later(write(tmp_path))
    write_file(tmp_path, "xx/head/draft", "act.toml", ACT)
    write_file(tmp_path, "xx/head/2031", "notes.toml", "")
    assert law_ids(tmp_path) == (LAW, LATER)
    assert law_ids(tmp_path / "none") == ()


def test_laws_stand_in_the_package() -> None:
    assert LAWS.name == "laws"
    assert LAWS.parent.name == "dauys"


@pytest.mark.parametrize("law", ["xx/head/1999", "../../etc", "", "xx/head"])
def test_an_unknown_law_is_refused_and_known_ones_are_named(tmp_path: Path, law: str) -> None:
    fault = the_fault(write(tmp_path), law)
    assert fault.code == "N-01"
    assert LAW in fault.remedy


def test_an_edition_takes_over_what_it_does_not_say_anew(tmp_path: Path) -> None:
    write_later(write(tmp_path))
    earlier, later = load_pack(LAW, tmp_path), load_pack(LATER, tmp_path)
    assert [record.code for record in later.deadlines] == [record.code for record in earlier.deadlines]
    assert (earlier.deadline("nom_end").amount, later.deadline("nom_end").amount) == (15, 25)
    assert later.deadline("notice") == earlier.deadline("notice")
    assert later.protocol == earlier.protocol
    assert later.act.anchor == earlier.act.anchor
    assert later.act.unread == earlier.act.unread
    assert (later.act.valid_from, later.act.valid_to) == (dt.date(2024, 1, 1), None)


def test_new_records_of_an_edition_come_after_those_it_takes_over(tmp_path: Path) -> None:
    added = deadline("repeat", "D-06", 'kind = "limit"\nanchor = "E"\ncount = "months_after"\namount = 1')
    write_later(write(tmp_path), deadlines=added + small_pack.LATER_DEADLINES)
    codes = [record.code for record in load_pack(LATER, tmp_path).deadlines]
    assert codes == ["notice", "nom_end", "nom_ext", "vote", "fill", "repeat"]


def test_two_records_of_one_code_replace_the_one_taken_over(tmp_path: Path) -> None:
    halves = small_pack.LATER_DEADLINES + "valid_to = 2025-01-01\n"
    halves += small_pack.LATER_DEADLINES.replace("25", "30") + "valid_from = 2025-01-01\n"
    pack = load_pack(LATER, write_later(write(tmp_path), deadlines=halves))
    assert [record.amount for record in pack.deadlines if record.code == "nom_end"] == [25, 30]
    assert pack.deadline("nom_end").amount == 30
    assert pack.deadline("nom_end", on=dt.date(2024, 6, 1)).amount == 25


def test_editions_extend_one_another_in_a_chain(tmp_path: Path) -> None:
    write_later(write(tmp_path))
    third = small_pack.LATER_ACT.replace(LATER, "xx/head/2026").replace(f'"{LAW}"', f'"{LATER}"')
    write_file(tmp_path, "xx/head/2026", "act.toml", third)
    pack = load_pack("xx/head/2026", tmp_path)
    assert pack.deadline("nom_end").amount == 25
    assert pack.relation("P-01").severity == "error"


def test_an_edition_that_extends_itself_round_a_corner_is_refused(tmp_path: Path) -> None:
    write_later(write(tmp_path, act=f'extends = "{LATER}"\n' + ACT))
    fault = the_fault(tmp_path, LATER)
    assert (fault.code, fault.place, fault.line) == ("N-01", f"{LAW}/act.toml", 1)
    assert "extends itself" in fault.message


def test_an_edition_that_extends_nothing_is_refused_at_the_line(tmp_path: Path) -> None:
    act = small_pack.LATER_ACT.replace(f'extends = "{LAW}"', 'extends = "xx/head/1990"')
    fault = the_fault(write_later(write(tmp_path), act=act), LATER)
    assert (fault.code, fault.value) == ("N-01", "xx/head/1990")
    assert fault.line == line_of(act, "extends =")


def test_an_id_that_is_not_its_folder_is_refused(tmp_path: Path) -> None:
    fault = the_fault(write(tmp_path, law="xx/head/2021"), "xx/head/2021")
    assert (fault.code, fault.line, fault.column) == ("N-01", 1, LAW)


def test_the_digest_is_of_records_and_not_of_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b", deadlines="# a remark\n" + DEADLINES)
    write(tmp_path / "c", deadlines=DEADLINES.replace("amount = 15", "amount = 16"))
    first, remarked, changed = (load_pack(LAW, tmp_path / name) for name in "abc")
    assert len(first.digest) == 64
    assert first == remarked
    assert first.digest == remarked.digest != changed.digest


def test_a_pack_is_kept_until_a_file_changes(tmp_path: Path) -> None:
    write(tmp_path)
    first = load_pack(LAW, tmp_path)
    assert load_pack(LAW, tmp_path) is first
    path = write_file(tmp_path, LAW, "deadlines.toml", DEADLINES.replace("amount = 15", "amount = 16"))
    os.utime(path, ns=(1, 1))
    assert load_pack(LAW, tmp_path).deadline("nom_end").amount == 16


def test_a_change_of_the_extended_edition_reaches_its_heirs(tmp_path: Path) -> None:
    write_later(write(tmp_path))
    before = load_pack(LATER, tmp_path)
    path = write_file(tmp_path, LAW, "deadlines.toml", DEADLINES.replace("amount = 10", "amount = 11"))
    os.utime(path, ns=(1, 1))
    after = load_pack(LATER, tmp_path)
    assert (before.deadline("notice").amount, after.deadline("notice").amount) == (10, 11)
    assert before.digest != after.digest


def test_broken_toml_names_file_and_line(tmp_path: Path) -> None:
    fault = the_fault(write(tmp_path, deadlines=DEADLINES.replace("amount = 15", "amount = = 15")))
    assert (fault.code, fault.place) == ("N-02", f"{LAW}/deadlines.toml")
    assert fault.line == line_of(DEADLINES, "amount = 15")


def test_toml_that_breaks_off_names_its_last_line(tmp_path: Path) -> None:
    fault = the_fault(write(tmp_path, bodies='[[body]]\ncode = """B-01\n\n'))
    assert (fault.code, fault.line) == ("N-02", 3)


def test_a_file_that_is_not_utf_8_names_the_line(tmp_path: Path) -> None:
    path = write(tmp_path) / LAW / "bodies.toml"
    path.write_bytes("# a\n# заметка\n".encode("cp1251"))
    fault = the_fault(tmp_path)
    assert (fault.code, fault.line) == ("N-02", 2)
    assert "UTF-8" in fault.remedy


def test_a_missing_key_names_the_line_of_its_record(tmp_path: Path) -> None:
    text = DEADLINES.replace('count = "full_days_before"\n', "")
    fault = the_fault(write(tmp_path, deadlines=text))
    assert (fault.code, fault.column) == ("N-03", "nom_end")
    assert fault.line == line_of(text, 'code = "nom_end"') - 1
    assert "count is missing" in fault.message


def test_an_unknown_key_names_its_line_and_what_may_be_meant(tmp_path: Path) -> None:
    text = DEADLINES.replace("amount = 15", "amuont = 15")
    fault = the_fault(write(tmp_path, deadlines=text))
    assert (fault.code, fault.column, fault.line) == ("N-03", "nom_end", line_of(text, "amuont"))
    assert "“amount”" in fault.remedy


def test_a_wrong_value_names_its_line(tmp_path: Path) -> None:
    text = DEADLINES.replace('kind = "range"', 'kind = "span"')
    fault = the_fault(write(tmp_path, deadlines=text))
    assert (fault.code, fault.value, fault.line) == ("N-03", "span", line_of(text, '"span"'))


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    text = DEADLINES.replace('[[deadline]]\ncode = "vote"', '[[dedline]]\ncode = "vote"')
    fault = the_fault(write(tmp_path, deadlines=text))
    assert (fault.code, fault.column, fault.line) == ("N-03", "dedline", line_of(text, "[[dedline]]"))
    assert "“deadline”" in fault.remedy


def test_an_unknown_file_is_refused(tmp_path: Path) -> None:
    write_file(write(tmp_path), LAW, "deadline.toml", DEADLINES)
    fault = the_fault(tmp_path)
    assert (fault.code, fault.place) == ("N-01", f"{LAW}/deadline.toml")


def test_a_record_in_the_wrong_brackets_is_refused(tmp_path: Path) -> None:
    fault = the_fault(write(tmp_path, bodies='\n[body]\ncode = "B-01"\n'))
    assert (fault.code, fault.line) == ("N-03", 2)
    assert "[[body]]" in fault.message
    fault = the_fault(write(tmp_path, bodies=small_pack.BODIES, outcome='[[outcome]]\ncode = "R-03"\n'))
    assert (fault.code, fault.line) == ("N-03", 1)


def test_a_missing_translation_names_record_and_line(tmp_path: Path) -> None:
    text = DEADLINES.replace('ru = "activity nom_ext (ru)", ', "")
    fault = the_fault(write(tmp_path, deadlines=text))
    assert (fault.code, fault.column) == ("N-04", "nom_ext")
    assert fault.line == line_of(text, "activity =", after='code = "nom_ext"')
    assert "activity.ru" in fault.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("amount = 15", "amount = 15.0"),
        ("time = 18:00:00", "time = 18"),
        ("time = 18:00:00", 'time = "18:00:00+06:00"'),
        ("time = 18:00:00", "time = 2021-07-09"),
        ("amount = 15", "amount = -1"),
        ("amount = 15", "valid_from = 2021\namount = 15"),
    ],
)
def test_values_that_only_look_right_are_refused(tmp_path: Path, old: str, new: str) -> None:
    text = DEADLINES.replace(old, new)
    faults = refused(write(tmp_path, deadlines=text))
    assert {fault.code for fault in faults} == {"N-03"}
    assert {fault.column for fault in faults} == {"nom_end"}
    assert {fault.line for fault in faults} == {line_of(text, new.split("\n", maxsplit=1)[0])}


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        deadlines=DEADLINES.replace("amount = 15", "amuont = 15"),
        protocol=PROTOCOL.replace('severity = "error"', 'severity = "fatal"'),
    )
    assert len(refused(tmp_path)) == 3


def test_a_fault_of_the_extended_edition_names_the_file_it_stands_in(tmp_path: Path) -> None:
    write_later(write(tmp_path, deadlines=DEADLINES.replace("amount = 10", "amuont = 10")))
    assert the_fault(tmp_path, LATER).place == f"{LAW}/deadlines.toml"


def test_a_pack_without_measures_or_outcome_is_refused(tmp_path: Path) -> None:
    faults = refused(write(tmp_path, protocol="", outcome=""))
    assert [fault.code for fault in faults] == ["N-01", "N-01"]
    assert "[measures]" in faults[0].message
    assert "[outcome]" in faults[1].message


def test_an_empty_act_is_refused(tmp_path: Path) -> None:
    faults = refused(write(tmp_path, act=""))
    assert all(fault.place == f"{LAW}/act.toml" for fault in faults)
    assert any("id is missing" in fault.message for fault in faults)


def test_a_record_is_in_force_from_its_first_day_up_to_its_last(tmp_path: Path) -> None:
    text = DEADLINES.replace("amount = 15", "amount = 15\nvalid_from = 2021-02-01\nvalid_to = 2021-03-01")
    pack: Pack = load_pack(LAW, write(tmp_path, deadlines=text))
    own, editions = pack.deadline("nom_end"), pack.deadline("notice")
    days = [dt.date(2021, 1, 31), dt.date(2021, 2, 1), dt.date(2021, 2, 28), dt.date(2021, 3, 1)]
    assert [in_force(own, pack, day) for day in days] == [False, True, True, False]
    days = [dt.date(2019, 12, 31), dt.date(2020, 1, 1), dt.date(2023, 12, 31), dt.date(2024, 1, 1)]
    assert [in_force(editions, pack, day) for day in days] == [False, True, True, False]


def test_layout_finds_dotted_keys_subtables_and_passes_over_long_strings() -> None:
    text = '''[[relation]]
code = "P-01"
sentence.kk = "a"
sentence.ru = "b"
note = """
[[relation]]
code = "P-99"
"""
[[relation.compare]]
left = "x"
[[relation.compare]]
left = "y"
[[relation]] # the second
code = "P-02"
[relation.paper]
en = "c"
'''
    layout = Layout(text)
    assert layout.line(("relation", 0, "sentence", "ru")) == 4
    assert layout.line(("relation", 0, "sentence", "en")) == 3
    assert layout.line(("relation", 0, "compare", 1, "left")) == 12
    assert layout.line(("relation", 1)) == 13
    assert layout.line(("relation", 1, "paper", "en")) == 16
    assert layout.line(("relation", 1, "unheard of")) == 13
    assert layout.line(("nothing",)) == 1


def test_words_of_a_pack_are_told_in_each_language(tmp_path: Path) -> None:
    pack = load_pack(
        LAW, write(tmp_path, act=ACT.replace(words("short_title", "Heads"), words("short_title", "H")))
    )
    assert [pack.act.short_title.in_language(code) for code in ("kk", "ru", "en")] == [
        "H (kk)",
        "H (ru)",
        "H",
    ]
