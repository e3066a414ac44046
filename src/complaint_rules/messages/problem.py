"""Problems: a message with the place, the fact and the JSON Pointer that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from complaint_rules.display import one_line
from complaint_rules.messages.message import Lang, Message
from complaint_rules.messages.quoting import plain

Keys = tuple[Any, ...]
"""The path to a value: keys of mappings and indexes of lists."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a text file; `line` and `column` count from 1, 0 where unknown. `keys` lead to the value there."""

    file: str
    line: int = 0
    column: int = 0
    keys: Keys = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])

    def to_dict(self) -> dict[str, Any]:
        """The place as JSON data; line and column are null where they are not known."""
        return {"file": plain(self.file), "line": self.line or None, "column": self.column or None}


def pointer(keys: Iterable[Any]) -> str:
    """A JSON Pointer (RFC 6901), such as `/belongings/location`; a lone surrogate, which can't be encoded, is `?`."""
    text = "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where (a place, a fact, or both) and what to do.

    `fact` is the dotted path of the fact, such as `belongings.location`; `keys` the same as keys and indexes, from the
    complaint, or from the top of the file of `place`; `of_key` says that the last key is wrong, not its value.
    """

    what: Message
    place: Place | None = None
    fact: str | None = None
    keys: Keys | None = None
    of_key: bool = field(default=False, compare=False)

    @property
    def code(self) -> str:
        """What is wrong, as a stable id; the page of errors lists them all."""
        return self.what.code

    @property
    def params(self) -> Mapping[str, Any]:
        """The parameters of the texts, as plain JSON data: the value, what is allowed, a limit, a suggestion."""
        return self.what.params

    @property
    def path(self) -> str:
        """The JSON Pointer (RFC 6901) of the value, or of the key that is wrong; "" for the whole."""
        if self.keys is not None:
            return pointer(self.keys)
        return pointer(self.place.keys) if self.place is not None else ""

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.what.text()

    @property
    def help(self) -> str | None:
        """What to do, in English; None where there is nothing to say."""
        return self.what.help()

    @property
    def text(self) -> dict[Lang, str]:
        """What is wrong, by language."""
        return {"en": self.what.text("en"), "zh": self.what.text("zh")}

    @property
    def helps(self) -> dict[Lang, str] | None:
        """What to do, by language; None where there is nothing to say."""
        en, zh = self.what.help("en"), self.what.help("zh")
        return None if en is None or zh is None else {"en": en, "zh": zh}

    def within(self, keys: Keys) -> Problem:
        """The problem as one of the data that encloses the complaint.

        Args:
            keys: the path to the complaint.
        """
        inner = self.keys or ()
        return replace(self, fact=".".join(map(str, (*keys, *inner))), keys=(*keys, *inner))

    def line(self, lang: Lang = "en", whose: str | None = None) -> str:
        """All of it in one line; `whose` names what the problem belongs to."""
        where = [str(self.place)] if self.place else []
        where += [whose] if whose else []
        where += [f"`{self.fact}`"] if self.fact else []
        text, help_ = self.what.text(lang), self.what.help(lang)
        if lang == "zh":
            return one_line("：".join([*where, text]) + (f"（{help_}）" if help_ else ""))
        return one_line(": ".join([*where, text]) + (f" ({help_})" if help_ else ""))

    def __str__(self) -> str:
        return self.line()

    def to_dict(self) -> dict[str, Any]:
        """The problem as JSON data."""
        return {
            "code": self.code,
            "path": self.path,
            "fact": self.fact,
            "params": dict(self.params),
            "text": self.text,
            "help": self.helps,
            "place": None if self.place is None else self.place.to_dict(),
        }


__all__ = ["Keys", "Place", "Problem", "pointer"]
