"""The files inside a report: its tables, the texts as they were written, what its hash is over."""

import csv
import hashlib
import io
import json
from dataclasses import replace

from benchmark.comparison.attachments import (
    Attachment,
    agenda_attachments,
    analysis_attachments,
    csv_text,
    division_attachments,
    form_attachments,
    handover_attachments,
    notice_attachments,
    plan_attachments,
    trust_attachments,
)
from benchmark.comparison.compare import compare
from benchmark.comparison.correction import notice_hash
from benchmark.comparison.division_content import content_of
from benchmark.comparison.formulas import restored
from tests.comparison.facts import QUESTIONNAIRE, READER, decidable, facts
from tests.comparison.insides import some_inside
from tests.comparison.packs import WHY, pack_of_others, pack_of_the_three
from tests.comparison.test_analysis_parts import ANALYSIS
from tests.report.test_agenda import usual
from tests.report.test_correction import notice
from tests.report.test_paper import form
from tests.report.test_practices import with_plans
from tests.samples import HOSTILE, hostile, nothing_released, seven_divisions

ROUND = compare(facts(decidable(1)), READER)


def rows(files: tuple[Attachment, ...], name: str) -> list[list[str]]:
    (file,) = (each for each in files if each.name == name)
    assert file.mime == "text/csv"
    return list(csv.reader(io.StringIO(file.content.decode(), newline="")))


def names(files: tuple[Attachment, ...]) -> list[str]:
    assert all(each.description for each in files)
    return [each.name for each in files]


def test_a_division_carries_its_own_tables_and_what_is_hashed() -> None:
    content = content_of(ROUND, QUESTIONNAIRE, ROUND.released[0].key)
    files = division_attachments(content)
    assert names(files) == ["practices.csv", "sections.csv", "evidence.csv", "content.json"]
    assert hashlib.sha256(files[-1].content).hexdigest() == content.content_hash
    assert set(json.loads(files[-1].content)) == {"comparison", "brief", "demonstrations"}
    practices = [p.name for section in ROUND.sections for p in section.practices]
    assert [row[0] for row in rows(files, "practices.csv")[1:]] == practices


def test_the_edition_of_the_three_carries_what_each_of_them_said() -> None:
    inside = some_inside()
    files = division_attachments(content_of(seven_divisions(), QUESTIONNAIRE, "d1", inside))
    assert names(files)[-2:] == ["three.csv", "content.json"]
    said = [row[2:5] for row in rows(files, "three.csv")[1:]]
    assert said == [[voice.words for voice in each.voices] for each in inside.by_range]


def test_what_is_not_released_is_in_no_file() -> None:
    hidden = next(division for division in seven_divisions().divisions if not division.released)
    assert names(
        division_attachments(content_of(seven_divisions(), QUESTIONNAIRE, hidden.key))
    ) == ["content.json"]
    assert names(trust_attachments(nothing_released())) == ["lists.csv", "content.json"]


def test_evidence_stands_as_it_was_written() -> None:
    files = division_attachments(content_of(hostile(), QUESTIONNAIRE, "d0"))
    shared = {restored(row[1]) for row in rows(files, "evidence.csv")[1:]}
    written = {text.encode(errors="backslashreplace").decode() for text in HOSTILE}
    assert written <= shared
    assert any("\U0001f600" in text for text in shared)


def test_no_cell_is_a_formula() -> None:
    text = csv_text([("=1+1", "plain"), ("@name", "-3")])
    assert list(csv.reader(io.StringIO(text))) == [["'=1+1", "plain"], ["'@name", "'-3"]]


def test_a_trust_carries_every_table_of_its_page() -> None:
    files = trust_attachments(ROUND)
    assert {"lists.csv", "divisions.csv", "practices.csv", "sections.csv"} <= set(names(files))
    assert len(rows(files, "practices.csv")) > 30
    assert json.loads(files[-1].content)["trust_code"] == ROUND.trust_code
    other = trust_attachments(replace(ROUND, trust_name="Another"))
    assert other[-1].content != files[-1].content


def test_offers_and_actions_stand_as_they_were_written() -> None:
    offers, actions, content = plan_attachments(with_plans(seven_divisions(), HOSTILE[:2]))
    assert [restored(row[3]) for row in rows((offers,), "offers.csv")[1:]] == list(HOSTILE[:2])
    told = rows((actions,), "actions.csv")
    assert [restored(row[2]) for row in told[1:]] == list(HOSTILE[:2])
    assert told[1][4] == "2027-03-31"
    assert json.loads(content.content)["offers"]


def test_a_notice_and_an_analysis_carry_theirs() -> None:
    made = notice()
    changes, content = notice_attachments(made)
    assert hashlib.sha256(content.content).hexdigest() == notice_hash(made)
    assert len(rows((changes,), "changes.csv")) == 1 + len(made.changes)
    (figures,) = analysis_attachments(ANALYSIS)
    told = rows((figures,), "figures.csv")
    assert told[0] == ["Table", "Row", "Column", "Figure"]
    assert f"{ANALYSIS.variance.components.division:.3f}" in {row[3] for row in told}
    assert any(row[2] == "" and row[3].startswith("not shown") for row in told)


def test_a_handover_pack_of_others_has_no_place_for_what_only_the_three_have() -> None:
    pack = pack_of_others()
    files = handover_attachments(pack)
    assert names(files) == ["ways.csv", "actions.csv", "people.csv", "offers.csv", "content.json"]
    assert hashlib.sha256(files[-1].content).hexdigest() == pack.content_hash
    assert rows(files, "ways.csv")[0] == ["Section", "Practice", "Level"]
    said = json.loads(files[-1].content)
    assert not {"continuity", "unsettled"} & set(said)
    assert {len(way) for _, ways in said["ways"] for way in ways} == {2}


def test_the_pack_of_the_three_carries_reasons_and_dissents() -> None:
    pack = pack_of_the_three()
    files = handover_attachments(pack)
    assert names(files)[-2:] == ["continuity.csv", "content.json"]
    assert hashlib.sha256(files[-1].content).hexdigest() == pack.content_hash
    header, *ways = rows(files, "ways.csv")
    assert {len(row) for row in ways} == {len(header)}
    assert WHY in {row[3] for row in ways}
    dissents = sum(len(way.dissents) for section in pack.ways for way in section.practices)
    assert sum(bool(row[4]) for row in ways) == dissents > 0
    assert pack.content_hash != pack_of_others().content_hash
    hostile_files = handover_attachments(pack_of_the_three(*HOSTILE))
    whole = {restored(cell) for row in rows(hostile_files, "ways.csv") for cell in row}
    printable = {text for text in HOSTILE if text.isprintable()}
    assert printable & whole


def test_an_agenda_carries_the_whole_evidence() -> None:
    long = "word " * 500
    files = agenda_attachments(usual(long))
    assert names(files) == ["agenda.csv"]
    assert [row[4] for row in rows(files, "agenda.csv")].count(long) == 3
    minutes = {row[1]: int(row[0]) for row in rows(files, "agenda.csv")[1:]}
    assert sum(minutes.values()) == 45


def test_a_questionnaire_carries_its_texts() -> None:
    files = form_attachments(form("1.1"))
    assert names(files) == ["practices.csv", "scenes.csv"]
    practices = [each for section in form("1.1").sections for each in section.practices]
    assert [row[1] for row in rows(files, "practices.csv")[1:]] == [p.heading for p in practices]
    assert {len(row) for row in rows(files, "practices.csv")} == {8}
    assert len(rows(files, "scenes.csv")) == 1 + len(form("1.1").scenes)
    assert names(form_attachments(form("1.0"))) == ["practices.csv"]
