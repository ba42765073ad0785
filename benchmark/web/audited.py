"""What each address leaves in the record of who did what, or why it leaves nothing.

Kept in one place, so that it can be read in one go; the application does not start while an
address is missing here.
"""

from collections.abc import Iterator

from flask import Flask

from benchmark.assessment.audit_words import KINDS

# a view that writes is recorded when it has written; one that reads, when it has shown or sent
RECORDED: dict[str, str] = {
    "POST statements.acknowledge_statement": "statement read",
    "POST responses.save_practice": "answer saved",
    "POST sections.save_end": "section answered",
    "POST vignettes.save_scenes": "scenes scored",
    "POST responses.submit_answers": "answers submitted",
    "POST statements.withdraw_answers": "answers withdrawn",
    "POST agreements.save": "agreement changed",
    "POST agreements.save_own_dissent": "agreement changed",
    "POST divisions.settle_all_near": "agreement changed",
    "POST divisions.leave_open": "agreement changed",
    "POST releases.confirm_preview": "release confirmed",
    "POST plans.write": "plan changed",
    "POST plans.change": "plan changed",
    "POST plans.report": "progress told",
    "POST offers.save": "offer changed",
    "POST offers.withdraw": "offer withdrawn",
    "GET divisions.agreement": "three read",
    "GET divisions.near": "three read",
    "GET divisions.rest": "three read",
    "GET agreements.practice": "three read",
    "GET agreements.dissent": "three read",
    "GET agreements.meeting": "three read",
    "GET agreements.agenda": "three read",
    "GET three.page": "three read",
    "GET three.numbers": "three downloaded",
    "GET agreements.agenda_sheet": "three downloaded",
    "GET handovers.page": "handover read",  # the three read their reasons in it
    "POST handovers.issue": "report issued",
    "POST three.issue": "report issued",
    "POST divisions.issue": "report issued",
    "POST trusts.issue": "report issued",
    "GET reports.download": "report downloaded",
    "GET corrections.download": "notice downloaded",
    "GET trusts.numbers": "figures downloaded",
    "GET exports.file": "figures downloaded",
    "GET api.divisions": "figures fetched",
    "GET api.scores": "figures fetched",
    "GET api.variation": "figures fetched",
    "GET api.plans": "figures fetched",
    "GET api.pdf": "report downloaded",
    "POST packs.ask": "pack asked for",
    "POST packs.stop": "pack cancelled",
    "GET packs.download": "pack downloaded",
    "GET audit.numbers": "record downloaded",
    "POST coordinator.create": "round prepared",
    "POST coordinator.take": "round changed",
    "POST coordinator.change_lead": "lead changed",
    "POST organisation.add": "division added",
    "POST organisation.order": "divisions ordered",
    "POST organisation.take": "division changed",
    "POST people.add": "person added",
    "POST people.take_in": "people taken in",
    "POST people.take": "tenure changed",
    "POST mails.retry": "mail sent again",
    "GET support.states": "support read",
    "POST support.end": "support ended",
    "POST retention.change": "period set",
    "POST retention.keep": "round held",
    "POST retention.let_go": "hold lifted",
    "POST tokens.make": "token made",
    "POST tokens.end": "token ended",
}

UNRECORDED: dict[str, tuple[str, ...]] = {
    "a reader's own answers, or the forms in which they give them (L0)": (
        *("GET statements.statement", "GET statements.withdrawal", "GET sections.show_section"),
        *("GET responses.task_list", "GET responses.show_practice", "GET responses.check"),
        "GET vignettes.show_scenes",
    ),
    "what everybody in the trust may read (L1), as a page: read all day, and nobody's secret": (
        *("GET trusts.comparison", "GET trusts.report", "GET divisions.report"),
        *("GET practices.every", "GET practices.one", "GET exports.overview"),
        *("GET timelines.page", "GET corrections.notice", "GET plans.page", "GET offers.page"),
        *("GET packs.page", "GET packs.progress"),
    ),
    "which rounds and reports there are, for everybody in the trust: no figure": (
        *("GET api.trusts", "GET api.rounds", "GET api.reports"),
    ),
    "a form, or one level a practice as it would be released (L1); sending it is recorded": (
        *("GET releases.page", "GET plans.new", "GET plans.edit", "GET plans.progress"),
        *("GET offers.edit", "GET offers.withdrawal"),
    ),
    "the coordinator's own desk: states, posts and forms, never an answer": (
        *("GET coordinator.rounds", "GET coordinator.new", "GET coordinator.page"),
        *("GET coordinator.step", "GET coordinator.lead", "GET organisation.divisions"),
        *("GET organisation.new", "GET organisation.step", "GET people.everybody"),
        *("GET people.new", "GET people.upload", "GET people.step", "GET audit.page"),
        *("GET support.accesses", "GET retention.page", "GET retention.held"),
    ),
    "a person's own account: of no trust; they see their sign-ins, and mails tell of changes": (
        *("GET account.sign_in", "POST account.check_sign_in", "POST account.sign_out"),
        *("POST account.stay_signed_in", "GET sign_ins.page", "POST sign_ins.end"),
        *("POST sign_ins.end_others", "GET passwords.forgotten", "POST passwords.ask"),
        *("GET passwords.asked", "GET passwords.choose", "POST passwords.chosen"),
        *("GET passwords.change", "POST passwords.changed", "GET second_factor.ask"),
        "GET own_data.page",
        *("POST second_factor.check", "GET second_factor.set_up", "POST second_factor.confirm"),
        *("GET second_factor.codes", "POST second_factor.kept", "GET second_factor.new_codes"),
        *("POST second_factor.make_codes", "GET second_factor.remove"),
        *("POST second_factor.removed", "GET sign_on.start", "GET sign_on.back"),
        "GET tokens.page",
        *("POST sign_on.finish", "GET links.page", "POST links.follow", "GET links.sent"),
    ),
    "the national team's form for accounts of any trust": ("GET resets.page",),
    "of a person, not of a trust: the person gets a mail with the reason": ("POST resets.reset",),
    "one's own start page: links only": ("GET start.page",),
    "a questionnaire without answers": (
        "GET questionnaires.page",
        "GET questionnaires.paper_file",
    ),
    "figures of the machine, without people, for a program that has the token": (
        "GET information.metrics",
    ),
    "recorded by the step itself, in every trust that knows the person": ("POST own_data.give",),
    "public, the same for everybody": (
        *("GET information.accessibility", "GET information.cookies", "GET information.help_page"),
        *("GET information.privacy", "GET information.validation", "GET information.alive"),
        *("GET information.ready", "GET reports.verify", "GET api.description"),
    ),
}


def refuse_unaudited(app: Flask) -> None:
    """The app does not start while an address has neither a kind of entry nor a reason."""
    if faults := audit_faults(app):
        raise RuntimeError(f"the record of who did what: {'; '.join(faults)}")


def audit_faults(app: Flask) -> list[str]:
    """Addresses that are missing here or stand here twice, and what has no address or no words."""
    addresses = set(_addresses(app))
    reasoned = [name for names in UNRECORDED.values() for name in names]
    stated = [*RECORDED, *reasoned]
    return [
        *(f"{name} has neither a kind nor a reason" for name in sorted(addresses - set(stated))),
        *(f"{name} has no address" for name in sorted(set(stated) - addresses)),
        *(f"{name} is stated twice" for name in sorted(set(stated)) if stated.count(name) > 1),
        *(f"{kind!r} is not a kind" for kind in sorted(set(RECORDED.values()) - set(KINDS))),
    ]


def _addresses(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield f"{method} {rule.endpoint}"
