"""The main job: three leads answer, each in a way of their own; then their trust reads medians."""

import re
from collections.abc import Mapping
from statistics import median

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import PASSWORD, Opened, Site
from tests.journeys.documents import figures_after, text_of
from tests.journeys.keyboard import choose_by_keys, press_enter_on, tab_to, write_into
from tests.journeys.steps import KEYS, PRACTICES, choose, place, save_and_continue, sign_in

# levels that walk through all combinations of the three, so that no constant could pass
CLINICAL = {key: str(1 + step % 5) for step, key in enumerate(KEYS)}
OPERATIONAL = {key: str(1 + (step * 2 + 1) % 5) for step, key in enumerate(KEYS)}
NURSING = {key: str(1 + (step // 5 + 2) % 5) for step, key in enumerate(KEYS)}
CLINICAL[KEYS[7]] = "dont-know"
for answers in (CLINICAL, OPERATIONAL, NURSING):
    answers[KEYS[11]] = "not-applicable"
SHARED, PRIVATE = "Seen by whoever walks the ward.", "Between the three of us only."
SCORE = re.compile(r"(?<![\w.])[1-5](\.\d)?(?![\w.])")
DIVISION = "/divisions/zzn-medicine/report"
COMPARISON, TRUST = "/trusts/zzn/comparison", "/trusts/zzn/report"


@pytest.mark.parametrize
