"""The third confirmation of a division issues its reports, after it is safely kept."""

from typing import Any

from flask import after_this_request, current_app

from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.issuing import issue_round
from benchmark.database.people import Division
from benchmark.database.rounds import Round
from benchmark.database.session import transaction


def issue_after_commit(asked: Round, division: Division) -> None:
    """Issue the reports in a transaction of their own.

    A fault in a report must not undo a release: it is logged, and the report page offers to issue
    the report again.
    """
    round_id, division_id = asked.id, division.id

    @after_this_request
    def issue(answer: Any) -> Any:
        try:
            _issue(round_id, division_id)
        except Exception:
            current_app.logger.exception("the reports after a release were not issued")
        return answer


def _issue(round_id: str, division_id: int) -> None:
    app: Any = current_app
    with transaction(app.engine, writes=True) as session:
        asked = session.get_one(Round, round_id)
        division = session.get_one(Division, division_id)
        issue_round(session, asked, questionnaire_of(asked), division)
