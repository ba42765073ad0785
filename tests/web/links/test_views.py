"""A link in a mail: a scanner spends nothing, the button signs one person in, once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmark.assessment.mail_links import MOST_UNKNOWN, make_link, owner_of
from benchmark.assessment.mailing import LINK, Draft, write_mail
from benchmark.database.mail import Mail, MailLink
from benchmark.database.people import SignIn, SignInAttempt
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import Browser, at_once, browser_of, copied, masked, response_of, serving

INVITED = Draft("invitation", "An invitation", (LINK,))


@pytest.fixture(scope="module")
def shared_app(
    acceptance_sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Benchmark]:
    """One application for all tests here: each makes a link of its own."""
    with serving(copied(acceptance_sqlite_model, tmp_path_factory.mktemp("links"))) as served:
        yield served


def new_token(app: Benchmark, post: tuple[str, str, str] = ("ZZN", "medicine", "clinical")) -> str:
    """A link for the reader, or for who holds another post, as an invitation carries it."""
    with transaction(app.engine, writes=True) as session:
        response = response_of(session, *post)
        write_mail(session, f"test:{now()}", response.people[0], INVITED, response)
        mail = session.scalars(select(Mail).order_by(Mail.created_at.desc())).first()
        assert mail
        return make_link(session, mail, now())


def count(app: Benchmark, table: type) -> int:
    with transaction(app.engine, writes=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def signed_in_as(browser: Browser) -> str:
    page = browser.get("/")
    if page.status_code != 200:
        return "nobody"
    return "reader" if "Clinical Lead, Medicine" in page.text else "somebody else"


def test_opening_a_link_changes_nothing_however_often(shared_app: Benchmark) -> None:
    token = new_token(shared_app)
    before = [count(shared_app, table) for table in (SignIn, SignInAttempt, Mail)]
    scanner = browser_of(shared_app, None)
    for method in (scanner.get, scanner.head, scanner.get):
        assert method(f"/links/{token}").status_code == 200
    assert signed_in_as(scanner) == "nobody"
    assert [count(shared_app, table) for table in (SignIn, SignInAttempt, Mail)] == before
    reader = browser_of(shared_app, None)
    assert reader.send(f"/links/{token}").status_code == 303


def test_the_button_signs_the_reader_in_once(shared_app: Benchmark) -> None:
    token = new_token(shared_app)
    browser = browser_of(shared_app, None)
    page = browser.get(f"/links/{token}")
    assert "Sign in as Clinical Lead, Medicine" in page.text
    assert token not in page.text
    answer = browser.send(f"/links/{token}")
    assert answer.status_code == 303
    assert browser.get(answer.headers["Location"]).status_code == 200
    assert answer.headers["Location"].startswith("/responses/")
    assert signed_in_as(browser) == "reader"
    again = browser.send(f"/links/{token}")  # in another tab of the same browser
    assert again.headers["Location"] == answer.headers["Location"]
    other = browser_of(shared_app, None)
    assert other.send(f"/links/{token}").status_code == 404
    assert signed_in_as(other) == "nobody"


def test_of_many_at_once_one_gets_in(app_on_both: Benchmark) -> None:
    token = new_token(app_on_both)
    browsers = [browser_of(app_on_both, None) for _ in range(5)]
    forms = [(browser, {"csrf_token": browser.token()}) for browser in browsers]
    steps = [
        lambda b=browser, f=form: b.post(f"/links/{token}", data=f).status_code
        for browser, form in forms
    ]
    assert sorted(at_once(steps)) == [303, 404, 404, 404, 404]


def test_whoever_was_signed_in_here_is_signed_out_first(shared_app: Benchmark) -> None:
    token = new_token(shared_app)
    browser = browser_of(shared_app, "executive@north.example")
    (before,) = browser.twins(1)
    page = browser.get(f"/links/{token}")
    assert "You are signed in as Executive. The button signs you out first." in page.text
    assert browser.send(f"/links/{token}").status_code == 303
    assert signed_in_as(browser) == "reader"
    assert signed_in_as(before) == "nobody"


def used(link: MailLink) -> None:
    link.used_at = now()


def expired(link: MailLink) -> None:
    link.expires_at = now() - timedelta(seconds=1)


def disabled(link: MailLink) -> None:
    link.person.disabled_at = now()


def set_aside(link: MailLink) -> None:
    link.response.set_aside_at = now()


def abandoned(link: MailLink) -> None:
    link.response.round.state = "abandoned"


def taken_over(link: MailLink) -> None:
    link.response.people = []


# what has happened to whose link, and whether they still get a new one
ENDS: dict[Callable[[MailLink], None], tuple[tuple[str, str, str], bool]] = {
    used: (("ZZN", "medicine", "operational"), True),
    expired: (("ZZN", "medicine", "nursing"), True),
    disabled: (("ZZN", "surgery", "clinical"), False),
    set_aside: (("ZZN", "surgery", "operational"), False),
    taken_over: (("ZZN", "surgery", "nursing"), False),
    abandoned: (("ZZS", "medicine", "clinical"), False),
}


def test_every_link_that_does_not_work_looks_the_same(shared_app: Benchmark) -> None:
    pages, answers, stranger = set(), set(), browser_of(shared_app, None)
    tokens = {end: new_token(shared_app, post) for end, (post, _) in ENDS.items()}
    with transaction(shared_app.engine, writes=True) as session:
        for end, token in tokens.items():
            end(owner_of(session, token) or pytest.fail("the link is not known"))
    for token in (*tokens.values(), tokens[used][:-1], "no-such-link"):
        for answer in (stranger.get(f"/links/{token}"), stranger.send(f"/links/{token}")):
            pages.add((answer.status_code, masked(answer.data)))
        answer = stranger.send(f"/links/{token}", again="yes")
        answers.add((answer.status_code, answer.headers["Location"], answer.data))
    assert signed_in_as(stranger) == "nobody"
    ((status, page),) = pages
    assert status == 404
    assert b"This link no longer works" in page
    ((status, location, _),) = answers
    assert (status, location) == (303, "/link-sent")
    with transaction(shared_app.engine, writes=False) as session:
        sent = session.scalars(select(Mail.address).where(Mail.kind == "link"))
        renewed = {f"{post[2]}.{post[1]}@north.example" for post, still in ENDS.values() if still}
        assert set(sent) == renewed


def test_a_new_link_is_sent_once_in_ten_minutes(shared_app: Benchmark) -> None:
    token = new_token(shared_app)
    browser = browser_of(shared_app, None)
    before = count(shared_app, Mail)
    for _ in range(3):
        browser.send(f"/links/{token}", again="yes")
    assert count(shared_app, Mail) - before <= 2  # two when the clock passes a limit meanwhile
    assert "a new one is on its way" in browser.get("/link-sent").text


def test_no_header_carries_the_address_on(shared_app: Benchmark) -> None:
    token = new_token(shared_app)
    browser = browser_of(shared_app, None)
    for answer in (browser.get(f"/links/{token}"), browser.send(f"/links/{token}")):
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert answer.headers["Cache-Control"] == "no-store"
        assert token not in repr([*answer.headers, answer.text])
    assert browser.get("/help").headers["Referrer-Policy"] == "same-origin"


def test_the_button_works_over_tls_where_forms_say_where_they_come_from(
    acceptance_sqlite_model: Path, tmp_path: Path
) -> None:
    address = copied(acceptance_sqlite_model, tmp_path)
    place = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/"}}
    with serving(address, mode="production", trusted_hosts=("localhost",)) as app:
        token, browser = new_token(app), app.test_client()
        page = browser.get(f"/links/{token}", **place).text
        form = {"csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0]}
        assert browser.post(f"/links/{token}", data=form, **place).status_code == 303


def test_guessing_is_paused(shared_app: Benchmark) -> None:
    browser = browser_of(shared_app, None)
    with transaction(shared_app.engine, writes=False) as session:
        known = session.scalar(select(func.count()).select_from(SignInAttempt)) or 0
    form = {"csrf_token": browser.token()}
    statuses = [
        browser.post(f"/links/guess-{n}", data=form).status_code for n in range(MOST_UNKNOWN + 1)
    ]
    assert statuses == [404] * (MOST_UNKNOWN - known) + [429] * (1 + known)
