"""The parts of a report for a division that is released, and for one that is not."""

from benchmark.assessment.results import facts_of, reader_of
from benchmark.comparison.compare import compare
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from benchmark.web.divisions.parts import parts_of
from tests.servers import response_of


def test_there_is_a_chart_and_a_choice_only_of_what_is_released(
    released_app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(released_app.engine, writes=False) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        comparison = compare(facts_of(session, asked, questionnaire), reader_of(asked.trust))
    shown = parts_of(comparison, questionnaire, "medicine")
    assert shown["result"].key == shown["brief"].division_key == "medicine"
    assert "<svg" in shown["picture"]
    hidden = parts_of(comparison, questionnaire, "surgery")
    assert (hidden["brief"], hidden["chart"], hidden["picture"]) == (None, None, None)
