"""What only the edition of the three holds."""

import dataclasses

from benchmark.comparison.inside import Post
from benchmark.report.document import Furniture, built
from benchmark.report.three import differences, if_one_left, posts
from tests.comparison.insides import KEYS, MOMENT, inside_of
from tests.reading import flat, page_texts
from tests.samples import HOSTILE

FURNITURE = Furniture("t", "s", "l", "r", "h", invented=True)


def test_texts_of_the_three_print_literally_and_in_full() -> None:
    texts = {KEYS[0]: HOSTILE[0], KEYS[1]: "word " * 4000}
    pages = page_texts(built(differences(inside_of({}, {KEYS[0]: 3}, texts)), FURNITURE))
    text = flat(" ".join(pages))
    assert text.count(HOSTILE[0]) == 5  # three who wrote it as evidence, a reason and a dissent
    assert text.count("word ") > 5 * 3900
    assert "Why you settled it so:" in text


def test_posts_say_how_they_were_answered_for() -> None:
    inside = dataclasses.replace(
        inside_of({}),
        posts=(
            Post("clinical", MOMENT, 2, paper=False),
            Post("operational", MOMENT, 1, paper=True),
            Post("nursing", None, 0, paper=False, missing="vacant"),
        ),
    )
    text = flat(page_texts(built(posts(inside), FURNITURE))[0])
    assert "by two people who share the job" in text
    assert "entered from paper by the coordinator" in text
    assert "Nursing lead vacant" in text


def test_a_question_that_nobody_answered_is_told_as_that() -> None:
    silent = dataclasses.replace(inside_of({}), sections=())
    text = flat(page_texts(built(if_one_left(silent), FURNITURE))[0])
    assert "None of you answered this question" in text
    assert "Clinical lead" not in text
