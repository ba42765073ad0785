"""Which reports a round has, what their files are called, and the bytes of each."""

from sqlalchemy import Engine

from benchmark.assessment.documents import documents_of, pack_documents, painted
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.issuing import issue_round
from benchmark.assessment.packing import content_of
from benchmark.database.session import transaction
from benchmark.report.practices import practice_pack_pdf
from tests.servers import response_of


def test_a_report_a_division_and_one_of_the_trust_with_the_bytes_that_are_issued(
    packing: Engine,
) -> None:
    with transaction(packing, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        comparison, questionnaire = content_of(session, asked), questionnaire_of(asked)
        documents = documents_of(comparison, "L1")
        assert [(each.name, each.title, each.division) for each in documents] == [
            ("zzn-medicine-L1.pdf", "Medicine", "medicine"),
            ("zzn-surgery-L1.pdf", "Surgery", "surgery"),
            ("zzn-L1.pdf", "Invented North NHS Trust", ""),
        ]
        *same, practices = pack_documents(comparison, "L1")
        assert (tuple(same), practices.is_report) == (documents, False)
        assert practices.name == "zzn_practice-by-practice-L1.pdf"
        assert painted(practices, comparison, questionnaire) == practice_pack_pdf(comparison)
        issued = {
            report.division.key if report.division else "": report.pdf
            for report in issue_round(session, asked, questionnaire)
        }
        assert issued == {
            each.division: painted(each, comparison, questionnaire) for each in documents
        }


def test_nothing_is_made_of_a_round_that_shows_nothing(packing: Engine) -> None:
    with transaction(packing, writes=False) as session:
        south = response_of(session, "ZZS", "medicine", "clinical").round
        nothing = content_of(session, south)
        assert documents_of(nothing, "L1") == pack_documents(nothing, "L1") == ()
