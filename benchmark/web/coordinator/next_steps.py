"""What a coordinator does next, for the top of their start page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import day_in_words, london_day
from benchmark.assessment.preparing import all_rounds
from benchmark.comparison.wording import counted
from benchmark.database.people import Trust
from benchmark.database.rounds import Round
from benchmark.disclosure.levels import Viewer
from benchmark.web.coordinator.content import LeadLine, RoundContent, round_content

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do: what about, what there is to know, and where it is done."""

    title: str
    sentences: tuple[str, ...]
    href: str
    words: str


def next_steps(
    session: Session, viewer: Viewer, trust: Trust, moment: datetime
) -> tuple[NextStep, ...]:
    """The steps of a trust's rounds, newest round first; empty at most once it was merged."""
    rounds = [round_content(session, viewer, asked, moment) for asked in all_rounds(session, trust)]
    found = [step for content in rounds if (step := _step(content, moment))]
    found += [_ending(each.asked, day) for each in rounds if (day := each.asked.removal_on)]
    under_way = any(content.state in ("draft", "open", "opens later") for content in rounds)
    if not under_way and trust.merged is None:
        found.append(_prepare(trust))
    return tuple(found)


def _step(content: RoundContent, moment: datetime) -> NextStep | None:
    if content.state == "draft":
        said = ("This round is a draft. Nobody has been asked anything yet.",)
        return _of(content.asked, said, "Check and open the round", "open")
    if content.state in ("open", "opens later"):
        return _of(
            content.asked, _running(content, moment), "See who answers, and how far they are"
        )
    if content.to_record:
        count = counted(len(content.to_record), "submission")
        said = (f"This round is over. Missing: {count}.",)
        return _of(content.asked, said, "Record why submissions are missing", "missing")
    return None


def _ending(asked: Round, day: date) -> NextStep:
    on = day_in_words(day)
    said = (f"Its answers will be removed on {on}, with everything that was made of them.",)
    href = url_for("retention.page", trust=asked.trust.code)
    return NextStep(asked.title, said, href, "See what is removed, or keep it for longer")


def _of(asked: Round, said: tuple[str, ...], words: str, step: str = "") -> NextStep:
    place: dict[str, Any] = {"trust": asked.trust.code, "round_id": asked.id}
    href = (
        url_for("coordinator.step", **place, step=step)
        if step
        else url_for("coordinator.page", **place)
    )
    return NextStep(asked.title, said, href, words)


def _prepare(trust: Trust) -> NextStep:
    if not trust.divisions:
        href = url_for("organisation.divisions", trust=trust.code)
        return NextStep(
            "Set up the trust", ("There is no division yet.",), href, "Add the divisions"
        )
    href = url_for("coordinator.new", trust=trust.code)
    return NextStep("The next round", ("No round is open.",), href, "Prepare a round")


def _running(content: RoundContent, moment: datetime) -> tuple[str, ...]:
    asked, today = content.asked, london_day(moment)
    if content.state == "opens later":
        return (f"It opens on {day_in_words(asked.opens_on)}.",)
    left = (asked.closes_on - today).days
    ends = f"{counted(left, 'day')} left" if left > 0 else "today is the last day"
    said = (
        f"{content.counted('submitted')} of {len(content.lines)} submitted.",
        f"It closes on {day_in_words(asked.closes_on)}: {ends}.",
    )
    waiting = {
        state: [line for line in content.lines if line.state == state]
        for state in ("not started", "in progress", "vacant")
    }
    told = [f"{state.capitalize()}: {_named(lines)}." for state, lines in waiting.items() if lines]
    return (*said, *told)


def _named(lines: list[LeadLine]) -> str:
    named = [_who(line) for line in lines[:MOST_NAMED]]
    more = len(lines) - MOST_NAMED
    return "; ".join(named) + (f"; and {more} more" if more > 0 else "")


def _who(line: LeadLine) -> str:
    post = f"{line.division}, {line.role} lead"
    return f"{' and '.join(line.names)} ({post})" if line.names else post
