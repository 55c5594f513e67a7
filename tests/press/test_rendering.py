"""Templates fill in words and never let them become markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from minijinja import TemplateError

from dauys.press.rendering import PLACE, Renderer, escaped, render


def folder(tmp_path: Path, template: str) -> Path:
    """A folder with one template."""
    (tmp_path / "page.html").write_text(template, encoding="utf-8")
    return tmp_path


def test_value_is_escaped_in_text_and_in_attributes(tmp_path: Path) -> None:
    place = folder(tmp_path, '<a href="{{ where }}">{{ name }}</a>')
    page = render(place, "page.html", {"name": "<b>&'\"", "where": '"><script>'}).decode()
    assert page == '<a href="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#x27;&quot;</a>'


def test_slash_stays_a_slash_and_a_written_entity_stays_words(tmp_path: Path) -> None:
    page = render(folder(tmp_path, "{{ name }}"), "page.html", {"name": "12 / 14 &#x2f; </script>"}).decode()
    assert page == "12 / 14 &amp;#x2f; &lt;/script&gt;"


def test_template_can_not_call_a_value_safe(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="unknown filter"):
        render(folder(tmp_path, "{{ name|safe }}"), "page.html", {"name": "<b>"})


def test_name_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="undefined"):
        render(folder(tmp_path, "{{ nmae }}"), "page.html", {"name": "Aigerim"})


def test_shared_words_are_known_to_every_template(tmp_path: Path) -> None:
    place = folder(tmp_path, "{{ w.front }} {{ name }}")
    assert Renderer(place, {"w": {"front": "Сайлау"}}).page("page.html", {"name": "А"}) == "Сайлау А".encode()


def test_shared_word_is_escaped_and_never_read_as_a_template(tmp_path: Path) -> None:
    place = folder(tmp_path, '<td data-l="{{ w.one }}">{{ w.two }}</td>')
    words = {"w": {"one": 'a "b" & c/d', "two": "{{ w.one }} {% if %} {# no #}"}}
    page = Renderer(place, words).page("page.html", {}).decode()
    assert page == '<td data-l="a &quot;b&quot; &amp; c/d">{{ w.one }} {% if %} {# no #}</td>'


def test_shared_word_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="undefined"):
        Renderer(folder(tmp_path, "{{ w.frnt }}"), {"w": {"front": "Election"}}).page("page.html", {})


def test_piece_is_escaped_once_and_takes_the_address_of_each_page(tmp_path: Path) -> None:
    (tmp_path / "link.html").write_text('<a href="../{{ where }}">{{ name }}</a>\n', encoding="utf-8")
    place = folder(tmp_path, "<p>{{ link }}</p>")
    renderer = Renderer(place)
    piece = renderer.piece("link.html", {"where": f"kk/{PLACE}", "name": "<b>"})
    pages = [renderer.page("page.html", {"link": piece.with_address(one)}) for one in ("a/", "a/page/2/")]
    assert pages[0] == b'<p><a href="../kk/a/">&lt;b&gt;</a></p>'
    assert pages[1] == b'<p><a href="../kk/a/page/2/">&lt;b&gt;</a></p>'


def test_template_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("{{ name }}")
    with pytest.raises((TemplateError, ValueError)):
        Renderer(tmp_path).page("page.txt", {"name": "<b>"})


def test_rows_stand_in_a_page_as_they_are_and_their_words_are_escaped_by_the_same_rule(
    tmp_path: Path,
) -> None:
    place = folder(tmp_path, "<b>{{ name }}</b>{{ rows }}<i>{{ name }}</i>")
    name = "№ 7 <&'\"/> &#x2f;"
    page = Renderer(place).page_around("page.html", {"name": name}, f"<tr>{escaped(name)}</tr>".encode())
    said = "№\u00a07 &lt;&amp;&#x27;&quot;/&gt; &amp;#x2f;"
    assert page.decode() == f"<b>{said}</b><tr>{said}</tr><i>{said}</i>"
