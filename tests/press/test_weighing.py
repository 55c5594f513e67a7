"""The weight of a page is that of its compressed bytes."""

from dauys.press.weighing import weight


def test_weight_is_that_of_the_compressed_page() -> None:
    page = "<tr><td>Ақшұқыр ауылы</td></tr>".encode() * 300
    assert weight(page) < len(page) // 10
    assert weight(page) == weight(page)
