"""Addresses on the site: folders counted from its root, links between them relative, so it works anywhere."""

from __future__ import annotations

import re

UNIT_CODE = re.compile(r"[A-Za-z0-9-][A-Za-z0-9.-]*")
ELECTION_ID = re.compile(r"[A-Za-z0-9-][A-Za-z0-9.-]*")
LAW = "law"
FIND = "find"
SOURCES = "sources"
# Names below an election that no unit may bear: those of its other pages and of the files of every page.
TAKEN = frozenset({LAW, FIND, SOURCES, "page", "index.html", "index.json"})


def election_folder(language: str, election: str) -> str:
    """`kk/kz-akim-2021-07-25/`."""
    return f"{language}/{election}/"


def unit_folder(language: str, election: str, unit: str) -> str:
    """`kk/kz-akim-2021-07-25/470000000/`."""
    return f"{language}/{election}/{unit}/"


def part_folder(folder: str, number: int) -> str:
    """The folder of the n-th part of a page: the page itself, then `page/2/`, `page/3/` …"""
    return folder if number == 1 else f"{folder}page/{number}/"


def ascent(folder: str) -> str:
    """The way from a folder up to the root of the site: `../../../`, or `./` at the root."""
    return "../" * folder.count("/") or "./"


def link(source: str, target: str) -> str:
    """The relative link from one folder to a folder or file of the site."""
    here, there = source.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) or "./"
