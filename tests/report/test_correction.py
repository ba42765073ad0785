"""The correction notice as a PDF, read back out of its pages."""

import dataclasses
import re
from collections import Counter
from datetime import UTC, datetime

from benchmark.comparison.correction import ROUND, Change, Notice, Place, notice_hash, notice_of
from benchmark.comparison.wording import local_time
from benchmark.report.correction import correction_pdf
from benchmark.scoring.schedule import first_schedule
from tests.reading import flat, page_texts, properties, unmarked
from tests.samples import HOSTILE, seven_divisions, two_divisions

NUMBER = re.compile(r"\d\.\d")
ISSUED = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
SECOND = first_schedule().model_copy(update={"version": "1.1", "reason": "Because of a reason."})


def notice() -> Notice:
    """Two invented comparisons side by side: everything differs."""
    after = dataclasses.replace(two_divisions(), schedule="1.1", scoring="Otherwise.")
    return notice_of(seven_divisions(), after, SECOND)


def test_it_holds_every_change_whole() -> None:
    made = notice()
    text = flat(" ".join(page_texts(correction_pdf(made, ISSUED))))
    sentences, *tables = made.places
    assert sentences.name == ROUND
    for change in sentences.changes:
        assert f"Before: {flat(change.before)} Now: {flat(change.after)}" in text
    cells = [text for p in tables for c in p.changes for text in (c.name, c.before, c.after)]
    assert len(cells) > 3 * 50
    assert "…" not in text, "a cell was cut"
    # cells that wrap are read line by line, so numbers are counted
    assert Counter(NUMBER.findall(" ".join(cells))) <= Counter(NUMBER.findall(text))
    assert set(" ".join(cells).split()) <= set(text.split())


def test_the_cover_says_where_the_figures_come_from() -> None:
    made = notice()
    cover = flat(page_texts(correction_pdf(made, ISSUED))[0])
    for words in (
        "Correction notice",
        made.trust_name,
        made.round_title,
        f"Issued {local_time(ISSUED)}",
        "Scoring schedule 1.1; before, 1.0",
        made.questionnaire,
        made.questionnaire_hash,
        made.software,
        local_time(made.data_cut),
        made.hash_before,
        made.hash_after,
        notice_hash(made),
        "Invented data",
        "never changed",
    ):
        assert words in cover, words


def test_it_gives_the_reason_and_both_rules() -> None:
    made = notice()
    why = flat(page_texts(correction_pdf(made, ISSUED))[1])
    for words in (made.summary, "Because of a reason.", made.scoring_before, "Otherwise."):
        assert flat(words) in why


def test_the_same_notice_gives_the_same_bytes() -> None:
    assert correction_pdf(notice(), ISSUED) == correction_pdf(notice(), ISSUED)


def test_it_is_named_outlined_and_wholly_tagged() -> None:
    pdf = correction_pdf(notice(), ISSUED)
    title, language, outline = properties(pdf)
    assert title.endswith("correction notice, Autumn round 2026")
    assert language == "en-GB"
    assert outline == ["Why figures changed", "What changed"]
    assert unmarked(pdf) == 0


def test_only_invisible_changes_are_told_too() -> None:
    quiet = dataclasses.replace(notice(), places=(), unseen=4)
    text = flat(" ".join(page_texts(correction_pdf(quiet, ISSUED))))
    assert "Four further figures move by less than what is shown." in text


def test_hostile_names_and_texts_are_only_text() -> None:
    changes = tuple(Change(text, text, text[::-1]) for text in HOSTILE)
    made = dataclasses.replace(
        notice(),
        trust_name=HOSTILE[0],
        round_title=HOSTILE[2],
        reason=HOSTILE[3],
        places=(Place(ROUND, changes), Place(HOSTILE[4], changes)),
    )
    text = flat(" ".join(page_texts(correction_pdf(made, ISSUED))))
    assert '<script>alert("1")</script>' in text
