"""What each kind of entry is called in plain words, and from when the coordinator may read it."""

from dataclasses import dataclass

# from when an entry is shown: at once, when all three leads of its division have submitted, or
# when the three have released. Which of these it is, `benchmark.disclosure` decides
AT_ONCE, COMPLETE, RELEASED = "at once", "complete", "released"
ANSWERS, READING, FILES, SETTING_UP, SUPPORT, REFUSALS = (
    "Answers and agreement",
    "What the three leads said, read",
    "Reports and files",
    "Rounds, divisions and people",
    "Access for support",
    "Refused",
)
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Words:
    """``text`` goes on after a name: "A. Lead submitted answers for Medicine"."""

    group: str
    text: str
    shown: str = AT_ONCE


KINDS: dict[str, Words] = {
    "statement read": Words(
        ANSWERS, "said that they have read who will see the answers for {division}", COMPLETE
    ),
    "answer saved": Words(ANSWERS, "saved an answer for {division}", COMPLETE),
    "section answered": Words(
        ANSWERS, "answered the question at the end of a section for {division}", COMPLETE
    ),
    "scenes scored": Words(ANSWERS, "scored the scenes for {division}", COMPLETE),
    "answers submitted": Words(ANSWERS, "submitted the answers for {division}", COMPLETE),
    # the coordinator's timeline tells of it at once, and afterwards nothing is complete any more
    "answers withdrawn": Words(ANSWERS, "withdrew the answers for {division}"),
    # who recorded a dissent, and who has confirmed, is for the three: one kind for all of it
    "agreement changed": Words(ANSWERS, "worked on the agreement of {division}", RELEASED),
    "release confirmed": Words(ANSWERS, "confirmed the release of {division}", RELEASED),
    "answers taken in": Words(ANSWERS, "took in answers on paper"),
    "plan changed": Words(ANSWERS, "wrote or changed an action in the plan of {division}"),
    "progress told": Words(ANSWERS, "told how far an action of {division} is"),
    "offer changed": Words(ANSWERS, "made or changed an offer of {division}"),
    "offer withdrawn": Words(ANSWERS, "withdrew an offer of {division}"),
    "three read": Words(READING, "read what each lead of {division} said"),
    "handover read": Words(READING, "read the handover pack of {division}"),
    "three downloaded": Words(
        READING, "downloaded a file of {division} for its three leads ({detail})"
    ),
    "report issued": Words(FILES, "issued the report of {place} ({detail})"),
    "report downloaded": Words(FILES, "downloaded the report of {place} ({detail})"),
    "notice downloaded": Words(FILES, "downloaded a correction notice"),
    "figures downloaded": Words(FILES, "downloaded figures of the comparison"),
    "figures fetched": Words(FILES, "fetched figures of a round through the API ({detail})"),
    "pack asked for": Words(FILES, "asked for an improvement pack"),
    "pack cancelled": Words(FILES, "cancelled an improvement pack"),
    "pack downloaded": Words(FILES, "downloaded an improvement pack"),
    "record downloaded": Words(FILES, "downloaded this record"),
    "answers exported": Words(FILES, "exported each lead's answers ({detail})"),
    "reports written": Words(FILES, "wrote the reports of a round to files ({detail})"),
    "round rescored": Words(SETTING_UP, "scored the round under another schedule"),
    "round prepared": Words(SETTING_UP, "prepared a round"),
    "round changed": Words(SETTING_UP, "took a step of a round: {step}"),
    "lead changed": Words(SETTING_UP, "changed who answers for {division}: {step}"),
    "division added": Words(SETTING_UP, "added a division"),
    "divisions ordered": Words(SETTING_UP, "changed the order of the divisions"),
    "division changed": Words(SETTING_UP, "changed {division}: {step}"),
    "trust ended": Words(SETTING_UP, "made this trust a part of {detail}"),
    "trusts merged": Words(SETTING_UP, "formed this trust from {detail}"),
    "person added": Words(SETTING_UP, "gave somebody a post"),
    "people taken in": Words(SETTING_UP, "took in a file of people"),
    "tenure changed": Words(SETTING_UP, "changed somebody's post or access: {step}"),
    "token made": Words(SETTING_UP, "made a token for programs that read: {detail}"),
    "token ended": Words(SETTING_UP, "ended a token of their programs"),
    "mail sent again": Words(SETTING_UP, "sent a mail again"),
    "period set": Words(SETTING_UP, "set how long answers are kept: {detail}"),
    "round held": Words(SETTING_UP, "held a round, so that its answers are kept for longer"),
    "hold lifted": Words(SETTING_UP, "lifted the hold on a round"),
    "removal announced": Words(
        SETTING_UP, "told the coordinators that the answers of a round will be removed"
    ),
    "answers removed": Words(
        SETTING_UP, "removed the answers of a round at the end of the time they are kept"
    ),
    "names erased": Words(SETTING_UP, "removed names from this record ({detail} entries)"),
    "support opened": Words(SUPPORT, "was given access for support"),
    "support read": Words(SUPPORT, "read, for support, which posts have answered"),
    "support ended": Words(SUPPORT, "ended an access for support ({detail})"),
    "own data downloaded": Words(FILES, "downloaded all that is held about themselves"),
    "data given out": Words(FILES, "wrote all that is held about one person to a file, for them"),
    "person erased": Words(SETTING_UP, "removed all that said who somebody was"),
    REFUSED: Words(REFUSALS, "was refused {refused}"),
}
GROUPS = (ANSWERS, READING, FILES, SETTING_UP, SUPPORT, REFUSALS)
# the steps of addresses, as the coordinator's pages call them
STEPS = {
    "edit": "changed before it opened",
    "open": "opened",
    "delete": "draft deleted",
    "extend": "extended",
    "level": "who sees the levels",
    "close": "closed",
    "abandon": "abandoned",
    "missing": "recorded why answers are missing",
    "replace": "the lead was replaced",
    "join": "somebody shares the post",
    "rename": "renamed",
    "end": "ended",
    "merge": "merged",
    "split": "split",
    "change": "name, address or dates",
    "access": "way in",
}
# what was asked for, by the part of the site; everything else is "a page"
REFUSED_WORDS = {
    "responses": "the answers of somebody else",
    "sections": "the answers of somebody else",
    "vignettes": "the answers of somebody else",
    "statements": "the answers of somebody else",
    "agreements": "pages of the three leads of {division}",
    "three": "pages of the three leads of {division}",
    "releases": "pages of the three leads of {division}",
    "reports": "a report that is not for them",
    "corrections": "a notice that is not for them",
    "packs": "a pack that is not for them",
    "coordinator": "a page of the coordinator",
    "organisation": "a page of the coordinator",
    "people": "a page of the coordinator",
    "mails": "a page of the coordinator",
    "audit": "a page of the coordinator",
    "support": "a page on access for support",
    "retention": "a page of the coordinator",
    "api": "figures that are not for them",
}
WHO_ELSE = {"command": "The operator", "service": "The service", "page": "Somebody not signed in"}
ERASED_NAME = "Somebody whose name was removed"
