"""Improvement packs of a trust: ask for one, watch it being made, cancel, download."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for

from benchmark.assessment.access import rounds_of
from benchmark.assessment.documents import pack_documents
from benchmark.assessment.issuing import LEVEL
from benchmark.assessment.packing import (
    ask_for_pack,
    cancel,
    content_of,
    may_download,
    pack_with,
    packs_of,
)
from benchmark.web.formats import download as send
from benchmark.web.packs.sending import parts_of_zip, ring_after_commit
from benchmark.web.packs.words import pack_lines, state_of
from benchmark.web.rounds import asked_round, comparison_of, round_here
from benchmark.web.security import TRUST_PEOPLE, access

packs = Blueprint("packs", __name__)


@packs.get("/trusts/<trust:trust>/packs")
@access("trust", TRUST_PEOPLE)
def page(trust: str) -> Any:
    asked = round_here()
    comparison = content_of(g.session, asked)
    current = pack_with(g.session, asked, comparison)
    return render_template(
        "packs/packs.html",
        trust=g.trust,
        round=asked,
        rounds=[each for each in rounds_of(g.session, g.trust) if each.id != asked.id],
        finding=comparison_of(asked).finding,
        documents=pack_documents(comparison, LEVEL),
        current=state_of(current) if current else None,
        packs=pack_lines(packs_of(g.session, asked)),
    )


@packs.post("/trusts/<trust:trust>/packs")
@access("trust", TRUST_PEOPLE)
def ask(trust: str) -> Any:
    asked = asked_round(g.trust) or abort(404)
    job = ask_for_pack(g.session, asked, g.viewer.person)
    if job is None:  # nothing is released, and the page says so
        return redirect(url_for("packs.page", trust=trust, round=asked.id), 303)
    if job.state == "waiting":
        ring_after_commit(job)
    return redirect(url_for("packs.progress", job_id=job.id), 303)


@packs.get("/packs/<id:job_id>")
@access("trust", TRUST_PEOPLE)
def progress(job_id: str) -> Any:
    job = g.job
    return render_template(
        "packs/pack.html",
        round=job.round,
        trust=job.trust,
        pack=state_of(job),
        files=sorted(job.files, key=lambda file: file.name),
    )


@packs.post("/packs/<id:job_id>/cancel")
@access("trust", TRUST_PEOPLE)
def stop(job_id: str) -> Any:
    if cancel(g.session, g.job, g.viewer.person):
        flash("The pack is cancelled.")
    return redirect(url_for("packs.progress", job_id=job_id), 303)


@packs.get("/packs/<id:job_id>.zip")
@access("trust", TRUST_PEOPLE)
def download(job_id: str) -> Any:
    job = g.job
    if not may_download(g.session, g.viewer, job):
        abort(404)
    name = f"{job.trust.code.lower()}-{job.round.opens_on:%Y-%m}-pack-{job.level}.zip"
    answer = send(parts_of_zip(job), name, "application/zip")
    answer.content_length = job.size
    return answer
