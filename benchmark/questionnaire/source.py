"""Questionnaires are read from files here; whoever reads keeps what was read."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.document import Document, read_document
from benchmark.questionnaire.faults import examine, examine_all, shared_identities
from benchmark.questionnaire.located import Fault, FaultyFile
from benchmark.questionnaire.shape import shaped

__all__ = [
    "Fault",
    "FaultyQuestionnaire",
    "questionnaire_files",
    "questionnaire_folder",
    "read_questionnaire",
    "read_questionnaires",
]


class FaultyQuestionnaire(FaultyFile):
    """Questionnaire files that cannot be used, with all of their faults.

    ``readable`` holds by identity what those files say whose shape is sound: nothing to be used,
    but enough to tell an author what was changed.
    """

    def __init__(
        self, faults: Iterable[Fault], readable: Mapping[str, Questionnaire] | None = None
    ) -> None:
        super().__init__(faults)
        self.readable = dict(readable or {})


def read_questionnaire(path: Path) -> Questionnaire:
    """Return the questionnaire of a YAML file; raises ``FaultyQuestionnaire`` with all errors."""
    examined = examine(read_document(path))
    if examined.questionnaire is None:
        raise FaultyQuestionnaire(_errors(examined.faults))
    return examined.questionnaire


def read_questionnaires(folder: Path) -> dict[str, Questionnaire]:
    """Return the questionnaires of a folder by identity, such as ``management-practice-1.0``.

    Raises ``FaultyQuestionnaire`` with the errors of all files; warnings are the author's.
    """
    documents = [read_document(path) for path in questionnaire_files(folder)]
    examined = examine_all(documents)
    faults = _errors(fault for each in examined for fault in each.faults)
    faults += shared_identities(documents)
    if faults:
        raise FaultyQuestionnaire(faults, _readable(documents))
    questionnaires = (each.questionnaire for each in examined)
    return {found.identity: found for found in questionnaires if found is not None}


def _readable(documents: Iterable[Document]) -> dict[str, Questionnaire]:
    found = [shaped(document) for document in documents if document.content is not None]
    return {each.identity: each for each in found if isinstance(each, Questionnaire)}


def _errors(faults: Iterable[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.severity == "error"]


def questionnaire_files(folder: Path) -> tuple[Path, ...]:
    """Return the YAML files of a folder by name; raises ``FaultyQuestionnaire`` without any."""
    files = tuple(
        sorted(path for path in folder.glob("*.y*ml") if path.suffix in (".yaml", ".yml"))
    )
    if not files:
        message = "there is no questionnaire (*.yaml) in this folder"
        raise FaultyQuestionnaire([Fault(folder, 1, 1, message)])
    return files


def questionnaire_folder() -> Path:
    """Return where the product's questionnaires lie: in the wheel, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "questionnaires", package.parent / "questionnaires"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"there is no folder questionnaires in {package} or beside it")
