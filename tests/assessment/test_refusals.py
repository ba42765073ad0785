"""What was refused, and at which field."""

from benchmark.assessment.refusals import Refused


def test_a_refusal_is_its_text_and_knows_its_field() -> None:
    refused = Refused("Choose another day", "start")
    assert (str(refused), refused.field) == ("Choose another day", "start")
    assert Refused("Not now").field == ""
