"""The sheets of a comparison: the same object as the page, cell for cell."""

from dataclasses import replace
from datetime import date

from benchmark.comparison.compare import compare
from benchmark.comparison.following_up import LeadChange, Offer, PlannedAction
from benchmark.comparison.wording import one_decimal
from benchmark.export.figures import FIGURES, comparison_sheets, labelled
from tests.comparison.facts import QUESTIONNAIRE, READER, decidable, facts, spread

OFFER = Offer("medicine", "talent", "shows", "=how", "matron")
ACTION = PlannedAction(
    "a1", "surgery", "talent", "what", "nursing", date(2027, 1, 2), "m", "done", "p"
)
CHANGE = LeadChange("surgery", "nursing", "ends", date(2027, 3, 1))


def test_every_figure_stands_in_the_sheet_with_its_interval_words_and_value() -> None:
    compared = compare(facts(decidable(1)), READER)
    sheet = comparison_sheets(compared, QUESTIONNAIRE, {})[FIGURES]
    rows = {
        (row["division"], row["kind"], row["key"]): row
        for row in (dict(zip(sheet.header, row, strict=True)) for row in sheet.rows)
    }
    assert len(rows) == (7 + 1) * (30 + 6 + 2)
    for division in compared.divisions:
        for key, figure in division.practices.items():
            row = rows[division.key, "practice", key]
            assert row["value"] == figure.value
            assert (str(row["low"]), str(row["high"])) == (
                one_decimal(figure.low),
                one_decimal(figure.high),
            )
            assert row["in-words"] == division.practice_verdicts[key]
            assert row["adjusted"] == compared.adjusted[division.key][key]
        assert rows[division.key, "overall", ""]["value"] == round(division.overall.value, 6)
        assert rows[division.key, "overall", ""]["in-words"] == division.verdict
    for key, figure in compared.trust.sections.items():
        assert rows["", "section", key]["value"] == round(figure.value, 6)


def test_what_people_wrote_for_the_trust_has_sheets_of_its_own() -> None:
    compared = replace(
        compare(facts(spread(5, 4), evidence={"medicine": {"talent": ("b", "a")}}), READER),
        offers=(OFFER,),
        actions=(ACTION,),
        lead_changes=(CHANGE,),
    )
    sheets = comparison_sheets(compared, QUESTIONNAIRE, {"leads": "three"})
    assert list(sheets) == [FIGURES, "evidence", "offers", "actions", "lead-changes", "dictionary"]
    assert sheets["evidence"].rows == (("medicine", "talent", "b"), ("medicine", "talent", "a"))
    assert sheets["offers"].rows == (("medicine", "talent", "shows", "=how", "matron"),)
    assert sheets["actions"].rows[0][-3:] == ("m", "done", "p")
    assert sheets["lead-changes"].rows == (("surgery", "nursing", "ends", "2027-03-01"),)
    assert ("schedule", "leads", "", "three") in sheets["dictionary"].rows
    made = labelled(sheets, FIGURES)
    assert set(made.further) == {*sheets} - {FIGURES}
    assert {name for name in made.sheet.header if made.is_number(name)} >= {"value", "low", "high"}
