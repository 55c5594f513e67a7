"""The site as a whole: every link leads somewhere, nothing comes from elsewhere, each page weighs little."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import fastjsonschema
import pytest

from dauys.apps.publication.actions import publish
from dauys.apps.publication.pages.catalogue import words
from dauys.apps.results.queries import Book
from dauys.core.findings import Refused
from dauys.press.weighing import LIMIT, weight
from tests.apps.publication.books import AT, Protocol, book, seat, small_seats
from tests.apps.publication.site import Page, page, pages
from tests.cast import ELECTION

KINDS = (
    "results", "candidates", "candidacies", "commission", "matrix", "calendar", "turnout", "law", "election",
    "elections", "find", "sources", "plans",
)  # fmt: skip


def test_link_leads_to_a_file_of_the_site(site: Path) -> None:
    broken = [
        (one.folder, href)
        for one in pages(site)
        for href, _ in one.anchors
        if "://" not in href
        and not href.startswith(("#", "mailto:", "tel:"))
        and not one.target(href).is_file()
    ]
    assert broken == []


def test_page_for_what_is_not_there_speaks_three_languages_and_needs_no_other_file(site: Path) -> None:
    here = Page(site / "404.html", site)
    assert (here.anchors, here.headings) == ([], [1, 2, 2])
    assert here.loaded == [("link", "data:,")]
    for language in ("kk", "ru", "en"):
        for sentence in words(language)["missing"].values():
            assert sentence in here.text
    entries = json.loads((site / "manifest/_site.json").read_bytes())["files"]
    assert "404.html" in [entry["path"] for entry in entries]


def test_page_asks_nothing_of_another_host_and_runs_no_script(site: Path) -> None:
    for one in pages(site):
        assert "script" not in one.tags
        assert [href for _, href in one.loaded if "//" in href] == []
        assert [name for name in ("onclick", "onload", "javascript:") if name in one.html] == []
    assert "url(" not in (site / "style.css").read_text(encoding="utf-8")
    assert "@import" not in (site / "style.css").read_text(encoding="utf-8")


def test_only_the_pages_of_the_law_and_of_sources_link_outside(site: Path) -> None:
    outside = {one.folder for one in pages(site) for href, _ in one.anchors if "://" in href}
    assert outside == {
        f"{language}/{ELECTION}/{page}" for language in ("kk", "ru", "en") for page in ("law", "sources")
    }


def test_link_is_relative_so_the_site_works_under_any_prefix(site: Path) -> None:
    absolute = [
        (one.folder, href)
        for one in pages(site)
        for href in [*(href for href, _ in one.anchors), *(href for _, href in one.loaded)]
        if href.startswith("/")
    ]
    assert absolute == []


def test_language_switch_leads_to_the_same_page(site: Path) -> None:
    for one in pages(site):
        language, _, rest = one.folder.partition("/")
        if language not in ("kk", "ru", "en"):
            continue
        found = {
            attributes["hreflang"]: one.target(href).parent.relative_to(site).as_posix()
            for href, attributes in one.anchors
            if "hreflang" in attributes
        }
        assert found == {code: f"{code}/{rest}".rstrip("/") for code in ("kk", "ru", "en")}
        assert one.language == language


@pytest.mark.parametrize("code", ["R1", "D1", "U1", "U1.1"])
def test_up_and_down_are_one_click(site: Path, small: Book, code: str) -> None:
    unit = small.units[code]
    here = page(site, f"kk/{ELECTION}/{code}")
    leads_to = {here.target(href).parent.name for href, _ in here.anchors if "://" not in href}
    assert {unit.parent, *unit.children} <= leads_to
    above = page(site, f"kk/{ELECTION}/{unit.parent}")
    assert code in {above.target(href).parent.name for href, _ in above.anchors if "://" not in href}


def test_headings_go_down_one_step_at_a_time(site: Path) -> None:
    for one in pages(site):
        assert one.headings[0] == 1, one.folder
        assert one.headings.count(1) == 1, one.folder
        assert all(after - before <= 1 for before, after in zip(one.headings, one.headings[1:], strict=False))


def test_page_with_its_style_weighs_little(site: Path) -> None:
    style = weight((site / "style.css").read_bytes())
    assert style <= 4_000
    assert max(weight(one.path.read_bytes()) for one in pages(site)) + style <= LIMIT


def test_json_twin_keeps_to_its_published_schema(site: Path) -> None:
    valid = {
        path.stem: fastjsonschema.compile(json.loads(path.read_bytes()))
        for path in (site / "schema").glob("*.json")
    }
    seen = set()
    for one in pages(site):
        schema = (one.path.parent / one.record["$schema"]).resolve()
        assert schema.parent == (site / "schema").resolve()
        valid[schema.stem](one.record)
        seen.add(schema.stem)
    assert seen == set(KINDS)
    for path in (site / "manifest").rglob("*.json"):
        valid["manifest"](json.loads(path.read_bytes()))


def test_json_of_results_is_that_of_the_console(site: Path, small: Book) -> None:
    for code in ("KZ", "D1", "U1", "U1.1", "U3.1"):
        result = small.result(code, small.contest_of(code))
        record = page(site, f"ru/{ELECTION}/{code}").record
        assert {key: record[key] for key in result.as_dict()} == json.loads(json.dumps(result.as_dict()))


def test_every_page_has_its_json_and_every_table_of_units_its_csv(site: Path) -> None:
    for one in pages(site):
        assert (one.path.parent / "index.json").is_file()
    table = (site / f"kk/{ELECTION}/U1/table.csv").read_bytes().decode()
    rows = list(csv.DictReader(table.splitlines()))
    assert [(row["unit"], row["name"], row["received"], row["participated"]) for row in rows] == [
        ("U1.1", "U1.1 kk", "1", "305"), ("U1.2", "U1.2 kk", "0", ""),
    ]  # fmt: skip
    assert rows[0][f"votes:{ELECTION}/U1#1"] == "200"
    assert rows[0]["voters_on_list"] == "500"


def test_manifests_list_every_file_with_size_and_digest(site: Path) -> None:
    listed = {}
    for path in (site / "manifest").rglob("*.json"):
        listed |= {entry["path"]: entry for entry in json.loads(path.read_bytes())["files"]}
    files = {
        path.relative_to(site).as_posix(): path
        for path in site.rglob("*")
        if path.is_file() and path.relative_to(site).parts[0] != "manifest"
    }
    assert set(listed) == set(files)
    for name, path in files.items():
        content = path.read_bytes()
        assert (listed[name]["size"], listed[name]["sha256"]) == (
            len(content), hashlib.sha256(content).hexdigest()
        )  # fmt: skip


def test_same_book_gives_the_same_bytes(small: Book, site: Path, tmp_path: Path) -> None:
    publish(book(), tmp_path, at=AT)
    assert _contents(tmp_path) == _contents(site)


def test_second_run_writes_nothing(small: Book, tmp_path: Path) -> None:
    first = publish(small, tmp_path, at=AT)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = publish(small, tmp_path, at=AT)
    assert (first.unchanged, again.written, again.unchanged) == (0, 0, first.written)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_missing_and_cut_files_are_written_again(small: Book, tmp_path: Path) -> None:
    publish(small, tmp_path, at=AT)
    before = _contents(tmp_path)
    (tmp_path / "kk" / ELECTION / "U1" / "index.html").unlink()
    (tmp_path / "ru" / ELECTION / "U1" / "index.html").write_bytes(b"<!doctype")
    (tmp_path / "manifest" / ELECTION / "U2.json").write_bytes(b'{"files": [')
    publish(small, tmp_path, at=AT)
    assert _contents(tmp_path) == before


def test_unit_cut_off_by_a_kill_is_finished_before_anything_else(small: Book, tmp_path: Path) -> None:
    publish(small, tmp_path, at=AT)
    before = _contents(tmp_path)
    corner = tmp_path / ".staged" / "4711"
    corner.mkdir(parents=True)
    (corner / "1").write_bytes(b"not to be seen: the next page replaces it")
    nodes = [0, (corner / "1").stat().st_ino]
    log = {"first": 0, "put": ["kk/a.html", "kk/index.html"], "nodes": nodes, "gone": []}
    (corner / "log.json").write_text(json.dumps(log))
    publish(small, tmp_path, at=AT)
    # The page moved by the log has another size than its manifest says: it is written again.
    assert _contents(tmp_path) == before
    assert not (tmp_path / ".staged").exists()


def test_second_publisher_is_refused_while_the_first_is_at_work(small: Book, tmp_path: Path) -> None:
    publish(small, tmp_path, at=AT)
    code = (
        "import sys, time; from pathlib import Path; from dauys.press.holding import holding\n"
        "with holding(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Refused) as refused:
            publish(small, tmp_path, at=AT)
        other.communicate("")
    assert [fault.code for fault in refused.value.faults] == ["W-03"]
    assert publish(small, tmp_path, at=AT).written == 0


def test_file_changed_by_hand_is_written_again_though_it_is_as_long(small: Book, tmp_path: Path) -> None:
    publish(small, tmp_path, at=AT)
    before = _contents(tmp_path)
    page = tmp_path / "kk" / ELECTION / "U1" / "index.json"
    page.write_bytes(page.read_bytes().replace(b"1", b"7"))
    assert publish(small, tmp_path, at=AT).written == 2  # the page, and its manifest after it
    assert _contents(tmp_path) == before


def test_whole_run_finds_a_page_changed_behind_the_back_of_size_and_time(small: Book, tmp_path: Path) -> None:
    publish(small, tmp_path, at=AT)
    before = _contents(tmp_path)
    page = tmp_path / "kk" / ELECTION / "U1" / "index.json"
    times = page.stat().st_atime_ns, page.stat().st_mtime_ns
    page.write_bytes(page.read_bytes().replace(b"1", b"7"))
    os.utime(page, ns=times)
    assert publish(small, tmp_path, at=AT).written == 0
    assert publish(small, tmp_path, at=AT, compares=True).written == 2
    assert _contents(tmp_path) == before


def test_link_to_another_folder_is_refused_and_nothing_is_written_through_it(
    small: Book, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    site = tmp_path / "site"
    publish(small, site, at=AT)
    (site / "kk").rename(tmp_path / "kk before")
    (site / "kk").symlink_to(elsewhere)
    with pytest.raises(Refused) as refused:
        publish(small, site, at=AT)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [("W-05", str(site / "kk"))]
    assert list(elsewhere.iterdir()) == []


def test_new_protocol_changes_only_the_pages_above_it(small: Book, tmp_path: Path) -> None:
    publish(small, tmp_path, at=AT)
    before = _contents(tmp_path)
    seats = small_seats()
    seats[2] = seat("U3", 3, [Protocol(votes=(90, 80, 70))])
    publish(book(seats), tmp_path, at=AT)
    changed = {
        name.split("/")[2] for name, content in _contents(tmp_path).items() if before.get(name) != content
    }
    assert changed & {"U1", "U1.1", "U1.2", "U2", "U2.1"} == set()
    assert {"U3", "U3.1", "D1", "R1", "KZ"} <= changed


def test_moment_shown_changes_calendar_pages_only(small: Book, tmp_path: Path) -> None:
    publish(small, tmp_path, at=AT)
    before = _contents(tmp_path)
    later = AT.replace(hour=9)
    publish(book(at=later), tmp_path, at=later)
    changed = {name for name, content in _contents(tmp_path).items() if before[name] != content}
    assert {
        name for name in changed if "/calendar/" not in name and not name.startswith("manifest/")
    } == set()
    assert any("/calendar/" in name for name in changed)


def test_page_that_no_longer_belongs_is_removed(tmp_path: Path) -> None:
    publish(book(), tmp_path, at=AT)
    (tmp_path / "kk" / "notes.txt").write_text("somebody else's")
    done = publish(book(small_seats()[:2]), tmp_path, at=AT)
    assert done.removed > 0
    assert not list(tmp_path.glob(f"*/{ELECTION}/U3*"))
    assert not list((tmp_path / "manifest" / ELECTION).glob("U3*"))
    assert (tmp_path / "kk" / "notes.txt").read_text() == "somebody else's"


def test_manifest_can_not_have_files_outside_the_site_removed(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    publish(book(), folder, at=AT)
    spoiled = folder / "manifest" / ELECTION / "U3.json"
    spoiled.write_text(json.dumps({"files": [{"path": "../precious.txt"}, {"path": str(precious)}]}))
    publish(book(small_seats()[:2]), folder, at=AT)
    assert precious.read_text() == "mine"


@pytest.mark.parametrize(
    "spoiled", ["{", "[]", '{"files":[1]}', '{"files":7}', '{"files":[{"path":1}]}', '{"files":[{}]}']
)
def test_spoiled_manifest_is_written_anew(small: Book, tmp_path: Path, spoiled: str) -> None:
    publish(small, tmp_path, at=AT)
    manifests = [tmp_path / "manifest" / ELECTION / name for name in ("U1.json", "_election.json")]
    written = [path.read_bytes() for path in manifests]
    for path in manifests:
        path.write_text(spoiled)
    publish(small, tmp_path, at=AT)
    assert [path.read_bytes() for path in manifests] == written


def test_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"three years of work")
    with pytest.raises(Refused) as refused:
        publish(book(), tmp_path, at=AT)
    assert [fault.code for fault in refused.value.faults] == ["W-02"]
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize(
    "unit", ["law", "page", "find", "sources", "index.html", "index.json", "..", "a/b", "a b"]
)
def test_code_that_can_not_be_a_folder_is_refused(tmp_path: Path, unit: str) -> None:
    with pytest.raises(Refused) as refused:
        publish(book([seat(unit, 2, [Protocol()])]), tmp_path, at=AT)
    assert {fault.code for fault in refused.value.faults} == {"W-01"}
    assert list(tmp_path.iterdir()) == []


def test_page_without_a_book_of_its_moment_is_refused(small: Book, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2021-07-26"):
        publish(small, tmp_path, at=AT.replace(hour=3))


def test_progress_is_told_up_to_the_last_unit(small: Book, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    publish(small, tmp_path, at=AT, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, len(small.units)) for done in range(1, len(small.units) + 1)]


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
