"""The dossier of a server and of a checkout that has the data."""

from pathlib import Path

from benchmark.variation.dossier import EXAMPLES, dossier_of, own_dossier


def test_a_server_checks_what_it_holds_and_names_the_rest() -> None:
    found = own_dossier()
    assert found is own_dossier()
    assert found.missed == 0
    published = sum(len(example.published) for example in EXAMPLES)
    assert len(found.checks) + sum(len(rest.figures) for rest in found.elsewhere) == published
    assert all(rest.file.endswith(".csv") for rest in found.elsewhere)
    assert len(found.simulations) > 60


def test_with_the_data_nothing_is_elsewhere(shared_data: Path) -> None:
    found = dossier_of(shared_data)
    assert (found.missed, found.elsewhere) == (0, ())
    assert len(found.checks) > len(own_dossier().checks)
