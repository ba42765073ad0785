"""What stands on the sheet for a meeting: the three widest gaps that are left to settle."""

from benchmark.comparison.agenda import Agenda, Gap, Place, meeting_agenda
from benchmark.web.divisions.agenda import Line, agenda_of, left_to_settle, near_to_settle
from benchmark.web.divisions.desk import Desk


def sheet_of(desk: Desk) -> Agenda:
    """The agenda for page and PDF. Ask only where the desk's decision shows the levels."""
    lines = agenda_of(desk)
    settled = len(lines) - len(left_to_settle(lines))
    return meeting_agenda(
        Place(
            desk.division.trust.name,
            desk.division.name,
            desk.asked.title,
            desk.division.trust.invented,
        ),
        [_gap(line) for line in _to_talk_about(lines)],
        len(near_to_settle(lines)),
        f"{settled} of {len(lines)} practices are settled.",
    )


def _to_talk_about(lines: tuple[Line, ...]) -> list[Line]:
    """Where they differ and have not settled; once all is settled, where they differ."""
    apart = [line for line in lines if line.inside.apart]
    return left_to_settle(tuple(apart)) or apart


def _gap(line: Line) -> Gap:
    return Gap(
        line.practice.name,
        line.inside.gap,
        line.inside.said,
        line.practice.prompts,
        {voice.role: voice.evidence for voice in line.inside.voices if voice.evidence},
    )
