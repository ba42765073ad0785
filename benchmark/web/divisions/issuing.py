"""The third submission of a division issues its reports, after it is safely kept."""

from typing import Any

from flask import after_this_request, current_app

from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.issuing import issue_round
from benchmark.database.rounds import Response
from benchmark.database.session import transaction


def issue_after_commit(response: Response) -> None:
    """Issue the reports in a transaction of their own.

    A fault in a report must not undo a submission: it is logged, and the report page offers to
    issue the report again.
    """
    response_id = response.id

    @after_this_request
    def issue(answer: Any) -> Any:
        try:
            _issue(response_id)
        except Exception:
            current_app.logger.exception("the reports after a third submission were not issued")
        return answer


def _issue(response_id: str) -> None:
    app: Any = current_app
    with transaction(app.engine, writes=True) as session:
        response = session.get_one(Response, response_id)
        asked = response.round
        issue_round(session, asked, questionnaire_of(asked), response.division)
