"""The PDFs that are made of one round: which they are, what they are called, and their bytes."""

from dataclasses import dataclass

from benchmark.assessment.issuing import division_pdf
from benchmark.comparison.content import Comparison
from benchmark.questionnaire.definition import Questionnaire
from benchmark.report.trust import trust_report


@dataclass(frozen=True, slots=True)
class Document:
    """One report: of a division, or of the whole trust."""

    name: str  # of its file
    title: str
    division: str = ""  # its key; empty: the trust


def documents_of(comparison: Comparison, level: str) -> tuple[Document, ...]:
    """A report for each released division, in the trust's own order, and one for the trust."""
    code = comparison.trust_code.lower()
    divisions = [
        Document(f"{code}-{division.key}-{level}.pdf", division.name, division.key)
        for division in comparison.released
    ]
    if not divisions:
        return ()
    return (*divisions, Document(f"{code}-{level}.pdf", comparison.trust_name))


def painted(document: Document, comparison: Comparison, questionnaire: Questionnaire) -> bytes:
    """The same bytes for the same content, whoever asks: page, pack or command."""
    if document.division:
        return division_pdf(comparison, questionnaire, document.division)
    return trust_report(comparison)
