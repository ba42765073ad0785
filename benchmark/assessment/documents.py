"""The PDFs that are made of one round: which they are, what they are called, and their bytes."""

from dataclasses import dataclass

from benchmark.assessment.issuing import LEVEL, Edition
from benchmark.comparison.content import Comparison
from benchmark.comparison.division_content import content_of
from benchmark.questionnaire.definition import Questionnaire
from benchmark.report.division import division_report
from benchmark.report.practices import practice_pack_pdf
from benchmark.report.trust import trust_report


@dataclass(frozen=True, slots=True)
class Document:
    """One PDF: of a division, of the whole trust, or practice by practice over the divisions."""

    name: str  # of its file
    title: str
    kind: str
    division: str = ""  # its key, where it is about one

    @property
    def edition(self) -> Edition:
        """As which it is issued: packs hold what readers in the trust see."""
        return Edition(self.kind, LEVEL)

    @property
    def is_report(self) -> bool:
        """Whether it is issued, with a page and a code to verify; the rest belongs to a pack."""
        return self.kind != "practices"


def documents_of(comparison: Comparison, level: str) -> tuple[Document, ...]:
    """A report for each released division, in the trust's own order, and one for the trust."""
    code = comparison.trust_code.lower()
    divisions = [
        Document(f"{code}-{division.key}-{level}.pdf", division.name, "division", division.key)
        for division in comparison.released
    ]
    if not divisions:
        return ()
    return (*divisions, Document(f"{code}-{level}.pdf", comparison.trust_name, "trust"))


def pack_documents(comparison: Comparison, level: str) -> tuple[Document, ...]:
    """The reports of the round, and who offers and asks for what, practice by practice."""
    reports = documents_of(comparison, level)
    # no key of a division holds an underscore: this name is nobody's
    name = f"{comparison.trust_code.lower()}_practice-by-practice-{level}.pdf"
    return (*reports, Document(name, "Practice by practice", "practices")) if reports else ()


def said_in(document: Document, comparison: Comparison, questionnaire: Questionnaire) -> Comparison:
    """What the document says, with the hash that is printed in it."""
    if document.kind == "division":
        return content_of(comparison, questionnaire, document.division).comparison
    return comparison


def painted(document: Document, comparison: Comparison, questionnaire: Questionnaire) -> bytes:
    """The same bytes for the same content, whoever asks: page, pack or command."""
    if document.kind == "division":
        return division_report(content_of(comparison, questionnaire, document.division))
    return (
        practice_pack_pdf(comparison) if document.kind == "practices" else trust_report(comparison)
    )
