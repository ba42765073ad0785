"""Templates, components and static files: what every page relies on."""

import hashlib
import re
from html.parser import HTMLParser

import pytest
from flask import Flask, render_template, render_template_string
from markupsafe import Markup

from benchmark.comparison.chart import Chart, Table
from benchmark.questionnaire.definition import Practice
from benchmark.web.components import (
    configure_templates,
    environment_options,
    static_folder,
    template_folder,
)

TEMPLATES = sorted(
    path.relative_to(template_folder()) for path in template_folder().rglob("*.html")
)
ERRORS = ["400", "404", "405", "409", "413", "429", "500", "503", "session-expired"]
INFORMATION = ["privacy", "cookies", "accessibility", "help"]
NASTY = "<script>alert('x')</script> & \"co\""

PRACTICE = Practice(
    key="follow-through",
    name="Following through",
    statement="Agreed actions are done or openly changed.",
    why="Because.",
    levels=("one", "two", "three", "four", "five"),
    prompts=("How?", "When?"),
    evidence=("A list", "A board", "Minutes"),
    cqc=("governance",),
    impact=("purpose",),
)


@pytest.fixture
def app() -> Flask:
    app = Flask("benchmark.web")
    app.jinja_options = environment_options()
    configure_templates(app.jinja_env)
    app.jinja_env.globals["csrf_token"] = lambda: "a-token"
    return app


def rendered(app: Flask, source: str, **context: object) -> str:
    with app.test_request_context("/"):
        return render_template_string(source, **context)


class Elements(HTMLParser):
    """Start tags as (name, attributes) and the text of the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag and wanted.items() <= a.items()]


# the layout


PAGE = '{% extends "layout.html" %}{% block pageTitle %}My page{% endblock %}'


def test_the_title_names_page_and_service(app: Flask) -> None:
    html = rendered(app, PAGE)
    assert "<title>My page \N{EN DASH} Management Practice Benchmark</title>" in html
    assert '<html lang="en-GB">' in html


def test_an_error_comes_first_in_title_and_page(app: Flask) -> None:
    html = rendered(app, PAGE, error_summary=[("#answer", "Choose <one>")])
    assert "<title>Error: My page \N{EN DASH} " in html
    page = Elements(html)
    assert page.all("a", href="#answer")
    assert "There is a problem" in page.text
    assert "Choose <one>" in page.text
    assert "Choose <one>" not in html


def test_a_stranger_sees_neither_name_nor_sign_out(app: Flask) -> None:
    assert "Sign out" not in rendered(app, PAGE, viewer=None)
    assert "Sign out" not in rendered(app, PAGE)


def test_sign_out_is_a_form_with_the_token_field_as_agreed(app: Flask) -> None:
    html = rendered(app, PAGE, viewer={"name": NASTY})
    assert Elements(html).all("form", method="post", action="/sign-out")
    assert html.count('<input type="hidden" name="csrf_token" value="a-token">') == 1
    assert html.count("a-token") == 1
    assert NASTY in Elements(html).text
    assert "<script>alert" not in html


def test_the_current_page_is_marked_in_the_navigation(app: Flask) -> None:
    entries = [
        {"href": "/", "text": "Start", "current": True},
        {"href": "/plan", "text": "Plan", "current": False},
    ]
    page = Elements(rendered(app, PAGE, navigation=entries))
    assert page.all("a", href="/", **{"aria-current": "page"})
    assert page.all("a", href="/plan") == [
        {"class": "nhsuk-header__navigation-link", "href": "/plan"}
    ]


@pytest.mark.parametrize(("invented", "said"), [(True, True), (False, False), (None, False)])
def test_invented_data_are_said_on_the_page(
    app: Flask, *, invented: bool | None, said: bool
) -> None:
    assert ("Invented data." in rendered(app, PAGE, invented=invented)) is said


def test_no_page_shows_the_nhs_logo(app: Flask) -> None:
    html = rendered(app, PAGE, viewer={"name": "Ama"})
    assert "NHS" not in Elements(html).text
    assert "__logo" not in html


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_says_what_to_do(app: Flask, name: str) -> None:
    with app.test_request_context("/"):
        html = render_template(f"errors/{name}.html")
    page = Elements(html)
    assert len(page.all("h1")) == 1
    assert re.search(r"\b(Go|Try|Wait|Sign|ask|check)\b", page.text)
    assert not re.search(r"(?i)request|server|token|session|\b[45]\d\d\b|method", page.text)


@pytest.mark.parametrize("name", INFORMATION)
def test_an_information_page_stands_alone(app: Flask, name: str) -> None:
    with app.test_request_context("/"):
        html = render_template(f"information/{name}.html")
    assert len(Elements(html).all("h1")) == 1
    assert "None" not in html


def test_the_cookie_page_names_the_cookies_that_are_set(app: Flask) -> None:
    names = {"sign_in_cookie": "benchmark_session", "device_cookie": "benchmark_device"}
    with app.test_request_context("/"):
        page = render_template("information/cookies.html", **names)
    assert all(name in page for name in names.values())


# answering a practice


RADIOS = """{% from "components/forms.html" import practice_radios %}
{{ practice_radios(practice, "Watching and improving", answer, error) }}"""


def radios(app: Flask, answer: str | int | None, error: str = "") -> Elements:
    return Elements(rendered(app, RADIOS, practice=PRACTICE, answer=answer, error=error))


def test_the_levels_are_the_labels_and_nothing_is_preselected(app: Flask) -> None:
    page = radios(app, None)
    values = [radio["value"] for radio in page.all("input", type="radio", name="answer")]
    assert values == ["1", "2", "3", "4", "5", "dont-know", "not-applicable"]
    assert not [radio for radio in page.all("input") if "checked" in radio]
    ids = {label["for"] for label in page.all("label")}
    assert ids == {radio["id"] for radio in page.all("input")}
    lines = [line.strip() for line in page.text.splitlines() if line.strip()]
    assert lines == [
        "Watching and improving",
        "Following through",
        "Agreed actions are done or openly changed.",
        *PRACTICE.levels,
        "or",
        "I do not know",
        "Does not apply to this division",
    ]


@pytest.mark.parametrize("answer", [1, "1", 5, "5", "dont-know", "not-applicable"])
def test_the_stored_answer_is_selected(app: Flask, answer: str | int) -> None:
    checked = [radio["value"] for radio in radios(app, answer).all("input") if "checked" in radio]
    assert checked == [str(answer)]


def test_an_error_link_leads_to_the_first_answer(app: Flask) -> None:
    page = radios(app, None, "Choose one of the answers")
    assert page.all("input", id="answer", value="1")
    (fieldset,) = page.all("fieldset")
    assert "answer-error" in str(fieldset["aria-describedby"]).split()


EVIDENCE = """{% from "components/forms.html"
   import evidence_examples, evidence_field, share_tick %}
{{ evidence_field(value) }}{{ evidence_examples(examples) }}{{ share_tick(checked) }}"""


@pytest.mark.parametrize("value", ["", "plain", "\n  two\n lines ", "</textarea>" + NASTY])
def test_evidence_comes_back_as_it_was_written(app: Flask, value: str) -> None:
    html = rendered(app, EVIDENCE, value=value, examples=(), checked=False)
    (inside,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    shown = inside.removeprefix("\n")  # HTML drops a line break that opens a text area
    page = Elements(f"<p>{shown}</p>")
    assert page.text == value


@pytest.mark.parametrize("checked", [True, False])
def test_sharing_is_off_unless_it_was_ticked(app: Flask, *, checked: bool) -> None:
    html = rendered(app, EVIDENCE, value="", examples=PRACTICE.evidence, checked=checked)
    (tick,) = Elements(html).all("input", type="checkbox", name="share")
    assert ("checked" in tick) is checked
    assert "Do not name patients or staff" in html
    assert "A board" in html


# tables and pictures


TABLE = """{% from "components/tables.html" import data_table %}
{{ data_table("Scores", ["Practice", "Level"], [["Review", 3], [nasty, "not shown"]],
              (1,), scroll=scroll) }}"""


@pytest.mark.parametrize("scroll", [True, False])
def test_a_table_is_a_real_table(app: Flask, *, scroll: bool) -> None:
    html = rendered(app, TABLE, nasty=NASTY, scroll=scroll)
    page = Elements(html)
    assert len(page.all("caption")) == 1
    assert len(page.all("th", scope="col")) == 2
    assert len(page.all("th", scope="row")) == 2
    assert NASTY in page.text
    assert "<script>" not in html
    regions = page.all("div", role="region", tabindex="0", **{"aria-label": "Scores"})
    assert len(regions) == (1 if scroll else 0)


def test_a_chart_has_its_finding_reading_table_and_download(app: Flask) -> None:
    table = Table("Scores of Surgery", ("Practice", "Level"), (("Review", "3"),))
    chart = Chart("profile", "A finding", "A reading.", "Dots", ("a",) * 5, "", (), (), table)
    source = """{% from "components/figures.html" import figure_chart %}
    {{ figure_chart(chart, svg, "/x.csv") }}"""
    svg = Markup("<svg role='img'></svg>")
    page = Elements(rendered(app, source, chart=chart, svg=svg))
    assert [len(page.all(tag)) for tag in ("figure", "h2", "svg", "details", "table")] == [1] * 5
    assert page.all("a", href="/x.csv")
    assert page.text.index("A finding") < page.text.index("A reading.")


@pytest.mark.parametrize("status", ["not started", "in progress", "submitted", NASTY])
def test_a_status_says_itself(app: Flask, status: str) -> None:
    source = '{% from "components/status.html" import status_tag %}{{ status_tag(status) }}'
    said = Elements(rendered(app, source, status=status)).text.strip()
    assert said.lower() == status.lower()


def test_the_layout_names_static_files_by_their_content(app: Flask) -> None:
    page = Elements(rendered(app, PAGE))
    links = [str(link["href"]) for link in page.all("link")]
    links += [str(script["src"]) for script in page.all("script")]
    assert len(links) == 4
    for link in links:
        name, digest = link.removeprefix("/static/").split("?v=")
        content = (static_folder() / name).read_bytes()
        assert hashlib.sha256(content).hexdigest().startswith(digest)


def test_templates_are_found_in_a_checkout() -> None:
    assert (template_folder() / "layout.html").is_file()
