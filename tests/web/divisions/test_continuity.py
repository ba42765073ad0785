"""If one of us left: seen by the three after all have submitted, and by nobody else."""

from benchmark.database.agreements import SectionAnswer
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.servers import browser_of, response_of

HEADING = "If one of us left, would this continue?"


def test_the_three_read_what_each_of_them_expects(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    section = questionnaire.sections[0]
    with transaction(settling_app.engine, writes=True) as session:
        for division, role, said in (
            ("medicine", "clinical", "partly"),
            ("medicine", "nursing", "no"),
            ("surgery", "clinical", "yes"),
        ):
            response = response_of(session, "ZZN", division, role)
            session.add(SectionAnswer(response_id=response.id, section=section.key, continues=said))
    three = browser_of(settling_app, "operational.medicine@north.example")
    page = three.get("/divisions/zzn-medicine/agreement").text
    table = page[page.index(HEADING) :].split("</table>")[0]
    words = ("Partly", "No answer", "No", "Yes")
    cells = [text for text in words if f"<span>{text}</span>" in table]
    assert cells == ["Partly", "No answer", "No"]
    assert section.name in table
    assert questionnaire.sections[1].name not in table  # nobody spoke of it
    alone = browser_of(settling_app, "clinical.surgery@north.example")
    assert HEADING not in alone.get("/divisions/zzn-surgery/agreement").text
