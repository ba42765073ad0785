"""What a questionnaire is: frozen typed objects, read once from a YAML file."""

import hashlib
import json
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z][a-z-]+$", max_length=40)]
Text = Annotated[str, Field(min_length=1, max_length=600)]
LevelText = Annotated[str, Field(min_length=1, max_length=240)]
Version = Annotated[str, Field(pattern=r"^\d+\.\d+$")]
Score = Annotated[float, Field(ge=1, le=5)]

LEVELS = (1, 2, 3, 4, 5)


class Part(BaseModel):
    """A frozen part of a questionnaire; an unknown field is a fault, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Practice(Part):
    """One thing that a division does or does not do, with five anchored levels.

    A follow-up names in ``follows`` the earlier practice that it builds on, and in
    ``not_in_place`` the words of one more answer, such as "There are no agreed targets".
    """

    key: Key
    name: Text
    statement: Text
    why: Text
    levels: tuple[LevelText, LevelText, LevelText, LevelText, LevelText]
    prompts: tuple[Text, Text]
    evidence: tuple[Text, Text, Text]
    cqc: Annotated[tuple[Key, ...], Field(min_length=1)]
    impact: Annotated[tuple[Key, ...], Field(min_length=1)]
    follows: Key | None = None
    not_in_place: Text | None = None


class Section(Part):
    """Practices that belong together."""

    key: Key
    name: Text
    introduction: Text
    practices: Annotated[tuple[Practice, ...], Field(min_length=1)]


class Framework(Part):
    """An outside list that practices point to: the keys in ``cqc`` or ``impact`` stand here."""

    name: Text
    entries: dict[Key, Text]


class Crosswalk(Part):
    """The two outside lists."""

    cqc: Framework
    impact: Framework


class Source(Part):
    """A work that the questionnaire cites; none of its sentences is used."""

    key: Key
    citation: Text


class Norm(Part):
    """A published outside figure: context beside our own figures, never a verdict.

    ``practices`` says how many practices each published section score was made of.
    """

    key: Key
    name: Text
    source: Text
    year: Annotated[int, Field(ge=1990, le=2100)]
    overall: Score
    sections: dict[Key, Score]
    practices: dict[Key, Annotated[int, Field(ge=1, le=100)]] = {}


class Origin(Part):
    """What a practice was in the version before; ``from: []`` means that it is new."""

    model_config = ConfigDict(serialize_by_alias=True)

    key: Key
    origins: tuple[Key, ...] = Field(alias="from")
    comparable: bool
    note: Text


class Dropped(Part):
    """A practice of the version before that this one no longer asks about."""

    key: Key
    note: Text


class Previous(Part):
    """The crosswalk to the version before. A practice that it does not list is unchanged."""

    version: Version
    practices: tuple[Origin, ...] = ()
    dropped: tuple[Dropped, ...] = ()


class Vignette(Part):
    """A short fixed scene that every lead scores on the level texts of one practice."""

    key: Key
    name: Text
    practice: Key
    text: Text
    level: Annotated[int, Field(ge=1, le=5)]
    why: Text


class Questionnaire(Part):
    """One version of a questionnaire. Practices keep the order of the file everywhere."""

    title: Text
    name: Key
    version: Version
    language: Literal["en-GB"]
    introduction: Text
    scale: tuple[Text, Text, Text, Text, Text]
    sources: tuple[Source, ...]
    crosswalk: Crosswalk
    norms: tuple[Norm, ...]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    previous: Previous | None = None
    vignettes: tuple[Vignette, ...] = ()

    @property
    def identity(self) -> str:
        """Name and version, as rounds and submissions name it: ``management-practice-1.0``."""
        return f"{self.name}-{self.version}"

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        return tuple(practice for section in self.sections for practice in section.practices)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(practice.key for practice in self.practices)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 (hex) of the whole content, whatever the layout of the file.

        What a file leaves out is left out here too: a field that a later release of the product
        adds, with a default, does not change the hash of a questionnaire that is frozen already.
        """
        said = self.model_dump(mode="json", exclude_defaults=True)
        content = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def section_of(self, key: str) -> Section:
        return next(s for s in self.sections for p in s.practices if p.key == key)
