"""Change since the last round in both reports: its limit first, then the numbers of the picture."""

from benchmark.comparison.brief import division_brief
from benchmark.comparison.change_chart import change_chart
from benchmark.report.change import change_pages
from benchmark.report.division import division_report
from benchmark.report.trust import trust_report
from tests.comparison.facts import QUESTIONNAIRE
from tests.comparison.two_rounds import moved, same_leads
from tests.reading import flat, page_texts
from tests.samples import seven_divisions


def test_both_reports_say_the_limit_before_the_change_and_carry_the_pictures_numbers() -> None:
    comparison = moved(*same_leads(3), {"surgery": 1})
    brief = division_brief(comparison, QUESTIONNAIRE, "surgery")
    for division, pdf in (
        ("", trust_report(comparison)),
        ("surgery", division_report(comparison, brief)),
    ):
        text = flat(" ".join(page_texts(pdf)))
        chart = change_chart(comparison, division)
        assert chart
        assert comparison.since
        limit, title = flat(comparison.since.caution), flat(chart.title)
        assert limit in text[text.index(title) :]
        after = text[text.index(limit) :]
        for row in chart.table.rows:
            assert " ".join(row[1:5]) in after


def test_a_first_round_has_no_such_pages() -> None:
    assert change_pages(seven_divisions()) == []
