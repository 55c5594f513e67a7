"""A small law of a country that does not exist, written to a folder for tests that spoil it."""

from __future__ import annotations

from pathlib import Path

LAW = "xx/head/2020"
LATER = "xx/head/2024"


def words(name: str, sentence: str) -> str:
    return f'{name} = {{ kk = "{sentence} (kk)", ru = "{sentence} (ru)", en = "{sentence}" }}\n'


def deadline(code: str, number: str, rule: str) -> str:
    return (
        f'[[deadline]]\ncode = "{code}"\nnumber = "{number}"\ngrade = "LAW"\narticle = "1"\n'
        + words("activity", f"activity {code}")
        + words("responsible", "commission")
        + 'owed_by = ["district"]\n'
        + f"{rule}\n"
    )


ACT = (
    f"""id = "{LAW}"
jurisdiction = "XX"
office = "head"
valid_from = 2020-01-01
valid_to = 2024-01-01
capital_zone = "Asia/Almaty"
default_zone = "Asia/Almaty"
"""
    + words("title", "Act on heads")
    + words("short_title", "Heads")
    + words("citation", "Act 1")
    + words("office_title", "head")
    + """
[[source]]
key = "act"
title = { kk = "The act (kk)", ru = "The act (ru)", en = "The act" }

[[anchor]]
code = "CALL"
kind = "given"
"""
    + words("words", "the call")
    + '\n[[anchor]]\ncode = "E"\nkind = "given"\n'
    + words("words", "election day")
    + '\n[[anchor]]\ncode = "VAC"\nkind = "event"\n'
    + words("words", "vacancy")
    + '\n[[unread]]\nkk = "a (kk)"\nru = "a (ru)"\nen = "Decree 7 was not read."\n'
)
DEADLINES = "\n".join(
    [
        deadline("notice", "D-01", 'kind = "limit"\nanchor = "CALL"\ncount = "days_after"\namount = 10'),
        deadline(
            "nom_end",
            "D-02",
            'kind = "moment"\nanchor = "E"\ncount = "full_days_before"\namount = 15\ntime = 18:00:00',
        ),
        deadline("nom_ext", "D-03", 'kind = "limit"\nanchor = "NOM_END"\ncount = "days_after"\namount = 3'),
        deadline(
            "vote",
            "D-04",
            'kind = "range"\nanchor = "E"\ncount = "on"\ntime = 07:00:00\nuntil_time = 20:00:00',
        ),
        deadline("fill", "D-05", 'kind = "limit"\nanchor = "VAC"\ncount = "months_after"\namount = 2'),
    ]
)
PROTOCOL = (
    """[measures]
participated = "found"
turnout_count = "issued"
turnout_base = "listed"
"""
    + words("words", "as the act counts")
    + "".join(
        f'\n[[line]]\ncode = "{code}"\nnumber = "{number}"\ngrade = "LAW"\narticle = "2"\n'
        + words("label", code)
        for code, number in (("listed", "L-01"), ("issued", "L-02"), ("found", "L-03"), ("invalid", "L-04"))
    )
    + """
[[relation]]
code = "P-01"
severity = "error"
grade = "LAW"
article = "3"
compare = [ { left = "issued", op = "<=", right = "listed" } ]
"""
    + words("sentence", "issued within the list")
    + words("paper", "look at lines 1 and 2")
    + words("decision", "correct the protocol")
    + """
[[relation]]
code = "P-02"
severity = "error"
grade = "DER"
compare = [ { left = "found", op = "==", right = "votes + invalid" } ]
"""
    + words("sentence", "found is votes and invalid")
    + words("paper", "add up")
    + words("decision", "correct the protocol")
)
OUTCOME = (
    """[outcome]
code = "R-03"
method = "plurality"
grade = "LAW"
article = "4"
"""
    + words("sentence", "most votes")
    + """
[[rule]]
code = "R-01"
severity = "error"
grade = "LAW"
article = "5"
"""
    + words("sentence", "totals are sums")
)
BODIES = (
    '[[body]]\ncode = "B-01"\nlevel = "district"\nsubject = "size"\nvalue = "7"\n'
    'grade = "LAW"\narticle = "6"\n' + words("sentence", "seven members")
)
SETTINGS = '[[setting]]\ncode = "S-01"\nname = "sittings"\nvalue = "3"\ngrade = "DER"\n' + words(
    "sentence", "how often"
)
CASES = """[[case]]
relation = "P-01"
holds = true
lines = { issued = 10, listed = 10 }

[[case]]
relation = "P-01"
holds = false
lines = { issued = 11, listed = 10 }

[[case]]
relation = "P-02"
holds = true
lines = { found = 10, invalid = 1 }
votes = [4, 5]

[[case]]
relation = "P-02"
holds = false
lines = { found = 10, invalid = 1 }
votes = [4, 6]

[[case]]
deadlines = { called_on = 2021-06-25, election_day = 2021-07-25, zone = "Asia/Almaty" }
expect = { nom_end = "2021-07-09T18:00:00+06:00", notice = "2021-07-05", fill = "" }
source = "act"

[[case]]
outcome = { participated = 100, votes = { "1" = 60, "2" = 40 }, against_all = 0 }
expect_kind = "elected"
expect_candidates = ["1"]
expect_reason = ""
"""
FILES = {
    "act.toml": ACT,
    "deadlines.toml": DEADLINES,
    "protocol.toml": PROTOCOL,
    "outcome.toml": OUTCOME,
    "bodies.toml": BODIES,
    "settings.toml": SETTINGS,
    "cases/worked.toml": CASES,
}
LATER_ACT = (
    ACT.split("\n[[source]]")[0]
    .replace(LAW, LATER)
    .replace("valid_from = 2020-01-01\nvalid_to = 2024-01-01", "valid_from = 2024-01-01")
    .replace(words("citation", "Act 1"), words("citation", "Act 2") + f'extends = "{LAW}"\n')
)
LATER_DEADLINES = deadline(
    "nom_end",
    "D-02",
    'kind = "moment"\nanchor = "E"\ncount = "full_days_before"\namount = 25\ntime = 18:00:00',
)


def write(root: Path, law: str = LAW, **changed: str) -> Path:
    """Writes the small law under `root` (files given as keywords replace its own) and gives `root`."""
    for name, text in {
        **FILES,
        **{key.replace("__", "/") + ".toml": text for key, text in changed.items()},
    }.items():
        write_file(root, law, name, text)
    return root


def write_later(root: Path, act: str = LATER_ACT, **files: str) -> Path:
    """Writes an edition that extends the small law and changes one deadline, or what is given."""
    said = {"deadlines": LATER_DEADLINES, **files}
    write_file(root, LATER, "act.toml", act)
    for name, text in said.items():
        write_file(root, LATER, name.replace("__", "/") + ".toml", text)
    return root


def write_file(root: Path, law: str, name: str, text: str) -> Path:
    path = root / law / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def line_of(text: str, needle: str, after: str = "") -> int:
    """The line, from 1, of the first `needle` after `after`: what a fault must name."""
    start = text.index(after) if after else 0
    return text.count("\n", 0, text.index(needle, start)) + 1
