"""The one frozen base class of all data, the words for its fields, and text in two languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from planner.languages import LANGUAGES, SOURCE, Language, base, in_chinese
from planner.script import simplified

__all__ = ["LANGUAGES", "Language"]  # most modules need a language beside the data
LONGEST = 1000
"""Characters of any text in a file. More than a thousand is no name, and no page could be set with it."""


class Model(BaseModel):
    """Frozen data that refuses unknown fields. Keys may be written in English or in Chinese."""

    # The longest text is a net below the bounds of single fields. A validator is made when something is read by it: of most
    # models nothing is read but as parts of a school or plan, whose validators hold theirs.
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, str_max_length=LONGEST, defer_build=True)

    @classmethod
    def chinese_keys(cls) -> dict[str, str]:
        """Chinese label -> the key used in files, for every field that has a label."""
        labels = {}
        for name, info in cls.model_fields.items():
            extra = info.json_schema_extra
            if isinstance(extra, dict) and "zh" in extra:
                labels[str(extra["zh"])] = info.alias or name
        return labels

    @model_validator(mode="before")
    @classmethod
    def _read_chinese_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        labels = cls.chinese_keys()
        translated: dict[Any, Any] = {}
        for key, value in data.items():
            name = labels.get(key, key)
            if name in translated:
                raise PydanticCustomError("written_twice", "'{key}' is written twice", {"key": str(key)})
            translated[name] = value
        return translated


def in_simplified_keys(data: Any) -> Any:
    """Data as it stands in a file; keys of models that are written in Traditional characters (課程表) as they are spelt."""
    return _respelt(data, _all_labels())


@cache
def _all_labels() -> frozenset[str]:
    models, found = [Model], set[str]()
    for model in models:
        models += model.__subclasses__()
        found |= model.chinese_keys().keys()
    return frozenset(found)


def _respelt(data: Any, labels: frozenset[str]) -> Any:
    if isinstance(data, dict):
        return {_spelt(key, labels): _respelt(value, labels) for key, value in data.items()}
    return [_respelt(item, labels) for item in data] if isinstance(data, list) else data


def _spelt(key: Any, labels: frozenset[str]) -> Any:
    word = simplified(key) if isinstance(key, str) else key
    return word if word in labels else key


def field(zh: str, description: str, default: Any = ..., **kwargs: Any) -> Any:
    """A described field with its Chinese label, which is also accepted as its key in a file."""
    return Field(default, description=description, json_schema_extra={"zh": zh}, **kwargs)


class Text(Model):
    """Something people read: one string for both languages, or ``{zh: …, en: …}``."""

    zh: str = Field(min_length=1, max_length=LONGEST, description="Chinese words")
    en: str = Field(min_length=1, max_length=LONGEST, description="English words")

    @model_validator(mode="before")
    @classmethod
    def _from_plain(cls, data: Any) -> Any:
        if isinstance(data, str | int) and not isinstance(data, bool):
            return {"zh": str(data).strip(), "en": str(data).strip()}
        if isinstance(data, dict) and len(data) == 1:
            (only,) = data.values()
            return {"zh": only, "en": only}
        return data

    @model_serializer
    def _to_plain(self) -> str | dict[str, str]:
        return self.zh if self.zh == self.en else {"zh": self.zh, "en": self.en}

    def in_(self, language: Language) -> str:
        """The words for readers of ``language``: the Chinese ones for Chinese of any kind, else the English ones."""
        return self.zh if in_chinese(language) else self.en


class Said(RootModel[dict[Language, str]]):
    """A sentence of the program in each of its languages: data carries it to whoever chooses one."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def by(cls, say: Callable[[Language], str], spoken: Callable[[Language], Language] = str) -> Said:
        """What ``say`` says in each language, in the manner of the school whose `School.spoken` is given."""
        return cls({language: say(spoken(language)) for language in LANGUAGES})

    def in_(self, language: Language) -> str:
        """The sentence in ``language``; that of a country is the sentence of the language."""
        return self.root[base(language)]

    def as_text(self) -> Text:
        """The same as a school file has names and notes."""
        return Text(zh=self.root.get("zh", self.root[SOURCE]), en=self.root[SOURCE])


def choice(words: dict[str, Any]) -> BeforeValidator:
    """Chinese words accepted beside the English values of a field; the schema keeps showing the English ones."""
    return BeforeValidator(lambda value: words.get(simplified(value.strip()), value) if isinstance(value, str) else value)


YesNo = Annotated[bool, choice({"是": True, "否": False, "对": True, "不": False, "有": True, "无": False})]


def _as_id(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def as_list(value: Any) -> Any:
    """One thing may be written without brackets where a list is expected."""
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else [value]


Id = Annotated[
    str,
    BeforeValidator(_as_id),
    Field(pattern=r"^[\w\-\.()（）]+$", min_length=1, max_length=60, description="letters, digits, - _ . ( )"),
]
Ids = Annotated[tuple[Id, ...], BeforeValidator(as_list)]
