"""Names of responses and places, and the links of an error summary."""

from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict

from benchmark.database.rounds import Response
from benchmark.database.session import transaction
from benchmark.web.account.forms import SignInForm
from benchmark.web.app import Benchmark
from benchmark.web.formats import division_place, download, error_links, response_title
from tests.servers import response_of


@pytest.fixture
def response(app: Benchmark) -> Iterator[Response]:
    with transaction(app.engine, writes=False) as session:
        yield response_of(session, "ZZN", "surgery", "nursing")


def test_a_response_is_named_by_division_role_and_round(response: Response) -> None:
    assert response_title(response) == f"Surgery, nursing lead: {response.round.title}"


def test_a_division_is_written_as_in_addresses(response: Response) -> None:
    assert division_place(response.round, "surgery") == "zzn-surgery"


def test_each_faulty_field_gets_one_link(app: Benchmark) -> None:
    with app.test_request_context():
        form = SignInForm(MultiDict({"email": "x" * 255}), meta={"csrf": False})
        assert not form.validate()
        links = error_links(form)
    assert [href for href, _ in links] == ["#email", "#password"]
    assert links[1] == ("#password", "Enter your password")


NAMES = {
    "zzn-2026-11-trust.pdf": "zzn-2026-11-trust.pdf",
    'a"; filename="b.exe': "a---filename--b.exe",
    "a\r\nSet-Cookie: x=y": "a--Set-Cookie--x-y",
    "../../etc/passwd": "-.-..-etc-passwd",
    ".htaccess": "-htaccess",
    "Ŵyn.csv": "-yn.csv",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_cannot_end_its_header(name: str) -> None:
    answer = download(b"content", name, "text/csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{NAMES[name]}"'
