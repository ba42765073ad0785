"""A trust with seven divisions and three finished rounds, asked through the API."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmark.web.app import Benchmark
from tests.servers import Browser, browser_of, copied, serving


@pytest.fixture(scope="module")
def showcase_app(
    filled: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Benchmark]:
    """The showcase, for the tests of one file."""
    model = filled("showcase") / "benchmark.sqlite"
    with serving(copied(model, tmp_path_factory.mktemp("showcase-api"))) as served:
        yield served


@pytest.fixture(scope="module")
def executive(showcase_app: Benchmark) -> Browser:
    return browser_of(showcase_app, "marguerite.oldacre@fallowmere.example")


@pytest.fixture(scope="module")
def rounds(executive: Browser) -> list[dict[str, str]]:
    """The rounds of the trust as the API lists them, newest first."""
    (trust,) = executive.get("/api/v1/trusts").json["items"]
    found: list[dict[str, str]] = executive.get(trust["rounds"]).json["items"]
    return found
