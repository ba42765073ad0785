"""What is read of a request, and when: bounded in every way, and before any lock is taken."""

from io import BytesIO
from typing import IO, Any

import pytest
from sqlalchemy import text
from werkzeug.exceptions import RequestEntityTooLarge

from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from benchmark.web.receiving import (
    FORM,
    LARGEST_BODY,
    MOST_FIELDS,
    MOST_FILES,
    BoundedForms,
    receive,
)
from tests.servers import JSON, browser_of

COORDINATOR = "coordinator@north.example"
UPLOAD = "/trusts/zzn/people/upload"
MULTIPART = "multipart/form-data; boundary=x"


def part(name: str, content: bytes = b"", file: str = "") -> bytes:
    named = f'; filename="{file}"' if file else ""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content


def parts(*all_parts: bytes) -> bytes:
    return b"\r\n".join((*all_parts, b"--x--\r\n"))


TOO_MUCH: dict[str, tuple[str, bytes]] = {
    "a long form": (FORM, b"a=" + b"x" * LARGEST_BODY),
    "many fields": (FORM, b"&".join([b"a=b"] * (MOST_FIELDS + 1))),
    "many empty fields": (FORM, b"&" * 1_000_000),
    "many parts": (MULTIPART, parts(*[part("a", b"b")] * (MOST_FIELDS + 1))),
    "many files": (MULTIPART, parts(*[part("a", b"b", "f.csv")] * (MOST_FILES + 1))),
    "a large file": (MULTIPART, parts(part("file", b"x" * LARGEST_BODY, "f.csv"))),
    "a large field": (MULTIPART, parts(part("a", b"x" * LARGEST_BODY))),
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_too_much_is_refused_with_a_page_that_says_so(app: Benchmark, case: str) -> None:
    kind, body = TOO_MUCH[case]
    browser = browser_of(app, COORDINATOR)
    answer = browser.post(UPLOAD, data=body, content_type=kind)
    assert answer.status_code == 413
    assert "<h1>" in answer.text
    assert "too large" in answer.text.lower()
    assert "Coordinator" in answer.text  # still signed in
    as_json = browser.post(UPLOAD, data=body, content_type=kind, headers=JSON)
    assert (as_json.status_code, list(as_json.json)) == (413, ["errors"])
    assert browser.get("/").status_code == 200


def test_a_body_without_a_length_is_bounded_too(app: Benchmark) -> None:
    browser = browser_of(app, COORDINATOR)
    body = BytesIO(b"a=" + b"x" * (3 * LARGEST_BODY))
    answer = browser.post(
        UPLOAD, input_stream=body, content_type=FORM, environ_base={"wsgi.input_terminated": True}
    )
    assert answer.status_code == 413
    assert body.tell() <= LARGEST_BODY + 65536


@pytest.mark.parametrize("kind", [FORM, MULTIPART])
def test_as_much_as_a_form_of_ours_can_hold_is_read(app: Benchmark, kind: str) -> None:
    browser = browser_of(app, COORDINATOR)
    token = browser.token().encode()
    sent = {
        FORM: b"&".join([b"csrf_token=" + token, *[b"a=b"] * (MOST_FIELDS - 1)]),
        MULTIPART: parts(part("csrf_token", token), *[part("a", b"b")] * (MOST_FIELDS - 1)),
    }
    answer = browser.post(UPLOAD, data=sent[kind], content_type=kind)
    assert answer.status_code == 400
    assert "too large" not in answer.text.lower()


def test_the_largest_form_of_ours_is_far_from_the_bound() -> None:
    """31 practices with four fields each would be 124."""
    assert MOST_FIELDS >= 4 * 124


def test_who_may_not_write_there_does_not_learn_that_it_was_too_much(app: Benchmark) -> None:
    _, body = TOO_MUCH["many fields"]
    for email, status in ((None, 303), ("executive@north.example", 404)):
        answer = browser_of(app, email).post(UPLOAD, data=body, content_type=FORM)
        assert answer.status_code == status


class Slow(BytesIO):
    """A body that comes only after somebody else has written."""

    def __init__(self, app: Benchmark) -> None:
        super().__init__(b"email=a&password=b")
        self.app, self.others = app, 0

    def read(self, size: int | None = -1) -> bytes:
        with transaction(self.app.engine, writes=True) as session:
            session.execute(text("SELECT 1"))  # waits 15 s for the lock, then fails
            self.others += 1
        return super().read(size)

    def readinto(self, buffer: Any) -> int:
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


def test_a_slow_sender_holds_no_lock_of_the_database(app: Benchmark) -> None:
    browser, body = browser_of(app, COORDINATOR), Slow(app)  # who is signed in is looked up first
    answer = browser.post("/sign-out", input_stream=body, content_type=FORM, content_length=18)
    assert answer.status_code == 400  # without a token
    assert body.others >= 1


def test_what_is_no_form_is_left_alone(app: Benchmark) -> None:
    with app.test_request_context("/", method="POST", data=b"{}", content_type="application/json"):
        assert receive() is None
    with app.test_request_context("/", method="POST", data=b"&" * MOST_FIELDS, content_type=FORM):
        assert isinstance(receive(), RequestEntityTooLarge)


def test_fields_are_counted_before_they_are_made() -> None:
    stream: IO[bytes] = BytesIO(b"a=1&b=2")
    _, form, _ = BoundedForms().parse(stream, FORM, 7)
    assert form.to_dict() == {"a": "1", "b": "2"}
