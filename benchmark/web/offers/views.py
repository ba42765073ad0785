"""What a division offers to show others, or asks to be shown: made by itself, never by a level."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request

from benchmark.assessment.agreeing import NotNow
from benchmark.assessment.offering import (
    OfferText,
    offer_stored,
    offers_of,
    save_offer,
    text_of,
    withdraw_offer,
)
from benchmark.disclosure.levels import Statistic
from benchmark.web.forms import ConfirmForm, error_places
from benchmark.web.offers.forms import OfferForm
from benchmark.web.plans.board import Board, board_here, turned_away
from benchmark.web.plans.pages import conflict_page
from benchmark.web.security import LEADS, TRUST_PEOPLE, access

OFFERS = "/divisions/<trust:trust>-<division:division>/offers"
KIND = f"{OFFERS}/<offer_kind:kind>"
WITHDRAW = f"{KIND}/<practice:practice>/withdraw"

offers = Blueprint("offers", __name__)


@offers.get(OFFERS)
@access("trust", TRUST_PEOPLE)
def page(trust: str, division: str) -> Any:
    board = board_here(Statistic.OFFERS)
    stored = offers_of(g.session, board.asked, board.division) if board.decision.show else ()
    order = {key: place for place, (key, _) in enumerate(board.practices)}
    found = sorted(stored, key=lambda offer: order.get(offer.practice, len(order)))
    return render_template(
        "offers/offers.html",
        board=board,
        shows=[offer for offer in found if offer.kind == "shows"],
        asks=[offer for offer in found if offer.kind == "asks"],
    )


@offers.get(KIND)
@access("division", LEADS)
def edit(trust: str, division: str, kind: str) -> Any:
    """A new offer; with ``?practice=`` the one that is stored, to change it."""
    board = board_here(Statistic.OFFERS)
    practice = request.args.get("practice", "")
    stored = offer_stored(g.session, board.asked, board.division, practice, kind)
    form = _form(board, formdata=None)
    form.practice.data = practice
    if (text := text_of(stored)) and stored:
        form.words.data, form.contact.data = text.words, text.contact
        form.version.data = stored.version
    return turned_away(board, "offers.page") or _page(board, form, kind)


@offers.post(KIND)
@access("division", LEADS)
def save(trust: str, division: str, kind: str) -> Any:
    board, here = board_here(Statistic.OFFERS), request.full_path.rstrip("?")
    form = _form(board)
    if not form.validate():
        return _page(board, form, kind), 400
    place = (g.session, board.asked, board.division)
    try:
        saved = save_offer(*place, form.offer(kind), form.version.data, g.viewer.person)
    except NotNow as closed:
        return _page(board, form, kind, str(closed)), 409
    if not saved.saved:
        rows = (_rows(board, saved.yours), _rows(board, saved.theirs))
        sent = [(name, form[name].data) for name in ("practice", "words", "contact")]
        return conflict_page(board, saved, rows, sent, here)
    flash("Your trust reads your offer." if kind == "shows" else "Your trust reads what you ask.")
    return redirect(board.address("offers.page"), 303)


def _form(board: Board, **options: Any) -> OfferForm:
    form = OfferForm(**options)
    form.practice.choices = board.practices
    return form


def _page(board: Board, form: OfferForm, kind: str, reason: str = "") -> str:
    return render_template(
        "offers/offer.html",
        board=board,
        form=form,
        kind=kind,
        error_summary=error_places(form, reason),
    )


def _rows(board: Board, text: OfferText | None) -> list[tuple[str, str]]:
    if text is None:
        return []
    names = ("What there is to see", "What we would like to see")
    return [
        ("Practice", board.name_of(text.practice)),
        (names[text.kind == "asks"], text.words),
        ("Whom to ask", text.contact),
    ]


@offers.get(WITHDRAW)
@access("division", LEADS)
def withdrawal(trust: str, division: str, kind: str, practice: str) -> Any:
    board = board_here(Statistic.OFFERS)
    text = text_of(offer_stored(g.session, board.asked, board.division, practice, kind))
    if text is None or not board.writable:
        return redirect(board.address("offers.page"), 303)
    return _withdrawal_page(board, text, ConfirmForm(formdata=None))


@offers.post(WITHDRAW)
@access("division", LEADS)
def withdraw(trust: str, division: str, kind: str, practice: str) -> Any:
    board, form = board_here(Statistic.OFFERS), ConfirmForm()
    if practice not in board.questionnaire.keys:
        abort(404)
    text = text_of(offer_stored(g.session, board.asked, board.division, practice, kind))
    if text and not form.validate():
        return _withdrawal_page(board, text, form), 400
    try:
        withdraw_offer(g.session, board.asked, board.division, practice, kind, g.viewer.person)
    except NotNow:
        return redirect(board.address("offers.page"), 303)  # that page says why
    flash("It is withdrawn.")
    return redirect(board.address("offers.page"), 303)


def _withdrawal_page(board: Board, text: OfferText, form: ConfirmForm) -> str:
    return render_template(
        "offers/withdraw.html",
        board=board,
        text=text,
        rows=_rows(board, text),
        error_summary=error_places(form),
    )
