"""What the environment says about sign-on, and what is wrong with it."""

import pytest

from benchmark.web.sign_on_settings import LABEL, SignOnFault, read_sign_on

WHOLE = {
    "BENCHMARK_OIDC_ISSUER": "https://sign-on.example/",
    "BENCHMARK_OIDC_CLIENT_ID": "benchmark",
    "BENCHMARK_OIDC_CLIENT_SECRET": "a secret of ours",
    "BENCHMARK_BASE_ADDRESS": "https://benchmark.example",
}


def test_without_an_issuer_there_is_no_sign_on() -> None:
    assert read_sign_on({}, production=True) is None


def test_what_is_named_is_read_and_the_secret_is_not_shown() -> None:
    settings = read_sign_on(WHOLE, production=True)
    assert settings
    assert (settings.issuer, settings.label) == ("https://sign-on.example", LABEL)
    assert settings.second_factors == ()
    assert "secret of ours" not in repr(settings)
    more = {"BENCHMARK_OIDC_LABEL": "NHSmail", "BENCHMARK_OIDC_SECOND_FACTORS": "mfa AAL3"}
    named = read_sign_on(WHOLE | more, production=True)
    assert named
    assert (named.label, named.second_factors) == ("NHSmail", ("mfa", "AAL3"))


FAULTS = {
    "no client": ({"BENCHMARK_OIDC_CLIENT_ID": ""}, "BENCHMARK_OIDC_CLIENT_ID is missing"),
    "no secret": ({"BENCHMARK_OIDC_CLIENT_SECRET": ""}, "BENCHMARK_OIDC_CLIENT_SECRET is missing"),
    "in clear": ({"BENCHMARK_OIDC_ISSUER": "http://sign-on.example"}, "sign-on needs https"),
    "no address": ({"BENCHMARK_OIDC_ISSUER": "sign-on"}, "write it like https://"),
    "a query": ({"BENCHMARK_OIDC_ISSUER": "https://a.example?x"}, "write it like https://"),
    "no way back": ({"BENCHMARK_BASE_ADDRESS": ""}, "BENCHMARK_BASE_ADDRESS is missing"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_said(fault: str) -> None:
    changed, message = FAULTS[fault]
    with pytest.raises(SignOnFault, match=message):
        read_sign_on(WHOLE | changed, production=True)
