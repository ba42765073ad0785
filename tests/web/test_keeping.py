"""What a page keeps is what would be made now; another object is never mistaken for it."""

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event

from flask import Flask
from markupsafe import Markup

from benchmark.comparison.compare import compare
from benchmark.comparison.numbers import charts_of, tables_of
from benchmark.web.charts import svg_pair
from benchmark.web.components import configure_templates, environment_options
from benchmark.web.keeping import kept, parts_of, pictures_of
from tests.comparison.facts import READER, decidable, facts


def test_pictures_and_parts_are_those_of_the_comparison() -> None:
    compared = compare(facts(decidable(1)), READER)
    pictures = kept(pictures_of, compared, "")
    assert pictures == {chart.key: (chart, svg_pair(chart)) for chart in charts_of(compared)}
    assert kept(pictures_of, compared, "") is pictures
    assert kept(parts_of, compared) == tuple(tables_of(compared))


def test_what_is_equal_but_not_the_same_is_made_again() -> None:
    compared = compare(facts(decidable(1)), READER)
    first = kept(pictures_of, compared, "")
    other = replace(compared, finding="another")
    assert kept(pictures_of, other, "") is not first
    assert kept(pictures_of, replace(compared), "") is not first


def test_a_new_object_in_an_old_place_of_memory_is_not_mistaken() -> None:
    made = []
    gc.freeze()  # only what is made from here on is looked through fifty times
    try:
        # without the object being kept alive, its place would be used again
        for number in range(50):
            made.append(kept(list, (number, number)))
            gc.collect()
    finally:
        gc.unfreeze()
    assert made == [[number, number] for number in range(50)]


def test_a_macro_is_painted_once_and_stays_escaped() -> None:
    environment = Flask("keeping").jinja_env.overlay(**environment_options())
    configure_templates(environment)
    calls: list[str] = []
    environment.globals["told"] = lambda: calls.append("painted") or ""
    source = "{% macro one(name, thing) %}{{ told() }}<b>{{ name }}{{ thing[0] }}</b>{% endmacro %}"
    macro = environment.from_string(source).module.one
    thing = ("<i>",)
    page = environment.from_string("{{ kept(macro, '&', thing) }}{{ kept(macro, '&', thing) }}")
    assert page.render(macro=macro, thing=thing) == "<b>&amp;&lt;i&gt;</b>" * 2
    assert calls == ["painted"]
    assert kept(macro, "&", ("x",)) == Markup("<b>&amp;x</b>")


def test_whoever_answers_does_not_wait_for_what_is_painted_of_another_kind() -> None:
    begun, go_on = Event(), Event()

    def large(_: object) -> bool:
        begun.set()
        return go_on.wait(10)

    with ThreadPoolExecutor(1) as other:
        painted = other.submit(kept, large, object())
        assert begun.wait(10)
        assert kept(list, (1, 2)) == [1, 2]
        assert not painted.done()
        go_on.set()
        assert painted.result()


def test_of_two_who_ask_for_the_same_piece_one_makes_it() -> None:
    together, made = Barrier(2), []

    def piece(_: object) -> int:
        made.append(1)
        time.sleep(0.001)  # so that the other one can come in
        return len(made)

    def ask(thing: object) -> int:
        together.wait(10)
        return kept(piece, thing)

    with ThreadPoolExecutor(2) as both:
        for _ in range(10):
            made.clear()
            assert list(both.map(ask, [thing := object(), thing])) == [1, 1]
