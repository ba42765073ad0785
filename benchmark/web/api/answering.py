"""Answers with a tag of their content: a program that has them already is not sent them again.

The tag is a hash of the very bytes that its reader gets, so it says nothing that they do not.
Nothing between us and that program keeps the answer: ``Cache-Control`` stays ``no-store``.
"""

import hashlib

from flask import Response, g, request

from benchmark.web.api.documents import Document

NOT_MODIFIED = 304


def answered(document: Document) -> Response:
    """The document as JSON, or 304 where ``If-None-Match`` names just this content."""
    return tagged(document.model_dump_json(by_alias=True).encode(), "application/json")


def tagged(content: bytes, content_type: str) -> Response:
    answer = Response(content, content_type=content_type)
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    answer.make_conditional(request)
    answer.headers.pop("Date", None)  # that is for the server to say, once
    if answer.status_code == NOT_MODIFIED:
        g.unread = True  # nothing was shown: the record has the reading that came before
    return answer
