"""The tag is of the bytes that are sent; whoever names it is not sent them again."""

from flask import Flask, g

from benchmark.web.api.answering import answered
from benchmark.web.api.documents import Fault, Words

HELLO = Words(text="hello")


def test_the_same_content_has_the_same_tag_and_other_content_another() -> None:
    with Flask("asked").test_request_context("/"):
        one, same, other = map(answered, (HELLO, Words(text="hello"), Words(text="hello!")))
    assert one.headers["ETag"] == same.headers["ETag"] != other.headers["ETag"]
    assert one.json == {"shown": True, "text": "hello"}
    assert "Date" not in one.headers


def test_what_is_there_already_is_not_sent_and_counts_as_unread() -> None:
    with Flask("asked").test_request_context("/"):
        tag = answered(HELLO).headers["ETag"]
        assert "unread" not in g
    for sent, status in ((tag, 304), (f'"x", {tag}', 304), ("*", 304), ('"x"', 200)):
        with Flask("asked").test_request_context("/", headers={"If-None-Match": sent}):
            assert answered(HELLO).status_code == status
            assert ("unread" in g) == (status == 304)


def test_fields_go_under_the_names_of_their_schema() -> None:
    fault = Fault(place="query", name="limit", detail="too large")
    with Flask("asked").test_request_context("/"):
        assert set(answered(fault).json or {}) == {"in", "name", "detail"}
