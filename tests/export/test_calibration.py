"""Raw and adjusted scores side by side: each in a column of its own, none in the other's place."""

import pytest

from benchmark.export.answers import Lead
from benchmark.export.calibration import Calibrated, calibration_lines, calibration_sheet
from benchmark.questionnaire.definition import Questionnaire

LEAD = Lead("ZZN", "medicine", "nursing")


def test_each_score_stands_beside_its_adjusted_one(questionnaire: Questionnaire) -> None:
    sections = [section.key for section in questionnaire.sections]
    raw = (3.0, *(float(place) for place in range(1, 7)))
    told = Calibrated(LEAD, (0.5, 0.25, 0.1, 0.5), "", raw, tuple(score - 0.25 for score in raw))
    sheet = calibration_sheet(questionnaire, [told])
    cells = dict(zip(sheet.header, sheet.rows[0], strict=True))
    assert list(cells.values())[:8] == ["ZZN", "medicine", "nursing", 0.5, 0.25, 0.1, 0.5, ""]
    assert (cells["overall-raw"], cells["overall-adjusted"]) == (3.0, 2.75)
    for level, section in enumerate(sections, start=1):
        assert (cells[f"{section}:raw"], cells[f"{section}:adjusted"]) == (level, level - 0.25)
        place = sheet.header.index(f"{section}:raw")
        assert sheet.header[place + 1] == f"{section}:adjusted"


def test_what_is_not_known_is_empty_and_never_zero(questionnaire: Questionnaire) -> None:
    none = (None,) * 7
    told = Calibrated(LEAD, (), "no scenes", none, none)
    (row,) = calibration_sheet(questionnaire, [told]).rows
    assert row == ("ZZN", "medicine", "nursing", "", "", "", "", "no scenes", *[""] * 14)


def test_a_lead_has_a_leniency_or_a_reason() -> None:
    for leniency, reason in (((), ""), ((0.5, 0.25, 0.1, 0.5), "no scenes")):
        with pytest.raises(ValueError, match="or the reason why"):
            Calibrated(LEAD, leniency, reason, (), ())


def test_the_dictionary_names_every_column(questionnaire: Questionnaire) -> None:
    named = [str(line[1]) for line in calibration_lines(questionnaire) if line[1]]
    assert named == list(calibration_sheet(questionnaire, []).header[3:])
