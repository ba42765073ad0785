"""A small invented questionnaire, written to files for tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = """\
title: Small questionnaire
name: small
version: "1.0"
language: en-GB
introduction: Invented for tests.
scale: [Chance, Informal, Defined, Everywhere, Staff-led]
sources:
  - key: nobody
    citation: Nobody (2024). Nothing.
crosswalk:
  cqc:
    name: First list
    entries:
      governance: Governance
      learning: Learning
  impact:
    name: Second list
    entries:
      improvement: Improvement
norms:
  - key: atlantis
    name: Hospitals of Atlantis
    source: Invented
    year: 2020
    overall: 3.1
    sections:
      monitoring: 3.1
sections:
  - key: monitoring
    name: Monitoring
    introduction: What is seen.
    practices:
      - key: tracking
        name: Tracking
        statement: We track.
        why: It helps.
        levels:
          - Nobody looks.
          - Some look.
          - There is a board.
          - Every team has a board.
          - Teams choose what stands on it.
        prompts: [Who looks?, When?]
        evidence: [A board, A photograph, A list]
        cqc: [governance]
        impact: [improvement]
      - key: review
        name: Reviewing
        statement: We review.
        why: It helps.
        levels:
          - Never.
          - When asked.
          - Monthly.
          - Everywhere.
          - Staff lead it.
        prompts: [Who comes?, What follows?]
        evidence: [Minutes, Actions, Dates]
        cqc: [governance, learning]
        impact: [improvement]
  - key: people
    name: People
    introduction: Who works here.
    practices:
      - key: talent
        name: Talent
        statement: We build talent.
        why: It lasts.
        levels:
          - By luck.
          - By friends.
          - By a plan.
          - By a plan for all.
          - By all for all.
        prompts: [Who grows?, How?]
        evidence: [A plan, A course, A list]
        cqc: [learning]
        impact: [improvement]
"""


@pytest.fixture
def small() -> str:
    """The text of a questionnaire without faults: 3 practices in 2 sections."""
    return SMALL


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a text (or bytes) to a file of that name and return the path."""

    def write(content: str | bytes, name: str = "small.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
