"""The page of components: all of them, and what errors look like."""

from __future__ import annotations

import pytest

from tests.web import people

PAGE = "/{}/desk/components/"


@pytest.mark.parametrize(
    ("language", "said"), [("kk", "Құрамдастар"), ("ru", "Компоненты"), ("en", "Components")]
)
def test_components_stand_on_one_page_in_each_language(commissions: None, language: str, said: str) -> None:
    answer = people.entered("member").get(PAGE.format(language))
    assert f"<h1>{said}</h1>" in answer.content.decode()


def test_form_that_is_sent_empty_says_each_error_with_a_link_to_its_field(commissions: None) -> None:
    text = people.entered("member").post(PAGE.format("en"), {}).content.decode()
    assert '<a href="#id_text">A line of text: fill this in</a>' in text
    assert text.count('class="error"') == 6


def test_paper_is_headed_by_the_commission_and_the_moment(commissions: None) -> None:
    text = people.entered("member").get(PAGE.format("en")).content.decode()
    head = text.partition('<div class="paper">')[2].partition("</div>")[0]
    assert "Комиссия D1" in head
    assert "As of 26\xa0July 2021, 04:00 (UTC+6)" in head
