"""What is read of a request, and how much: sizes, numbers of fields and files, and time.

A sender who takes long must keep nothing from others. The body is read before the transaction
begins, so that no lock and no connection of the database waits for it.
"""

from io import BytesIO
from typing import IO, Any

from flask import Request, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

LARGEST_BODY = 2 * 1024 * 1024  # holds 100,000 characters of evidence, however they are encoded
MOST_FIELDS = 500  # of one form, with its files; ours have 130 at most
MOST_FILES = 5  # ours take one
FORM = "application/x-www-form-urlencoded"


class BoundedForms(FormDataParser):
    """Werkzeug counts the parts of a multipart form; the fields of the other kind are as costly."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        if mimetype != FORM:
            return super().parse(stream, mimetype, content_length, options)
        content = stream.read(LARGEST_BODY + 1)
        if len(content) > LARGEST_BODY or content.count(b"&") >= MOST_FIELDS:
            raise RequestEntityTooLarge
        return super().parse(BytesIO(content), mimetype, len(content), options)


class BoundedRequest(Request):
    """A request with few files, each of which is closed, also when the form was refused."""

    form_data_parser_class = BoundedForms

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.opened: list[IO[bytes]] = []

    def _get_file_stream(self, *arguments: Any, **options: Any) -> IO[bytes]:
        if len(self.opened) == MOST_FILES:
            raise RequestEntityTooLarge
        self.opened.append(stream := super()._get_file_stream(*arguments, **options))
        return stream

    def close(self) -> None:
        super().close()
        for stream in self.opened:
            stream.close()


def receive() -> HTTPException | None:
    """Read the form that is sent, if any; why it cannot be read is told once access is decided."""
    try:
        _ = request.form
    except HTTPException as refused:
        return refused
    return None
