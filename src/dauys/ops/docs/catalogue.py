"""The catalogue of rules: every record of every law pack, in English."""

from __future__ import annotations

from collections.abc import Sequence

from dauys.core.norms import Cited, Deadline, Pack, Relation, Source
from dauys.core.timetable import rule_line
from dauys.ops.docs.marks import page, table
from dauys.press.wording import SIGNS

GRADES = """| grade | how well a rule is known |
|---|---|
| LAW | read in the statute |
| SRC | read in a dated source |
| DER | our reading: a default that a commission may set otherwise |
| MEM | from memory, unverified: a default that a commission may set otherwise |
"""


def index(packs: Sequence[Pack]) -> str:
    """The list of packs, and what the grades mean."""
    rows = [
        (
            f"[{pack.id}](rules/{stem(pack)}.md)",
            pack.act.title.en,
            _period(pack.act.valid_from, pack.act.valid_to),
            len(pack.deadlines),
            len(pack.protocol.line),
            len(pack.protocol.relation),
        )
        for pack in packs
    ]
    header = ("law", "what it is", "in force", "terms", "lines", "relations")
    said = "Every rule of every law pack, with where it stands and how well it is known."
    return page("Rules", said, table(header, rows), GRADES)


def _period(begins: object, ends: object) -> str:
    return f"from {begins}" + (f", before {ends}" if ends else "")


def stem(pack: Pack) -> str:
    """The pack's id as a file name."""
    return pack.id.replace("/", "-")


def law_page(pack: Pack) -> str:
    """One pack: terms, lines, relations, outcome, bodies, settings, what was not read, sources."""
    return page(
        pack.id,
        f"**{pack.act.title.en}**",
        pack.act.citation.en,
        _standing(pack),
        f"## Terms\n\n{_terms(pack)}",
        f"## Days that terms count from\n\n{_anchors(pack)}",
        f"## Lines of the protocol\n\n{_lines(pack)}",
        f"## What counts as what\n\n{_measures(pack)}",
        f"## Relations\n\n{_relations(pack)}",
        f"## Outcome\n\n{_outcome(pack)}",
        f"## Bodies\n\n{_bodies(pack)}",
        f"## Settings\n\nLeft open by the law; defaults of this project.\n\n{_settings(pack)}",
        f"## Not read\n\n{_unread(pack)}",
        f"## Sources\n\n{_sources(pack.act.source)}",
    )


def _standing(pack: Pack) -> str:
    act = pack.act
    taken = f" Extends `{act.extends}`: records not changed here stand as there." if act.extends else ""
    return (
        f"In force {_period(act.valid_from, act.valid_to)}. Office: {act.office_title.en}.{taken} "
        "Grades: [what they mean](../rules.md)."
    )


def _grade(record: Cited) -> str:
    return f"{record.grade}, default" if record.grade.is_default else str(record.grade)


def _when(term: Deadline) -> str:
    return rule_line(term) + (" (if it happens)" if term.conditional else "")


def _terms(pack: Pack) -> str:
    header = ("rule", "code", "what", "who", "level", "when", "article", "grade", "source", "note")
    rows = [
        (
            term.number, f"`{term.code}`", term.activity.en, term.responsible.en, ", ".join(term.owed_by),
            _when(term), term.article, _grade(term), term.source, term.note.en if term.note else "",
        )
        for term in pack.deadlines
    ]  # fmt: skip
    return table(header, rows)


def _anchors(pack: Pack) -> str:
    rows = [(f"`{anchor.code}`", anchor.kind, anchor.words.en) for anchor in pack.act.anchor]
    return table(("code", "kind", "what"), rows)


def _lines(pack: Pack) -> str:
    rows = [
        (line.number, f"`{line.code}`", line.label.en, line.article, _grade(line), line.source)
        for line in pack.protocol.line
    ]
    return table(("rule", "code", "what", "article", "grade", "source"), rows)


def _measures(pack: Pack) -> str:
    measures = pack.protocol.measures
    named = ("participated", "turnout_count", "turnout_base", "found", "invalid")
    rows = [(name, f"`{getattr(measures, name)}`") for name in named if getattr(measures, name)]
    return measures.words.en + "\n\n" + table(("measure", "figures"), rows)


def _formula(relation: Relation) -> str:
    said = [
        f"`{each.left}` is there" if each.op == "present"
        else f"`{each.left}` {SIGNS.get(each.op, each.op)} `{each.right}`"
        for each in relation.compare
    ]  # fmt: skip
    return f" {'**and**' if relation.join == 'all' else '**or**'} ".join(said)


def _relations(pack: Pack) -> str:
    parts = [
        f"### {relation.code}\n\n{relation.sentence.en}\n\n"
        f"- holds when {_formula(relation)}\n"
        f"- {relation.severity}{'' if relation.enabled else ', switched off by default'}; "
        f"{_grade(relation)}; {relation.article or 'no article'}; {relation.source or 'no source'}"
        f"{_own_period(relation)}\n"
        f"- on the paper: {relation.paper.en}\n- the commission: {relation.decision.en}\n"
        + (f"- note: {relation.note.en}\n" if relation.note else "")
        for relation in pack.protocol.relation
    ]
    return "\n".join(parts) or "None.\n"


def _own_period(record: Cited) -> str:
    if record.valid_from is None and record.valid_to is None:
        return ""
    return "; in force " + _period(record.valid_from or "the edition's first day", record.valid_to)


def _outcome(pack: Pack) -> str:
    rule = pack.outcome
    rows = [
        (rule.code, rule.method.replace("_", " "), rule.sentence.en, rule.article, _grade(rule), rule.source),
        *(
            (each.code, each.severity, each.sentence.en, each.article, _grade(each), each.source)
            for each in pack.controls
        ),
    ]
    return table(("rule", "kind", "sentence", "article", "grade", "source"), rows)


def _bodies(pack: Pack) -> str:
    rows = [
        (
            body.code,
            body.level,
            body.subject,
            body.value,
            body.sentence.en,
            body.article,
            _grade(body),
            body.source,
        )
        for body in pack.bodies
    ]
    return table(("rule", "level", "subject", "value", "sentence", "article", "grade", "source"), rows)


def _settings(pack: Pack) -> str:
    rows = [
        (each.code, f"`{each.name}`", each.value, each.sentence.en, each.article, _grade(each), each.source)
        for each in pack.settings
    ]
    return table(("rule", "name", "value", "sentence", "article", "grade", "source"), rows)


def _unread(pack: Pack) -> str:
    return "".join(f"- {words.en}\n" for words in pack.act.unread) or "Nothing is known to be missing.\n"


def _sources(sources: Sequence[Source]) -> str:
    rows = [
        (f"`{source.key}`", f"[{source.title.en}]({source.url})" if source.url else source.title.en)
        for source in sources
    ]
    return table(("key", "text"), rows)
