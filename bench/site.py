"""Pages of the country in three languages into an empty folder, against Hugo and django-distill.

Ours words every figure of an open book and writes HTML, JSON, tables, calendars and manifests, three files
and more a page. The peers get the words of the same pages, ready and in order, render them through a template
of theirs and write the HTML alone. Beside the time stands what it took of the processors, of all processes.

Where the system has a file system in memory, all write there: what a disk is busy with says nothing of them.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.intake import dauys
from bench.measuring import Way, in_rounds, timed

ELECTION = "kz-akim-2021-07-25"
AT = "2021-10-28T18:00:00+06:00"  # the end of the sample
EVERY = 6  # one unit in so many is the smaller row
ROUNDS = 3
SETTLING = 6  # seconds: a disk looks past what was deleted just now, and whoever comes next would pay
MEMORY = Path("/dev/shm")
NO_HUGO = "Hugo is not installed: not compared"
PEER = "django-distill, HTML only"  # on the smaller row alone: a page costs it the same on both, and a lot
LANGUAGES = ("kk", "ru", "en")
Press = Callable[[Path, int], None]
HUGO_SETTINGS = {
    "baseURL": "http://127.0.0.1/",
    "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "home", "section", "404"],
}
HUGO_TEMPLATE = """<!doctype html>
<html lang="{{ .Params.lang }}">
<head><meta charset="utf-8"><title>{{ .Title }}</title><link rel="stylesheet" href="/style.css"></head>
<body>
{{ range .Params.blocks }}
{{ if .rows }}<table>{{ range .rows }}<tr>
{{ range . }}<td>{{ if .href }}<a href="{{ .href }}">{{ .text }}</a>{{ else }}{{ .text }}{{ end }}</td>
{{ end }}</tr>{{ end }}</table>
{{ else }}<p>{{ if .href }}<a href="{{ .href }}">{{ .text }}</a>{{ else }}{{ .text }}{{ end }}</p>{{ end }}
{{ end }}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Pages:
    """What was measured: how many pages, out of how many files, by which ways."""

    pages: int
    files: int
    ways: list[Way]
    left_out: str = ""  # a peer that is not here to be measured


def measure(folder: Path) -> Iterator[Pages]:
    """Some units of the country and all of it: Hugo where it is installed, ours by one process and by two."""
    home = folder / "country"
    dauys(home, "demo", "--no-serve")
    some, whole = _presses(home)
    yield _measured(folder, some, [PEER])
    yield _measured(folder, whole, [])


def _measured(folder: Path, press: Press, peers: list[str]) -> Pages:
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else folder) as place:
        return _in_rounds(folder, Path(place) / "site", press, peers)


def _in_rounds(folder: Path, site: Path, press: Press, peers: list[str]) -> Pages:
    press(site, 2)
    pages = sorted(site.rglob("*.html"))
    files = sum(path.is_file() for path in site.rglob("*"))
    words = [_words(path, site) for path in pages if path.relative_to(site).parts[0] in LANGUAGES]
    _for_hugo(folder / "hugo", words)
    (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")
    ways: dict[str, Callable[[], object]] = {}
    if shutil.which("hugo"):
        ways["Hugo, HTML only"] = lambda: _run("hugo", "--quiet", "-s", folder / "hugo", "-d", site)
    ways["dauys, two processes"] = lambda: press(site, 2)
    ways["dauys, one process"] = lambda: press(site, 1)
    if PEER in peers:
        peer = Path(__file__).with_name("distilled.py")
        ways[PEER] = lambda: _run(sys.executable, peer, folder / "words.json", site)
    burnt: dict[str, list[float]] = {name: [] for name in ways}
    found = in_rounds({name: _afresh(site, work, burnt[name]) for name, work in ways.items()}, ROUNDS)
    measured = [_with_cost(way, burnt[way.name], len(words)) for way in found]
    return Pages(len(words), files, measured, "" if shutil.which("hugo") else NO_HUGO)


def _with_cost(way: Way, burnt: Sequence[float], pages: int) -> Way:
    seconds = statistics.median(burnt[1:])  # without the round that warms up
    return replace(way, note=f"{seconds:.1f} s of processors: {pages / seconds:,.0f} pages/s/core")


def _afresh(site: Path, work: Callable[[], object], burnt: list[float]) -> Callable[[], float]:
    def run() -> float:
        shutil.rmtree(site, ignore_errors=True)
        os.sync()  # what the one before has written is not paid for by the next
        time.sleep(SETTLING)
        before = _processors()
        seconds = timed(work)
        burnt.append(_processors() - before)
        return seconds

    return run


def _processors() -> float:
    """Seconds of processors that this process and those it has waited for have used."""
    used = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _presses(home: Path) -> tuple[Press, Press]:
    """Publishing into a folder by so many processes, the book open: one unit in `EVERY`, and the election."""
    os.environ["DAUYS_HOME"] = str(home)
    from dauys.ops.running import start  # noqa: PLC0415 -- after the home is named

    start()
    from dauys.apps.publication.actions import publish  # noqa: PLC0415
    from dauys.apps.publication.actions.sharing import publish_shares  # noqa: PLC0415
    from dauys.apps.publication.pages.reading import Reading  # noqa: PLC0415
    from dauys.apps.publication.pages.voice import Voice  # noqa: PLC0415
    from dauys.apps.results.queries import open_book  # noqa: PLC0415

    at = dt.datetime.fromisoformat(AT)
    book = open_book(ELECTION, at=at)
    reading = Reading(book)
    units = [(unit.code, unit.kind) for unit in reading.published()][::EVERY]

    def some(site: Path, processes: int) -> None:
        voices = [Voice(reading, language) for language in LANGUAGES]
        for _ in publish_shares(site, voices, units, processes):
            pass

    def whole(site: Path, processes: int) -> None:
        publish(book, site, at=at, workers=processes)

    return some, whole


class _Words(HTMLParser):
    """The words of a page in their order: blocks of text, and tables as rows of cells, each with its link."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.blocks = "", list[dict[str, Any]]()
        self._href, self._rows, self._tag = "", list[list[dict[str, str]]](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        if tag == "a":
            self._href = dict(attrs).get("href") or ""
        elif tag == "table":
            self._rows = []
            self.blocks.append({"rows": self._rows, "text": "", "href": ""})
        elif tag == "tr":
            self._rows.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = ""
        elif tag == "table":
            self._rows = []

    def handle_data(self, data: str) -> None:
        if not (text := data.strip()):
            return
        if self._tag == "title" and not self.title:
            self.title = text
        elif self._rows:
            self._rows[-1].append({"text": text, "href": self._href})
        else:
            self.blocks.append({"rows": [], "text": text, "href": self._href})


def _words(path: Path, site: Path) -> dict[str, Any]:
    """What a peer needs of a page: address, language, title, blocks."""
    read = _Words()
    read.feed(path.read_text(encoding="utf-8"))
    address = path.relative_to(site).as_posix()
    return {"url": f"/{address}", "lang": address[:2], "title": read.title, "blocks": read.blocks}


def _for_hugo(source: Path, words: list[dict[str, Any]]) -> None:
    shutil.rmtree(source, ignore_errors=True)
    (source / "content").mkdir(parents=True)
    (source / "layouts" / "_default").mkdir(parents=True)
    (source / "config.json").write_text(json.dumps(HUGO_SETTINGS), encoding="utf-8")
    (source / "layouts" / "_default" / "single.html").write_text(HUGO_TEMPLATE, encoding="utf-8")
    for number, one in enumerate(words):
        (source / "content" / f"{number}.md").write_text(
            json.dumps(one, ensure_ascii=False), encoding="utf-8"
        )


def _run(*words: str | Path) -> None:
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{words[0]}\n{done.stdout}{done.stderr}")
