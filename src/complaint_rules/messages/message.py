"""A message: a stable code and parameters, worded in English or Chinese by the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, Literal, get_args

from complaint_rules.display import one_line
from complaint_rules.frozen_dict import FrozenDict
from complaint_rules.messages.catalogue import CONTEXTS, HINTS, WORDINGS
from complaint_rules.messages.nearest import Hint
from complaint_rules.messages.quoting import plain
from complaint_rules.messages.template import fill

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Message:
    """One message, in both languages.

    `code` names it in the catalogue; `params` are plain JSON data that the wording mentions, those of its hint and of
    its context too; `hint` is the code of a hint chosen for the case (else the wording has one, or none); `context` the
    code of what is written before it, such as the fact whose cell it is about.
    """

    code: str
    params: Mapping[str, Any]
    hint: str | None
    context: str | None

    def __init__(self, code: str, hint: Hint | str | None = None, /, **params: object) -> None:
        said = {**params, **hint.params} if isinstance(hint, Hint) else params
        put = object.__setattr__
        put(self, "code", code)
        put(self, "params", FrozenDict({name: plain(value) for name, value in said.items()}))
        put(self, "hint", hint.code if isinstance(hint, Hint) else hint)
        put(self, "context", None)

    def within(self, context: str, **params: object) -> Message:
        """The same message with a context before it."""
        made = Message(self.code, self.hint, **params, **self.params)
        object.__setattr__(made, "context", context)
        return made

    def hinting(self, hint: str) -> Message:
        """The same message with another hint."""
        made = copy(self)
        object.__setattr__(made, "hint", hint)
        return made

    def text(self, lang: Lang = "en") -> str:
        """What is wrong, on one line, without the hint."""
        head = fill(CONTEXTS[self.context], self.params, lang) if self.context else ""
        return one_line(head + fill(WORDINGS[self.code].texts, self.params, lang))

    def help(self, lang: Lang = "en") -> str | None:
        """What to do about it; None where there is nothing to say."""
        found = HINTS[self.hint] if self.hint else WORDINGS[self.code].help
        return one_line(fill(found, self.params, lang)) if found else None

    def __str__(self) -> str:
        return self.text()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, str, str | None]:
        return self.code, self.text(), self.help()


class MessageError(ValueError):
    """A value that can't be read; `message` says why, with the value. The caller knows the place."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message
