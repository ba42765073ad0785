"""Every setting of mail, and what is refused with a reason."""

import pytest

from benchmark.jobs.mail_settings import (
    LOCAL_ADDRESS,
    MailFault,
    is_loopback,
    is_mail_address,
    read_mail_settings,
)

SMTP = "BENCHMARK_SMTP_"
LEAST = {f"{SMTP}HOST": "mail.trust.example", "BENCHMARK_MAIL_FROM": "benchmark@trust.example"}
ADDRESS = {"BENCHMARK_BASE_ADDRESS": "https://benchmark.trust.example/"}
LOGIN = {f"{SMTP}USER": "benchmark", f"{SMTP}PASSWORD": "a secret"}


def test_without_a_host_mail_is_not_set_up() -> None:
    settings = read_mail_settings({}, production=True)
    assert not settings.ready
    assert settings.base_address == LOCAL_ADDRESS


def test_all_of_them() -> None:
    named = LEAST | ADDRESS | LOGIN | {"BENCHMARK_MAIL_REPLY_TO": "help@trust.example"}
    settings = read_mail_settings(named, production=True)
    assert settings.ready
    assert (settings.host, settings.port, settings.security) == (
        "mail.trust.example",
        587,
        "starttls",
    )
    assert (settings.user, settings.password) == ("benchmark", "a secret")
    assert (settings.sender, settings.reply_to) == ("benchmark@trust.example", "help@trust.example")
    assert settings.base_address == "https://benchmark.trust.example"
    assert "a secret" not in repr(settings)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_security_has_its_port(security: str, port: int) -> None:
    named = LEAST | {f"{SMTP}SECURITY": security}
    assert read_mail_settings(named, production=False).port == port
    assert read_mail_settings(named | {f"{SMTP}PORT": "2525"}, production=False).port == 2525


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "no sender": ({"BENCHMARK_MAIL_FROM": ""}, "BENCHMARK_MAIL_FROM is ''"),
    "two senders": ({"BENCHMARK_MAIL_FROM": "a@b.example, c@d.example"}, "BENCHMARK_MAIL_FROM"),
    "a reply to nowhere": ({"BENCHMARK_MAIL_REPLY_TO": "help"}, "BENCHMARK_MAIL_REPLY_TO"),
    "unknown security": ({f"{SMTP}SECURITY": "ssl"}, "one of starttls, tls, none"),
    "in clear": ({f"{SMTP}SECURITY": "none"}, "in clear over the network"),
    "no number": ({f"{SMTP}PORT": "smtp"}, "BENCHMARK_SMTP_PORT is 'smtp'"),
    "too large": ({f"{SMTP}PORT": "65536"}, "BENCHMARK_SMTP_PORT"),
    "half a login": ({f"{SMTP}USER": "benchmark"}, "or neither"),
    "no address of ours": ({"BENCHMARK_BASE_ADDRESS": ""}, "BENCHMARK_BASE_ADDRESS is missing"),
    "not encrypted": ({"BENCHMARK_BASE_ADDRESS": "http://benchmark.example"}, "need https"),
    "not an address": ({"BENCHMARK_BASE_ADDRESS": "benchmark.example"}, "write it like https"),
    "with a query": ({"BENCHMARK_BASE_ADDRESS": "https://b.example/?a"}, "write it like https"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_told_and_no_secret_with_it(name: str) -> None:
    changed, words = REFUSED[name]
    with pytest.raises(MailFault) as told:
        read_mail_settings(LEAST | ADDRESS | changed, production=True)
    assert words in str(told.value)


def test_this_machine_needs_no_encryption() -> None:
    here = {f"{SMTP}HOST": "127.0.0.1", f"{SMTP}SECURITY": "none"}
    near = {"BENCHMARK_BASE_ADDRESS": "http://localhost:8000"}
    assert read_mail_settings(LEAST | here | near, production=True).security == "none"
    assert [is_loopback(each) for each in ("localhost", "::1", "10.0.0.1", "mail", "")] == [
        *(True, True),
        *(False, False, False),
    ]


@pytest.mark.parametrize("text", ["a@b.example", "first.last+x@nhs.net", "o'neil@trust.nhs.uk"])
def test_addresses(text: str) -> None:
    assert is_mail_address(text)


@pytest.mark.parametrize("text", ["", "a", "a@", "@b", "a@b\r\n", "a b@c", "<a@b.example>", "ä@b"])
def test_no_addresses(text: str) -> None:
    assert not is_mail_address(text)
