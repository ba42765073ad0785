"""If one of the three left: what each of them expects of each section."""

from flask import g

from benchmark.assessment.sections import continuity_of
from benchmark.database.people import LEAD_ROLES
from benchmark.web.divisions.desk import Desk

WORDS = {"yes": "Yes", "partly": "Partly", "no": "No", None: "No answer"}


def continuity_lines(desk: Desk) -> tuple[tuple[str, ...], ...]:
    """Section, then the words of the clinical, operational and nursing lead.

    Nothing while the reader may not see them, and no line for a section that nobody spoke of.
    """
    if not desk.continuity.show:
        return ()
    said = continuity_of(g.session, desk.asked, desk.division)
    return tuple(
        (section.name, *(WORDS[said[section.key].get(role)] for role in LEAD_ROLES))
        for section in desk.questionnaire.sections
        if any(said.get(section.key, {}).values())
    )
