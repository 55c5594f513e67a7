"""The published figures of 25.07.2021 that the generator meets, with their sources: the only table of them.

Real: all values here. Sample: nothing. None means that no source gave the figure.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dauys.ops.demo.country.records import Call, Form

ELECTION = "kz-akim-2021-07-25"
LAW = "kz/akim/2021"
CALLED_ON = dt.date(2021, 6, 25)
ELECTION_DAY = dt.date(2021, 7, 25)
NOMINATION_FROM = dt.date(2021, 6, 26)
INTERIM_DAY = dt.date(2021, 7, 7)  # the day of the interim report on nomination
NOMINATION_TO = dt.date(2021, 7, 9)  # 18:00
REGISTRATION_TO = dt.date(2021, 7, 14)  # 18:00
TURNOUT_HOURS = (10, 12, 14, 16, 18, 20, 22)  # capital time; the last is the preliminary total

DISTRICTS = 176
CONTESTS = 730
PRECINCTS = 1_847
VOTERS = 1_209_817
TURNOUT_HUNDREDTHS = 7_910  # 79.10 %
NOMINATED = 2_582
REGISTERED = 2_297
REGISTERED_SELF = 1_419
REGISTERED_PARTY = 878
REGISTERED_MEN = 1_839
REGISTERED_WOMEN = 458
INTERIM = 2_322
INTERIM_SELF = 1_455
INTERIM_PARTIES = {"Nur Otan": 588, "Auyl": 100, "QHP": 70, "Adal": 56, "Ak Zhol": 53}
WINNERS = {"Nur Otan": 627, "Auyl": 33, "Adal": 15, "Ak Zhol": 11, "QHP": 10, "OSDP": 1}
PARTIES = tuple(WINNERS)  # the six parties whose candidates were registered

# Where each figure of the whole country was read; papers.py says what stands at each address.
SOURCES = {
    "called": "akmolinform.kz/?p=9287",
    "districts": "akmolinform.kz/?p=9287",
    "contests": "akmolinform.kz/?p=9287",
    "interim": "akmolinform.kz/?p=9287",
    "nominated": "kursiv.media; qz.inform.kz",
    "registered": "inform.kz a3815785",
    "precincts": "en.inform.kz a3815965; caravan.kz",
    "voters": "en.inform.kz a3815965; caravan.kz",
    "turnout": "Wikipedia",
    "winners": "Wikipedia",
    "regional_turnout": "astanatv.kz 62550",
    "hours": "adyrna.kz; ognialatau.kz",
}


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """What was published about one region; turnout in tenths of a per cent."""

    code: str
    turnout: int
    source: str
    seats: int | None = None
    precincts: int | None = None
    voters: int | None = None
    rounded_to: int = 1  # the voters were printed to the nearest so many
    took_part: int | None = None
    interim: int | None = None
    nominated: int | None = None
    registered: int | None = None
    registered_party: int | None = None


REGIONS = (
    RegionFigures("110000000", 755, "akmolinform.kz", interim=300),
    RegionFigures("150000000", 790, "astanatv.kz 62550"),
    RegionFigures(
        "190000000",
        665,
        "aqshamnews.kz; ognialatau.kz; vecher.kz",
        seats=71,
        precincts=198,
        voters=220_000,  # "over 220 thousand"
        rounded_to=1_000,
        interim=247,
        nominated=279,
        registered=235,
    ),
    RegionFigures(
        "230000000",
        744,
        "pricom.kz; kazinform a3817549",
        seats=18,
        voters=44_305,
        took_part=32_981,
        interim=60,
        registered=52,
    ),
    RegionFigures("270000000", 814, "informburo.kz", seats=31),
    RegionFigures("310000000", 907, "astanatv.kz 62550"),
    RegionFigures("350000000", 758, "ekaraganda.kz", seats=75, interim=267, nominated=303, registered=268),
    RegionFigures("390000000", 844, "informburo.kz", seats=65, precincts=173, registered=147),
    RegionFigures(
        "430000000",
        836,
        "tolqyn.kz; informburo.kz",
        seats=40,
        precincts=54,
        nominated=151,
        registered=151,
        registered_party=53,
    ),
    RegionFigures(
        "470000000",
        824,
        "adyrna.kz",
        seats=10,
        precincts=14,
        voters=14_144,
        interim=36,
        registered=25,
    ),
    RegionFigures(
        "550000000",
        769,
        "pavlodarnews via datification.org",
        seats=44,
        precincts=126,
        voters=52_000,
        rounded_to=1_000,
    ),
    RegionFigures("590000000", 871, "turkystan.kz", precincts=218),
    RegionFigures(
        "610000000",
        771,
        "qz.inform.kz",
        seats=60,
        precincts=241,
        voters=262_500,
        rounded_to=100,
        nominated=285,
        registered=210,
        registered_party=83,
    ),
    RegionFigures("630000000", 909, "kazpravda.kz", seats=77, interim=237, registered=232),
)

# Seats by district, where a source lists them.
ALMATY_SEATS = {  # aqshamnews.kz
    "193200000": 9,  # Aksu
    "193400000": 8,  # Alakol
    "193600000": 6,  # Balkhash
    "194000000": 10,  # Enbekshikazakh
    "196400000": 1,  # Eskeldi
    "194200000": 2,  # Zhambyl
    "196800000": 1,  # Ile
    "195200000": 1,  # Karasai
    "195000000": 2,  # Karatal
    "194400000": 5,  # Kegen
    "194600000": 4,  # Kerbulak
    "194800000": 4,  # Koksu
    "195600000": 4,  # Panfilov
    "196000000": 3,  # Sarkan
    "196200000": 4,  # Talgar
    "196600000": 6,  # Uigur
    "192600000": 1,  # Tekeli
}
MANGYSTAU_SEATS = {"473600000": 4, "474200000": 1, "474600000": 4, "475200000": 1}  # adyrna.kz

# Kinds of units and of calls, where a source counts them.
KOSTANAY_FORMS: tuple[tuple[Form, int], ...] = (
    ("village", 23),
    ("settlement", 2),
    ("rural_district", 40),
)  # informburo.kz
MANGYSTAU_FORMS: tuple[tuple[Form, int], ...] = (("village", 6), ("rural_district", 4))  # adyrna.kz
WEST_KAZAKHSTAN_CALLS: tuple[tuple[Call, int], ...] = (("by_term", 26), ("early", 5))  # informburo.kz
WEST_KAZAKHSTAN_DISTRICTS = 9  # informburo.kz

# Members of precinct commissions, by region.
PRECINCT_MEMBERS = {
    "190000000": 1_451 - 17 * 7,  # aqshamnews.kz: 1,451 in 17 district and 198 precinct commissions
    "430000000": 304,  # tolqyn.kz; too few to count the district commissions in
    "550000000": 758 - 14 * 7,  # pavlodarnews: 758 in 14 territorial and 126 precinct commissions
}
