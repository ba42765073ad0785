"""What stands on the questionnaire on paper."""

from benchmark.comparison.paper import Statement, paper_form
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from tests.samples import sample_questionnaire

PARTS = [Statement("Who", "Nobody. Ever.")]


def test_every_practice_is_numbered_in_the_order_of_the_file() -> None:
    asked = sample_questionnaire()
    form = paper_form(asked, PARTS)
    headings = [practice.heading for section in form.sections for practice in section.practices]
    assert headings == [f"{n}. {p.name}" for n, p in enumerate(asked.practices, start=1)]
    assert form.statement == tuple(PARTS)
    assert asked.content_hash in form.digest
    assert form.scenes == ()


def test_follow_ups_and_scenes_of_the_second_version() -> None:
    asked = read_questionnaire(questionnaire_folder() / "management-practice-1.1.yaml")
    form = paper_form(asked, PARTS)
    practices = [practice for section in form.sections for practice in section.practices]
    (follow_up,) = (practice for practice in practices if practice.builds_on)
    origin = next(practice for practice in asked.practices if practice.not_in_place)
    assert follow_up.others[0] == origin.not_in_place
    assert {len(practice.others) for practice in practices if not practice.builds_on} == {2}
    names = {practice.key: practice.name for practice in asked.practices}
    assert follow_up.builds_on == f"Builds on “{names[origin.follows or '']}”."
    assert [scene.name for scene in form.scenes] == [each.name for each in asked.vignettes]
    levels = {practice.key: practice.levels for practice in asked.practices}
    assert [scene.levels for scene in form.scenes] == [levels[v.practice] for v in asked.vignettes]
