"""How templates are found and set up, and the small functions that components call."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader

from benchmark.assessment.calendar import day_in_words
from benchmark.assessment.mergers import merger_told
from benchmark.comparison import wording
from benchmark.questionnaire.definition import Practice
from benchmark.web.heat import heat_grid
from benchmark.web.keeping import kept

# what the layout reads on every page; a template declares everything else that its view gives it
LAYOUT_NAMES = frozenset({"error_summary", "invented", "navigation", "viewer"})

# the words and numbers that a template may write; each filter has the name of its function
WORDING_FILTERS = (
    wording.counted,
    wording.in_words,
    wording.interval,
    wording.joined,
    wording.level,
    wording.level_with_interval,
    wording.local_day,
    wording.local_time,
    wording.mean,
    wording.not_shown,
    wording.one_decimal,
    wording.sentence,
    wording.with_interval,
)


def template_folder() -> Path:
    """Find the templates: inside the package of an installed wheel, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    places = (package / "templates", package.parent / "templates")
    return next(place for place in places if (place / "layout.html").is_file())


def static_folder() -> Path:
    """Find the style sheets, scripts and icons are, which anybody may load."""
    return Path(__file__).with_name("static")


def environment_options() -> dict[str, Any]:
    """Make Flask's ``jinja_options``, to be set before its ``jinja_env`` is first used.

    Everything is escaped: Flask by itself would leave the NHS macros out, whose files end in
    ``.jinja``. These macros also read parameters that nobody gave, hence ``ChainableUndefined``;
    a test finds the misspelt names that it would hide.
    """
    return {
        "autoescape": True,
        "undefined": ChainableUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "loader": ChoiceLoader(
            [FileSystemLoader(template_folder()), PackageLoader("nhsuk_frontend_jinja")]
        ),
    }


def configure_templates(environment: Environment) -> None:
    """Give the templates their filters and functions."""
    environment.filters |= {
        "answer_items": answer_items,
        "day_in_words": day_in_words,
        "merger_told": merger_told,
        "error_items": error_items,
        "level_items": level_items,
    }
    environment.filters |= {function.__name__: function for function in WORDING_FILTERS}
    environment.globals |= {"asset_url": asset_url, "heat_grid": heat_grid, "kept": kept}


@cache
def asset_url(filename: str) -> str:
    """Give a static file's address. It changes with the content: browsers may keep it for ever."""
    digest = hashlib.sha256((static_folder() / filename).read_bytes()).hexdigest()
    return f"/static/{filename}?v={digest[:12]}"


def error_items(errors: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Give errors ``(href, text)`` as the NHS error summary takes them."""
    return [{"href": href, "text": text} for href, text in errors]


def level_items(
    practice: Practice, name: str, answer: str | int | None = None
) -> list[dict[str, Any]]:
    """List the five level texts of a practice as radios; the first has the id ``name``."""
    return [
        {
            "id": f"{name}-{level}" if level > 1 else name,
            "value": str(level),
            "text": text,
            "checked": str(level) == str(answer),
        }
        for level, text in enumerate(practice.levels, start=1)
    ]


def answer_items(practice: Practice, answer: str | int | None) -> list[dict[str, Any]]:
    """List the radios of one practice: five level texts, "or", and the answers without a level.

    ``answer`` is what is stored: None, 1 to 5 (number or text), ``not-in-place`` (which only a
    follow-up has), ``dont-know`` or ``not-applicable``. The first radio has the id ``answer``,
    where error links point to.
    """
    others = {
        "not-in-place": practice.not_in_place,
        "dont-know": "I do not know",
        "not-applicable": "Does not apply to this division",
    }
    items = [
        {"id": f"answer-{word}", "value": word, "text": text, "checked": word == str(answer)}
        for word, text in others.items()
        if text
    ]
    return [*level_items(practice, "answer", answer), {"divider": "or"}, *items]
