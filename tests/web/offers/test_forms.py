"""An offer as its form sends it."""

from flask import Flask

from benchmark.assessment.offering import OfferText
from benchmark.web.offers.forms import OfferForm


def test_the_kind_comes_from_the_address() -> None:
    app = Flask("offers")
    app.config.update(SECRET_KEY="x" * 32, WTF_CSRF_ENABLED=False)
    sent = {"practice": "tracking", "words": "ours", "contact": "Matron", "version": "0"}
    with app.test_request_context("/", method="POST", data=sent):
        form = OfferForm()
        form.practice.choices = [("tracking", "Tracking performance")]
        assert form.validate()
        assert form.offer("asks") == OfferText("tracking", "asks", "ours", "Matron")
