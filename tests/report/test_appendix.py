"""What stands behind the brief, for divisions with and without an earlier round."""

import dataclasses

from benchmark.comparison.change_chart import change_chart
from benchmark.comparison.content import Comparison
from benchmark.comparison.division_content import content_of
from benchmark.report.division import division_report
from tests.comparison.facts import QUESTIONNAIRE
from tests.comparison.two_rounds import moved, same_leads
from tests.reading import flat, page_texts
from tests.samples import sample_questionnaire, seven_divisions


def _text(shown: Comparison, key: str) -> str:
    content = content_of(shown, QUESTIONNAIRE, key)
    return flat(" ".join(page_texts(division_report(content))))


def test_the_last_round_stands_beside_this_one_with_its_noise_band() -> None:
    shown = moved(*same_leads(3))
    since, chart = shown.since, change_chart(shown, "medicine")
    assert since is not None
    assert chart is not None
    text = _text(shown, "medicine")
    for words in (chart.title, since.caution, *chart.table.rows[1]):
        assert words in text


def test_the_change_of_another_division_is_not_in_it() -> None:
    shown = moved(*same_leads(3))
    assert shown.since is not None
    first, second, *rest = shown.since.divisions
    other = dataclasses.replace(second, new_leads=second.new_leads + 1)
    since = dataclasses.replace(shown.since, divisions=(first, other, *rest))
    one, same = (
        content_of(each, QUESTIONNAIRE, first.key)
        for each in (shown, dataclasses.replace(shown, since=since))
    )
    assert one == same


def test_without_an_earlier_round_it_says_so() -> None:
    content = content_of(seven_divisions(), sample_questionnaire(), "d1")
    text = flat(" ".join(page_texts(division_report(content))))
    assert "No earlier round of this trust can stand beside this one." in text
