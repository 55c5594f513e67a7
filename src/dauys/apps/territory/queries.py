"""What the tree answers: a unit by its code, what lies beneath it, what hangs above, what it was called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl
from django.db.models import (
    Aggregate,
    Case,
    Count,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Length, Substr

from dauys.apps.territory.models import EarlierName, Unit
from dauys.core.norms import LANGUAGES
from dauys.core.tables import DAY, FIGURE, ROWS, TEXT, Kind, Sheet, without_blanks

__all__ = [
    "FETCHED",
    "LAST",
    "PARTS",
    "SHEET",
    "STRETCH",
    "Called",
    "Unit",
    "counted_units",
    "countries",
    "earlier_names_of",
    "ends_of",
    "names_on",
    "path_over",
    "precinct_columns",
    "precincts_called",
    "precincts_not_on",
    "precincts_of",
    "subtree",
    "subtree_above_precincts",
    "territory_sheet",
    "unit_above",
    "unit_of",
    "units_above_precincts",
    "units_at",
    "units_coded",
    "units_of_code",
    "units_right_above",
    "units_right_beneath",
    "valid_on",
    "zone_of",
]

SHEET: dict[str, Kind] = {
    **dict.fromkeys(("code", "parent", "kind", "name_kk", "name_ru", "name_en", "zone"), TEXT),
    "valid_from": DAY, "valid_to": DAY, "iso": TEXT,
}  # fmt: skip
READ: dict[str, Kind] = {
    "id": FIGURE, **dict.fromkeys(("path", "code", "kind", "name_kk", "name_ru", "name_en", "zone"), TEXT),
    "valid_from": DAY, "valid_to": DAY, "iso": TEXT,
}  # fmt: skip
# Rows that the database hands over at a time. So few stay in the nearest cache while they are turned into
# columns, and make no work for the collector of garbage: 4,096 take twice as long.
FETCHED = 512
PARTS = "\x1f"  # the sign for it: between the cells of a row
STRETCH = 200_000  # keys


@dataclass(frozen=True, slots=True)
class Called:
    """What a unit was called on a day, and its code of ISO 3166 on that day ("" where it had none)."""

    kk: str
    ru: str
    en: str
    iso: str


def countries() -> QuerySet[Unit]:
    """The roots."""
    found: QuerySet[Unit] = Unit.objects.filter(depth=1).order_by("path")
    return found


def unit_of(country: str, code: str) -> Unit | None:
    """The unit of that code in that country."""
    found: Unit | None = Unit.objects.filter(country=country, code=code).first()
    return found


def units_of_code(code: str) -> list[Unit]:
    """The units of that code, one for each country that has it."""
    return list(Unit.objects.filter(code=code).order_by("country"))


def units_at(paths: Iterable[str]) -> list[Unit]:
    """The units with these paths, in tree order."""
    return list(Unit.objects.filter(path__in=list(paths)).order_by("path"))


def units_coded(path: str, codes: Collection[str]) -> list[Unit]:
    """The units of these codes at and beneath a path, in tree order."""
    return list(Unit.objects.filter(path__startswith=path, code__in=list(codes)).order_by("path"))


def subtree(unit: Unit) -> QuerySet[Unit]:
    """The unit and everything beneath it, in tree order; also what is no longer valid."""
    found: QuerySet[Unit] = Unit.objects.get_tree(unit).order_by("path")
    return found


def subtree_above_precincts(unit: Unit, day: dt.date | None = None) -> list[Unit]:
    """The same without the precincts, however many there are; of a day, where one is named."""
    found = _whole(unit).exclude(kind="precinct")
    # Sorted here: asked for the order of paths, SQLite would walk along the index, a million rows one by one.
    return sorted(valid_on(found, day) if day else found, key=lambda one: one.path)


def valid_on(units: QuerySet[Unit], day: dt.date) -> QuerySet[Unit]:
    """Those of the units that exist on that day."""
    return units.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )


def precincts_of(unit: Unit, day: dt.date) -> QuerySet[Unit]:
    """The precincts beneath a unit on that day, in tree order."""
    return valid_on(subtree(unit).filter(kind="precinct"), day)


def unit_above(units: Sequence[Unit]) -> Unit:
    """The lowest unit that all of the units lie in, one of themselves included; at most one query."""
    path = min((unit.path for unit in units), key=len)
    while not all(unit.path.startswith(path) for unit in units):
        path = path[: -Unit.steplen]
    found: Unit = next((unit for unit in units if unit.path == path), None) or Unit.objects.get(path=path)
    return found


def path_over(paths: Iterable[str]) -> str:
    """The path of the lowest unit at or above all of these; empty for none."""
    some = set(paths)
    first, last = min(some, default=""), max(some, default="")
    ends = range(len(first), 0, -Unit.steplen)
    return next((first[:end] for end in ends if last.startswith(first[:end])), "")


def zone_of(unit: Unit, default: str) -> str:
    """The tz name in force in the unit: its own, else that of the nearest unit above, else `default`."""
    if unit.zone:
        return unit.zone
    zones = (
        Unit.objects.get_ancestors(unit).exclude(zone="").order_by("-depth").values_list("zone", flat=True)
    )
    return zones.first() or default


def units_above_precincts(country: Unit) -> list[tuple[int, str]]:
    """Key and path of every unit of the country that is no precinct, in tree order; also of ended ones."""
    # Sorted here: asked for the order of paths, SQLite would walk along the index, a million rows one by one.
    rows = _whole(country).exclude(kind="precinct").values_list("id", "path")
    return sorted(rows, key=lambda row: row[1])


def precinct_columns(country: Unit) -> pl.DataFrame:
    """All precincts of the country as columns `id`, `path`, `code`, in no order; also those that ended.

    The database joins the rows to one text, which is cut into columns again (no sign of a path or a code is
    a comma or ends a line): fetched row by row, a million precincts take three times as long.
    """
    rows = _whole(country).filter(kind="precinct")
    line = Concat(Cast("id", TextField()), Value(","), "path", Value(","), "code", output_field=TextField())
    text = rows.aggregate(lines=_Lines(line))["lines"] or ""
    schema = {"id": pl.Int64, "path": pl.String, "code": pl.String}
    return pl.read_csv(text.encode(), has_header=False, schema=schema, quote_char=None, raise_if_empty=False)


def precincts_called(country: Unit, day: dt.date) -> pl.DataFrame:
    """All precincts of the country with what they are called on a day, in no order; also those that ended.

    Columns `id`, `path`, `code`, `name_kk`, `name_ru`, `name_en` ("" for one that was not given), `stands`:
    whether it exists on that day. Rows are joined as in `precinct_columns`, a stretch of keys at a time, so
    that no text grows with the country; names hold no control character, so one of those parts them.
    """
    rows = _whole(country).filter(kind="precinct")
    names = ("path", "code", "name_kk", "name_ru", "name_en")
    ended_or_later = When(Q(valid_from__gt=day) | Q(valid_to__lte=day), then=Value("0"))
    cells = [Cast("id", TextField()), *map(F, names), Case(ended_or_later, default=Value("1"))]
    parted = [one for cell in cells for one in (Value(PARTS), cell)][1:]
    line = Concat(*parted, output_field=TextField())
    schema = {"id": pl.Int64, **dict.fromkeys(names, pl.String), "stands": pl.Int8}
    ends = rows.aggregate(first=Min("id"), last=Max("id"))
    found = [pl.DataFrame(schema=schema)]
    for start in range(ends["first"] or 0, (ends["last"] or -1) + 1, STRETCH):
        some = rows.filter(id__gte=start, id__lt=start + STRETCH)
        text = (some.aggregate(lines=_Lines(line))["lines"] or "").encode()
        found.append(
            pl.read_csv(
                text, has_header=False, schema=schema, separator=PARTS, quote_char=None, raise_if_empty=False
            )
        )
    return _as_called(country, day, pl.concat(found).with_columns(pl.col(names).fill_null("")))


def _as_called(country: Unit, day: dt.date, precincts: pl.DataFrame) -> pl.DataFrame:
    """The same with the names of that day for those that had others then: one query."""
    names = ("name_kk", "name_ru", "name_en")
    later = EarlierName.objects.filter(unit__country=country.code, unit__kind="precinct", valid_to__gt=day)
    # Oldest last, so that the name which ends soonest after the day is the one that stays.
    then = {unit: called for unit, *called in later.order_by("-valid_to").values_list("unit_id", *names)}
    schema = {"id": pl.Int64, **dict.fromkeys(names, pl.String)}
    told = pl.DataFrame([(unit, *called) for unit, called in then.items()], schema=schema, orient="row")
    return precincts.update(told, on="id") if then else precincts


def precincts_not_on(country: Unit, day: dt.date) -> QuerySet[Unit]:
    """The precincts of the country that do not exist on that day: begun later, or ended."""
    ended_or_later = Q(valid_from__gt=day) | Q(valid_to__lte=day)
    return _whole(country).filter(ended_or_later, kind="precinct")


def _whole(unit: Unit) -> QuerySet[Unit]:
    """The same as `subtree`, read as the table lies: the index on the path leads to the rows one by one."""
    root = Substr("path", 1, len(unit.path))
    found: QuerySet[Unit] = Unit.objects.alias(root=root).filter(root=unit.path).order_by()
    return found


class _Lines(Aggregate):
    """Texts of many rows as the lines of one."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, '\n')"
    output_field = TextField()

    def as_postgresql(self, *args: Any, **kwargs: Any) -> Any:
        return self.as_sql(*args, function="STRING_AGG", **kwargs)


def names_on(units: Iterable[Unit], day: dt.date) -> dict[int, Called]:
    """What each unit was called on that day, by its primary key; one query beside that for the units.

    Before a unit began or after it ended, the first and the last of its names answer.
    """
    rows = list(units)
    countries = {unit.country for unit in rows}
    then: dict[int, Unit | EarlierName] = {unit.pk: unit for unit in rows}
    later = EarlierName.objects.filter(unit__country__in=countries, valid_to__gt=day).order_by("-valid_to")
    # Oldest last, so that the name which ends soonest after the day is the one that stays.
    for name in later:
        if name.unit_id in then:
            then[name.unit_id] = name
    return {
        key: Called(named.name_kk, named.name_ru, named.name_en, named.iso) for key, named in then.items()
    }


def ends_of(country: str) -> dict[str, dt.date | None]:
    """The day on which each unit of the country ended, by code; None for one that exists."""
    return dict(Unit.objects.filter(country=country).values_list("code", "valid_to"))


def territory_sheet(unit: Unit) -> Sheet:
    """The unit, those above it and all beneath it, in tree order; a row for each name that a unit has had.

    In the import's columns: with the units above, a part of the country can be taken by itself.
    """
    above = [unit.path[:end] for end in range(Unit.steplen, len(unit.path), Unit.steplen)]

    def parts(_: bool) -> Iterator[pl.DataFrame]:
        units = pl.concat([_read(_whole(unit)), _read(Unit.objects.filter(path__in=above))]).sort("path")
        upper = units.filter(pl.col("kind") != "precinct").select(pl.col("path").alias("over"), parent="code")
        over = pl.col("path").str.head(-Unit.steplen).alias("over")
        units = units.with_columns(over).join(upper, on="over", how="left", maintain_order="left")
        for part in _with_earlier_names(units, unit.country).select(SHEET.keys()).iter_slices(ROWS):
            yield without_blanks(part)

    return Sheet(SHEET, parts)


def _read(units: QuerySet[Unit]) -> pl.DataFrame:
    """Units as columns, as the table lies: rows in the order of paths take three times as long."""
    rows = units.order_by().values_list(*READ).iterator(FETCHED)
    found = [pl.DataFrame(schema=READ)]
    while some := list(islice(rows, FETCHED)):
        found.append(pl.DataFrame(dict(zip(READ, zip(*some, strict=True), strict=True)), schema=READ))
    return pl.concat(found)


def _with_earlier_names(units: pl.DataFrame, country: str) -> pl.DataFrame:
    """The same with a row for each earlier name before that of the unit; each begins where the last ended."""
    names = EarlierName.objects.filter(unit__country=country)
    then = ("name_kk", "name_ru", "name_en", "valid_to", "iso")
    schema = {"id": READ["id"], **{name: READ[name] for name in then}}
    earlier = pl.DataFrame(list(names.values_list("unit_id", *then)), schema=schema, orient="row")
    if not earlier.height:
        return units
    former = (
        units.drop(then).join(earlier, on="id").with_columns(is_last=False).select(*units.columns, "is_last")
    )
    found = pl.concat([former, units.with_columns(is_last=True)]).sort("path", "is_last", "valid_to")
    begins = pl.coalesce(pl.col("valid_to").shift().over("id", order_by="at"), "valid_from")
    return found.with_row_index("at").with_columns(valid_from=begins)


LAST = "Z" * 64  # sorts after every path that goes on


def counted_units(units: QuerySet[Unit], day: dt.date) -> QuerySet[Unit]:
    """The units with what a list shows beside them: `above_code`, `above_<language>`, `precincts`, `beneath`.

    `precincts` and `beneath` (all others) lie beneath and exist on the day; one question for all of it.
    """
    above = Unit.objects.filter(path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Unit.steplen))
    inside = valid_on(
        Unit.objects.filter(path__gt=OuterRef("path"), path__lte=Concat(OuterRef("path"), Value(LAST))), day
    )
    found: QuerySet[Unit] = units.annotate(
        above_code=Subquery(above.values("code")[:1]),
        **{f"above_{one}": Subquery(above.values(f"name_{one}")[:1]) for one in LANGUAGES},
        precincts=_count(inside.filter(kind="precinct")),
        beneath=_count(inside.exclude(kind="precinct")),
    )
    return found


def _count(rows: QuerySet[Unit]) -> Coalesce:
    """How many rows a question inside another has."""
    number = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number), 0)


def units_right_beneath(unit: Unit) -> QuerySet[Unit]:
    """The units whose parent it is, in tree order; also what is no longer valid."""
    found: QuerySet[Unit] = Unit.objects.filter(path__startswith=unit.path, depth=unit.depth + 1)
    return found.order_by("path")


def units_right_above(unit: Unit) -> list[Unit]:
    """The units that it lies in, the country first: one question."""
    return list(Unit.objects.get_ancestors(unit).order_by("path"))


def earlier_names_of(unit: Unit) -> list[EarlierName]:
    """What it was called before, the latest first."""
    return list(EarlierName.objects.filter(unit=unit).order_by("-valid_to"))
