"""One hash over everything that a comparison says."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import date

from benchmark.comparison.compare import compare
from benchmark.comparison.fingerprint import canonical, canonical_content, content_hash, hash_of
from benchmark.comparison.following_up import LeadChange
from tests.comparison.facts import READER, facts, spread


def test_the_hash_follows_the_content() -> None:
    base = compare(facts(spread(5, 4)), READER)
    assert base.content_hash == content_hash(base)
    assert compare(facts(spread(5, 4)), READER).content_hash == base.content_hash
    changed = spread(5, 4)
    changed[0, :, 0] = 6 - changed[0, :, 0]
    changed[0, :, 0] = 5 if changed[0, 0, 0] != 5 else 1
    assert compare(facts(changed), READER).content_hash != base.content_hash


def test_the_hash_is_that_of_a_text_which_tells_no_more_than_pictures_do() -> None:
    base = compare(facts(spread(5, 4)), READER)
    text = canonical_content(base)
    assert hashlib.sha256(text.encode()).hexdigest() == base.content_hash
    assert json.loads(text)["trust_name"] == base.trust_name
    assert re.search(r"\d\.\d{3}", text)
    assert not re.search(r"\d\.\d{5}", text)
    assert canonical({"a": (-0.00001, 0.12344)}) == '{"a": [0.0, 0.1234]}'
    assert hash_of({"a": 0.12344}) == hash_of({"a": 0.12341}) != hash_of({"a": 0.1235})


def test_the_hash_follows_days_too() -> None:
    base = compare(facts(spread(5, 4)), READER)
    changes = [
        replace(base, lead_changes=(LeadChange("medicine", "nursing", "ends", day),))
        for day in (date(2026, 12, 1), date(2026, 12, 2))
    ]
    assert len({content_hash(each) for each in (base, *changes)}) == 3
