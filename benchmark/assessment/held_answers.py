"""What is held about one person as a lead: their answers, and what they wrote with two others.

Their own, and nobody else's: no level, evidence or dissent of a colleague is in any of it. What the
three settled together is there as soon as the decision lets this person read it.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import own_responses
from benchmark.assessment.agreeing import agreements_of, roles_of
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.held_account import at
from benchmark.assessment.plan_facts import teller_of
from benchmark.assessment.results import respondents
from benchmark.assessment.rounds import state_for
from benchmark.assessment.withdrawing import issued_with
from benchmark.database.agreements import Agreement, Confirmation, Dissent, SectionAnswer
from benchmark.database.events import Acknowledgement
from benchmark.database.plans import Action, ActionNote, Offer
from benchmark.database.rounds import Answer, Response, VignetteAnswer
from benchmark.database.schema import now
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Decision, Statistic, Subject, Viewer
from benchmark.export.sheets import Cell, Sheet
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.answers import DO_NOT_KNOW, DOES_NOT_APPLY, NOT_IN_PLACE, NOTHING

WITHOUT_LEVEL = {
    NOTHING: "",
    DO_NOT_KNOW: "I do not know",
    DOES_NOT_APPLY: "Does not apply to this division",
    NOT_IN_PLACE: "not in place",
}
PLACE = ("trust", "round", "division", "role")
Row = tuple[Cell, ...]


def answers_held(session: Session, viewer: Viewer) -> tuple[Sheet, ...]:
    """All that the person gave as a lead, a sheet for each kind of thing."""
    own = [each for each in own_responses(session, viewer) if _may_read_own(session, viewer, each)]
    return (
        Sheet("responses", RESPONSES, tuple(_response(each, viewer) for each in own)),
        Sheet("answers", ANSWERS, tuple(row for each in own for row in _answers(session, each))),
        Sheet("sections", SECTIONS, tuple(row for each in own for row in _sections(session, each))),
        Sheet("scenes", SCENES, tuple(row for each in own for row in _scenes(session, each))),
        Sheet("statements", STATEMENTS, tuple(_statements(session, viewer, own))),
        Sheet("agreements", AGREEMENTS, tuple(_agreements(session, viewer, own))),
        Sheet("dissents", DISSENTS, tuple(_dissents(session, viewer, own))),
        Sheet("releases", RELEASES, tuple(_confirmations(session, viewer, own))),
        Sheet("plans and offers", WRITTEN, tuple(_written(session, viewer))),
        Sheet("documents", DOCUMENTS, tuple(_documents(session, own))),
    )


RESPONSES = (
    *PLACE,
    *("begun", "from", "given by", "statement read", "submitted", "fingerprint of submission"),
    *("withdrawn", "set aside", "why there is none"),
)
ANSWERS = (*PLACE, "practice", "answer", "evidence", "may be shared", "saved", "seconds", "version")
SECTIONS = (*PLACE, "section", "completed", "would this continue", "saved")
SCENES = (*PLACE, "scene", "level", "saved")
STATEMENTS = (*PLACE, "read", "version", "fingerprint", "words")
AGREEMENTS = (*PLACE, "practice", "agreed", "last saved by you", "reason", "saved")
DISSENTS = (*PLACE, "practice", "in your words", "saved")
RELEASES = (*PLACE, "confirmed", "fingerprint of what you confirmed")
WRITTEN = ("trust", "round", "division", "what", "practice", "words", "more", "saved")
DOCUMENTS = (*PLACE, "kind", "for whom", "issued", "fingerprint")


def _subject(response: Response, people: frozenset[int]) -> Subject:
    return Subject(response.round.trust.code, response.division.key, people)


def _may_read_own(session: Session, viewer: Viewer, response: Response) -> bool:
    people = frozenset(person.id for person in response.people)
    subject = _subject(response, people)
    state = state_for(session, response.round, response.division.key, now())
    return decide(viewer, subject, Statistic.OWN_ANSWERS, state).show


def _may_read_together(session: Session, viewer: Viewer, response: Response) -> Decision:
    """What the three settled is for those who answered, as on their own page."""
    answered = respondents(session, response.round, response.division.key)
    state = state_for(session, response.round, response.division.key, now())
    subject = _subject(response, answered)
    return decide(viewer, subject, Statistic.ROLE_LEVELS, state)


def _place(response: Response) -> tuple[str, str, str, str]:
    asked = response.round
    return asked.trust.code, asked.title, response.division.name, response.role


def _response(response: Response, viewer: Viewer) -> Row:
    sent = response.submission
    others = len(response.people) - 1
    return (
        *_place(response),
        at(response.created_at),
        response.source,
        "you" if not others else f"you and {others} other",
        at(response.acknowledged_at),
        at(sent.submitted_at) + ("" if sent.submitted_by == viewer.person else " (not by you)")
        if sent
        else "",
        sent.sheet_hash if sent else "",
        at(response.withdrawn_at),
        at(response.set_aside_at),
        response.outcome or "",
    )


def _answers(session: Session, response: Response) -> Iterator[Row]:
    said = {p.key: p for p in questionnaire_of(response.round).practices}
    query = select(Answer).where(Answer.response_id == response.id).order_by(Answer.practice)
    for answer in session.scalars(query):
        practice = said[answer.practice]
        words = WITHOUT_LEVEL.get(answer.level)
        if words is None:
            words = f"{answer.level}: {practice.levels[answer.level - 1]}"
        shared = "yes" if answer.share else "no"
        saved = (at(answer.saved_at), answer.seconds, answer.version)
        yield (*_place(response), practice.name, words, answer.evidence, shared, *saved)


def _sections(session: Session, response: Response) -> Iterator[Row]:
    names = {each.key: each.name for each in questionnaire_of(response.round).sections}
    query = select(SectionAnswer).where(SectionAnswer.response_id == response.id)
    for row in session.scalars(query.order_by(SectionAnswer.section)):
        done = "yes" if row.completed else "no"
        yield (
            *_place(response),
            *(names[row.section], done, row.continues or "", at(row.saved_at)),
        )


def _scenes(session: Session, response: Response) -> Iterator[Row]:
    names = {each.key: each.name for each in questionnaire_of(response.round).vignettes}
    query = select(VignetteAnswer).where(VignetteAnswer.response_id == response.id)
    for row in session.scalars(query.order_by(VignetteAnswer.vignette)):
        name = names.get(row.vignette, row.vignette)
        yield (*_place(response), name, row.level, at(row.saved_at))


def _statements(session: Session, viewer: Viewer, own: Sequence[Response]) -> Iterator[Row]:
    for response in own:
        read = select(Acknowledgement).where(
            Acknowledgement.response_id == response.id,
            Acknowledgement.person_id == viewer.person,
        )
        for row in session.scalars(read.order_by(Acknowledgement.at)):
            yield (
                *_place(response),
                *(at(row.at), row.version, row.statement_hash, row.statement),
            )


def _agreements(session: Session, viewer: Viewer, own: Sequence[Response]) -> Iterator[Row]:
    for response in own:
        asked, division = response.round, response.division
        found = agreements_of(session, asked, division)
        if not found or not roles_of(session, asked, division, viewer.person):
            continue
        decision = _may_read_together(session, viewer, response)
        if not decision.show:
            yield (*_place(response), "all", f"not shown: {decision.reason}", "", "", "")
            continue
        names = _names(questionnaire_of(asked))
        for key in sorted(found):
            yield (*_place(response), names[key], *_agreement(found[key], viewer))


def _agreement(row: Agreement, viewer: Viewer) -> Row:
    """The level is all three's; a reason is the words of whoever saved it last."""
    mine = row.saved_by == viewer.person
    level = "openly none" if row.level is None else row.level
    return level, "yes" if mine else "no", row.reason if mine else "", at(row.saved_at)


def _dissents(session: Session, viewer: Viewer, own: Sequence[Response]) -> Iterator[Row]:
    for response in own:
        asked, division = response.round, response.division
        if response.role not in roles_of(session, asked, division, viewer.person):
            continue
        names = _names(questionnaire_of(asked))
        query = select(Dissent).where(
            Dissent.round_id == asked.id,
            Dissent.division_id == division.id,
            Dissent.role == response.role,
            Dissent.text != "",
        )
        for row in session.scalars(query.order_by(Dissent.practice)):
            yield (*_place(response), names[row.practice], row.text, at(row.saved_at))


def _confirmations(session: Session, viewer: Viewer, own: Sequence[Response]) -> Iterator[Row]:
    query = select(Confirmation).where(Confirmation.person_id == viewer.person)
    places = {(r.round_id, r.division_id, r.role): _place(r) for r in own}
    for row in session.scalars(query.order_by(Confirmation.confirmed_at)):
        place = places.get((row.round_id, row.division_id, row.role), ("", "", "", row.role))
        yield (*place, at(row.confirmed_at), row.preview_hash)


def _written(session: Session, viewer: Viewer) -> Iterator[Row]:
    """Words for the whole trust, of which this person has saved the last ones."""
    person = viewer.person
    for offer in session.scalars(select(Offer).where(Offer.saved_by == person)):
        yield _line(offer, f"offer ({offer.kind})", offer.practice, offer.words, offer.contact)
    for action in session.scalars(select(Action).where(Action.saved_by == person)):
        yield _line(action, "action", action.practice, action.what, action.measure)
    for note in session.scalars(select(ActionNote).where(ActionNote.person_id == person)):
        action = note.action
        place = (note.round.trust.code, note.round.title, teller_of(note).name)
        yield (*place, "progress", action.practice, note.words, note.state, at(note.at))


def _line(row: Offer | Action, what: str, practice: str, words: str, more: str) -> Row:
    asked = row.round
    saved = at(row.saved_at)
    return asked.trust.code, asked.title, row.division.name, what, practice, words, more, saved


def _documents(session: Session, own: Sequence[Response]) -> Iterator[Row]:
    for response in own:
        issued = issued_with(session, response)
        for report in issued.reports:
            audience = "the three leads" if report.level == "L2" else "the trust"
            code = report.content_hash
            yield (*_place(response), report.kind, audience, at(report.issued_at), code)
        for notice in issued.corrections:
            when = at(notice.issued_at)
            yield (*_place(response), "correction", "the trust", when, notice.content_hash)


def _names(questionnaire: Questionnaire) -> dict[str, str]:
    return {practice.key: practice.name for practice in questionnaire.practices}
