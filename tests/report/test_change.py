"""Change since the last round in the trust's report: its limit first, then the picture's numbers."""

from benchmark.comparison.change_chart import change_chart
from benchmark.report.change import change_pages
from benchmark.report.trust import trust_report
from tests.comparison.two_rounds import moved, same_leads
from tests.reading import flat, page_texts
from tests.samples import seven_divisions


def test_the_report_says_the_limit_before_the_change_and_carries_the_pictures_numbers() -> None:
    comparison = moved(*same_leads(3), {"surgery": 1})
    text = flat(" ".join(page_texts(trust_report(comparison))))
    chart = change_chart(comparison)
    assert chart
    assert comparison.since
    limit, title = flat(comparison.since.caution), flat(chart.title)
    assert limit in text[text.index(title) :]
    after = text[text.index(limit) :]
    for row in chart.table.rows:
        assert " ".join(row[1:5]) in after


def test_a_first_round_has_no_such_pages() -> None:
    assert change_pages(seven_divisions()) == []
