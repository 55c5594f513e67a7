"""Pages of the country in three languages onto an empty disk, against Hugo and django-distill.

Ours words every figure of an open book and writes HTML, JSON, tables and manifests. The peers get the words
of the same pages, ready and in order, render them through a template of theirs and write the HTML alone.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from bench.intake import dauys
from bench.measuring import Way, in_rounds, timed

ELECTION = "kz-akim-2021-07-25"
AT = "2021-10-28T18:00:00+06:00"  # the end of the sample
EVERY = 4  # one unit in so many: the rest of the country is more of the same
ROUNDS = 3
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


def measure(folder: Path) -> tuple[list[Way], int]:
    """Hugo where it is installed, ours by one process and by two, django-distill; and how many pages."""
    home = folder / "country"
    dauys(home, "demo", "--no-serve")
    press = _press(home)
    pages = press(folder / "site", 1)
    words = [_words(path, folder / "site") for path in sorted((folder / "site").rglob("*.html"))]
    assert len(words) == pages
    _for_hugo(folder / "hugo", words)
    (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")
    ways: dict[str, Callable[[], object]] = {}
    if shutil.which("hugo"):
        ways["Hugo, HTML only"] = lambda: _run(
            "hugo", "--quiet", "-s", folder / "hugo", "-d", folder / "site"
        )
    ways["dauys, two processes"] = lambda: press(folder / "site", 2)
    ways["dauys, one process"] = lambda: press(folder / "site", 1)
    peer = Path(__file__).with_name("distilled.py")
    ways["django-distill, HTML only"] = lambda: _run(
        sys.executable, peer, folder / "words.json", folder / "site"
    )
    return in_rounds({name: _afresh(folder / "site", work) for name, work in ways.items()}, ROUNDS), pages


def _afresh(site: Path, work: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        shutil.rmtree(site, ignore_errors=True)
        os.sync()  # what the one before has written is not paid for by the next
        return timed(work)

    return run


def _press(home: Path) -> Callable[[Path, int], int]:
    """Publishing a part of the country, its book open: by how many processes, to how many pages."""
    os.environ["DAUYS_HOME"] = str(home)
    from dauys.ops.running import start  # noqa: PLC0415 -- after the home is named

    start()
    from dauys.apps.publication.actions.sharing import publish_shares  # noqa: PLC0415
    from dauys.apps.publication.pages.catalogue import LANGUAGES  # noqa: PLC0415
    from dauys.apps.publication.pages.reading import Reading  # noqa: PLC0415
    from dauys.apps.publication.pages.voice import Voice  # noqa: PLC0415
    from dauys.apps.results.queries import open_book  # noqa: PLC0415

    reading = Reading(open_book(ELECTION, at=dt.datetime.fromisoformat(AT)))
    units = [(unit.code, unit.kind) for unit in reading.published()][::EVERY]

    def press(site: Path, processes: int) -> int:
        voices = [Voice(reading, language) for language in LANGUAGES]
        return sum(done.pages for _, done in publish_shares(site, voices, units, processes))

    return press


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
