"""The main job: three leads answer, each in a way of their own; then their trust reads medians."""

import re
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, expect

from tests.browsers import PASSWORD, Opened, Site
from tests.journeys.documents import table_after, text_of
from tests.journeys.keyboard import choose_by_keys, press_enter_on, tab_to, write_into
from tests.journeys.steps import (
    KEYS,
    PRACTICES,
    answer_end_of_section,
    choose,
    confirm_release,
    count_presses,
    follow,
    place,
    save_and_continue,
    settle_everything,
    sign_in,
)

# the three walk through the levels at different paces, so that no lead is always in the middle
CLINICAL = {key: str(1 + step % 5) for step, key in enumerate(KEYS)}
OPERATIONAL = {key: str(1 + (2 * step + 1) % 5) for step, key in enumerate(KEYS)}
NURSING = {key: str(1 + (step // 5 + 2) % 5) for step, key in enumerate(KEYS)}
CLINICAL[KEYS[7]] = "dont-know"
CLINICAL[KEYS[11]] = OPERATIONAL[KEYS[11]] = NURSING[KEYS[11]] = "not-applicable"
MOST_PRESSES = 98  # of a hundred; two lead through the statement, which was read beforehand
SHARED, PRIVATE = "Whoever walks the ward sees it.", "Between the three of us."
COMPARISON, TRUST = "/trusts/zzn/comparison", "/trusts/zzn/report"
MEDICINE = "/divisions/zzn-medicine"
DIVISION = f"{MEDICINE}/report"


def test_three_leads_answer_and_their_trust_reads_the_medians(
    device: Opened, acceptance_site: Site
) -> None:
    executive = device(acceptance_site)
    sign_in(executive, "executive@north.example")
    assert_nothing_shown(executive, complete=0)
    with_a_mouse = device(acceptance_site)
    presses = count_presses(with_a_mouse)
    answer_with_a_mouse(with_a_mouse, "clinical", CLINICAL)
    assert len(KEYS) * 2 < len(presses) <= MOST_PRESSES
    assert_nothing_shown(executive, complete=1)
    no_scripts = device(acceptance_site, java_script_enabled=False)
    answer_with_a_mouse(no_scripts, "operational", OPERATIONAL)
    assert_nothing_shown(executive, complete=2)
    with_a_keyboard = device(acceptance_site)
    answer_with_a_keyboard(with_a_keyboard, "nursing", NURSING)
    settle_everything(with_a_keyboard, MEDICINE)
    for lead in (with_a_mouse, no_scripts):
        confirm_release(lead, MEDICINE)
    executive.goto(DIVISION)
    expect(executive.get_by_text("Not released")).to_be_visible()
    confirm_release(with_a_keyboard, MEDICINE)
    assert_medians_shown(executive)
    assert_same_figures_in_the_pdfs(executive)


def answer_with_a_mouse(page: Page, role: str, answers: Mapping[str, str]) -> None:
    """Answer every practice and submit; the first with evidence for the three leads only."""
    sign_in(page, f"{role}.medicine@north.example")
    page.get_by_role("link", name="Medicine, ").click()
    follow(page, "Start")
    page.get_by_label("Evidence").fill(PRIVATE)
    for key, answer in answers.items():
        assert place(page) == key
        choose(page, answer)
        save_and_continue(page)
        answer_end_of_section(page)
    follow(page, "Submit my answers")
    expect(page.get_by_role("heading", name="Your answers are submitted")).to_be_visible()
    page.get_by_role("link", name=PRACTICES[KEYS[0]].name).click()
    expect(page.locator(f"input[name=answer][value='{answers[KEYS[0]]}']")).to_be_checked()
    expect(page.locator("input[name=answer]:enabled, textarea:enabled")).to_have_count(0)


def answer_with_a_keyboard(page: Page, role: str, answers: Mapping[str, str]) -> None:
    """Do the same without any mouse; the first with evidence that may be shared."""
    page.goto("/sign-in")
    write_into(page, "#email", f"{role}.medicine@north.example")
    write_into(page, "#password", PASSWORD)
    press_enter_on(page, "main button[type=submit]")
    press_enter_on(page, "main a[href^='/responses/']")
    press_enter_on(page, "main a.nhsuk-button")
    for key, answer in answers.items():
        assert place(page) == key
        choose_by_keys(page, answer)
        if key == KEYS[0]:
            write_into(page, "textarea", SHARED)
            tab_to(page, "[name=share]")
            page.keyboard.press("Space")
        press_enter_on(page, "button[value=next]")
        if "/sections/" in page.url:
            press_enter_on(page, "main button[type=submit]")
    press_enter_on(page, "form[action$='/submit'] button")
    expect(page.get_by_role("heading", name="Your answers are submitted")).to_be_visible()


def assert_nothing_shown(executive: Page, complete: int) -> None:
    """No page of the trust holds a figure of the scale, a table, a picture or a report."""
    progress = f"{complete} of 3 complete"
    for address in (COMPARISON, TRUST, DIVISION):
        executive.goto(address)
        main = executive.locator("main")
        assert main.locator("table, svg, a[href^='/reports/'], button").count() == 0, address
        said = re.sub(r"Round \d{4}|[0-3] of 3 complete", "", main.inner_text())
        assert re.findall(r"\d", said) == [], said
        assert PRIVATE not in said
    expect(main).to_contain_text(progress)
    executive.goto(COMPARISON)
    expect(executive.get_by_text(f"Medicine: {progress}", exact=True)).to_be_visible()


def assert_not_released(executive: Page) -> None:
    executive.goto(COMPARISON)
    expect(executive.get_by_text("Medicine: not released", exact=True)).to_be_visible()
    assert executive.locator("main").locator("table, svg").count() == 0


def assert_medians_shown(executive: Page) -> None:
    executive.goto(COMPARISON)
    assert table_of(executive) == {
        practice.name: (expected(key), "not shown", "not shown")
        for key, practice in PRACTICES.items()
    }
    executive.goto(DIVISION)
    expect(executive.get_by_text(SHARED)).to_be_visible()
    expect(executive.get_by_text(PRIVATE)).to_have_count(0)


def assert_same_figures_in_the_pdfs(executive: Page) -> None:
    """The division's report has one column of levels, the trust's one for each division."""
    executive.goto(COMPARISON)
    shown = table_of(executive)
    trust = table_after(downloaded(executive, TRUST), "Practice by division", shown, columns=2)
    assert trust == {name: cells[:2] for name, cells in shown.items()}
    division = table_after(downloaded(executive, DIVISION), "All practices Practice", shown, 1)
    assert division == {name: cells[:1] for name, cells in shown.items()}


def expected(key: str) -> str:
    """The median of the three levels; nothing is shown unless all three gave one."""
    levels = [answers[key] for answers in (CLINICAL, OPERATIONAL, NURSING)]
    return str(median(map(int, levels))) if all(map(str.isdecimal, levels)) else "not shown"


def table_of(page: Page) -> dict[str, tuple[str, ...]]:
    """Read the comparison's table: each practice with the words in its cells."""
    rows = page.locator(".app-heat__practice").all()
    cells = [row.locator("th, td").all_inner_texts() for row in rows]
    return {name: tuple(figures) for name, *figures in cells}


def downloaded(page: Page, address: str) -> str:
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the report").click()
    return text_of(Path(download.value.path()).read_bytes())
