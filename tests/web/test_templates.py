"""Every template reads only names that exist, and keeps to the content policy."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, meta, nodes

from benchmark.web.components import (
    LAYOUT_NAMES,
    configure_templates,
    environment_options,
    template_folder,
)

TEMPLATES = sorted(
    path.relative_to(template_folder()) for path in template_folder().rglob("*.html")
)


@pytest.fixture
def environment() -> Environment:
    """Templates as pages use them; Flask and its extensions add names of their own."""
    app = Flask("benchmark.web")
    app.jinja_options = environment_options()
    configure_templates(app.jinja_env)
    app.jinja_env.globals["csrf_token"] = lambda: "a-token"
    return app.jinja_env


def declared_names(source: str) -> set[str]:
    """Read a template's ``{# context: a, b #}``: what its view gives it."""
    found = re.search(r"\{# context:([^#]*)#\}", source)
    return set(re.findall(r"\w+", found[1])) if found else set()


def made_names(tree: nodes.Template) -> set[str]:
    """Collect what is imported, defined or set outside the blocks, for all of them."""
    made: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, nodes.FromImport):
            made |= {name if isinstance(name, str) else name[1] for name in statement.names}
        if isinstance(statement, nodes.Macro):
            made.add(statement.name)
        if isinstance(statement, nodes.Assign):
            made |= {name.name for name in statement.find_all(nodes.Name) if name.ctx == "store"}
    return made


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_a_template_reads_exactly_the_names_that_it_declares(
    environment: Environment, template: Path
) -> None:
    source = (template_folder() / template).read_text(encoding="utf-8")
    tree = environment.parse(source)
    read = meta.find_undeclared_variables(tree) - made_names(tree)
    declared = declared_names(source)
    assert read - LAYOUT_NAMES - declared == set(), "read but not declared"
    assert declared - read == set(), "declared but not read"


def test_a_misspelt_name_would_be_found(environment: Environment) -> None:
    tree = environment.parse(
        "{% extends 'layout.html' %}{% block content %}{{ respnse.title }}{% endblock %}"
    )
    assert meta.find_undeclared_variables(tree) - made_names(tree) == {"respnse"}


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_a_template_imports_only_macros_that_exist(
    environment: Environment, template: Path
) -> None:
    tree = environment.parse((template_folder() / template).read_text(encoding="utf-8"))
    for statement in tree.find_all(nodes.FromImport):
        assert isinstance(statement.template, nodes.Const)
        macros = vars(environment.get_template(statement.template.value).module)
        names = {name if isinstance(name, str) else name[0] for name in statement.names}
        assert names <= macros.keys(), statement.template.value


class StartTags(HTMLParser):
    """Start tags as (name, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_a_template_keeps_to_the_content_policy(template: Path) -> None:
    source = (template_folder() / template).read_text(encoding="utf-8")
    tags = StartTags(source).tags
    for tag, attributes in tags:
        assert tag != "style"
        assert tag != "script" or "src" in attributes, "inline script"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
