"""The exception hierarchy. The texts are in `messages`, in English and Chinese, each with a code and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from complaint_rules.messages import (
    LANGS,
    Hint,
    Lang,
    Message,
    MessageError,
    nearest,
    nearest_or_listed,
    shown,
)
from complaint_rules.messages.problem import Keys, Place, Problem, pointer

TYPES = "urn:complaint-rules:error:"
"""The prefix of the `type` of problem details; the error's kind follows."""


class ComplaintRulesError(Exception):
    """Root of every error that this library raises on purpose.

    `problems` lists everything that was found to be wrong; the error's text has one problem a line.
    """

    kind: ClassVar[str] = "error"
    """The kind of error, as a stable id."""

    titles: ClassVar[tuple[str, str]] = ("something is wrong", "出现错误")
    """What the kind is called, in English and Chinese."""

    status: ClassVar[int] = 500
    """The HTTP status that a service may answer with."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)

    @property
    def code(self) -> str:
        """What is wrong, as a stable id."""
        return self.problems[0].code

    @property
    def path(self) -> str:
        """The JSON Pointer of what is wrong; "" for the whole, and where there are several problems."""
        return self.problems[0].path if len(self.problems) == 1 else ""

    @property
    def params(self) -> Mapping[str, Any]:
        """The values that the texts mention, as plain JSON data."""
        return self.problems[0].params

    @property
    def text(self) -> dict[Lang, str]:
        """What is wrong and what to do, by language, one problem a line."""
        return {"en": self.in_language("en"), "zh": self.in_language("zh")}

    def in_language(self, lang: Lang) -> str:
        """What is wrong and what to do, one problem a line."""
        return "\n".join(problem.line(lang) for problem in self.problems)

    def to_problem(self, lang: str = "en", *, instance: str | None = None) -> dict[str, Any]:
        """The error as problem details of RFC 9457, to be sent as `application/problem+json`.

        Args:
            lang: the language of `title` and `detail`, `en` or `zh`; the texts of each problem come in both.
            instance: a URI that names this occurrence.

        Returns:
            The standard members `type`, `title`, `status`, `detail` and, where given, `instance`; in addition `code`,
            `params` and `errors`, which has for each problem the members of `Problem.to_dict`, its `detail` in the
            language, and its `pointer`, the path as a URI fragment.

        Raises:
            LanguageError: there are no texts in the language.
        """
        wanted = language(lang)
        details = {
            "type": TYPES + self.kind,
            "title": self.titles[wanted == "zh"],
            "status": self.status,
            "detail": self.in_language(wanted),
            "code": self.code,
            "params": dict(self.params),
            "errors": [
                {**one.to_dict(), "detail": one.what.text(wanted), "pointer": f"#{quote(one.path, safe='/~')}"}
                for one in self.problems
            ],
        }
        return details if instance is None else {**details, "instance": instance}


class ProblemsError(ComplaintRulesError):
    """An error made of one or more problems; its code is its kind."""

    @property
    def code(self) -> str:
        """The kind of error; each problem has a code of its own."""
        return self.kind

    @property
    def params(self) -> Mapping[str, Any]:
        """How many problems there are."""
        return {"count": len(self.problems)}


class ComplaintError(ProblemsError):
    """A complaint that does not conform to the contract of facts. Each problem names its fact."""

    kind = "invalid-complaint"
    titles = ("the complaint is not valid", "投诉数据有误")
    status = 422


class RulesetError(ProblemsError):
    """A ruleset that can't be compiled. Each problem names file, line and column."""

    kind = "invalid-ruleset"
    titles = ("the ruleset is not valid", "规则集有误")


class CalendarError(ProblemsError):
    """A file of announced days, supplied by the caller, that can't be used. Each problem names line and column."""

    kind = "calendar"
    titles = ("a file of announced days can't be used", "公布日期的文件无法使用")
    status = 422


class EngineUnavailableError(ComplaintRulesError):
    """An engine that was asked for by name and can't run here."""

    kind = "engine-unavailable"
    titles = ("the engine can't run here", "引擎不可用")


class OfferError(ComplaintRulesError):
    """An offer that is not a remedy and an amount."""

    kind = "invalid-offer"
    titles = ("the offer is not valid", "方案有误")
    status = 422


class PathError(ComplaintRulesError):
    """A path that names no entry of a decision."""

    kind = "invalid-path"
    titles = ("there is no such entry", "没有这个条目")
    status = 404


class RecordError(ComplaintRulesError):
    """A malformed record or stored decision, or an invalid argument for a new record."""

    kind = "invalid-record"
    titles = ("the record is not valid", "记录无效")
    status = 422


class RulesetNeededError(ComplaintRulesError):
    """A question to a stored decision that only its ruleset can answer."""

    kind = "ruleset-needed"
    titles = ("the ruleset is needed", "需要规则集")
    status = 409


class AuditError(ComplaintRulesError):
    """A decision log that can't be opened, read or written, or an entry, key or proof that can't be used.

    Its `code` says which: `log-busy`, `log-full`, `log-lost` and the like; the page of errors lists them.
    """

    kind = "audit"
    titles = ("the decision log can't do this", "决定日志无法完成此操作")
    status = 503

    @classmethod
    def of(cls, code: str, **params: object) -> AuditError:
        """The error of one message."""
        return cls(Problem(Message(code, **params)))

    @staticmethod
    def missing(library: str, extra: str) -> MissingExtraError:
        """The error of a library that the log needs and that is not installed."""
        return MissingExtraError(Problem(Message("extra-missing", user="AuditLog", library=library, extra=extra)))


class LanguageError(ComplaintRulesError, ValueError):
    """A language for which there are no texts."""

    kind = "unknown-language"
    titles = ("there is no text in this language", "没有这种语言的文本")
    status = 400


class MissingExtraError(ComplaintRulesError, ImportError):
    """A library that comes with an extra of this package, and is not installed."""

    kind = "missing-extra"
    titles = ("a library is not installed", "缺少所需的库")

    @property
    def path(self) -> str:  # type: ignore[override]  # an ImportError's path is a file; here it is as in all errors
        """Always empty: no value of a complaint is wrong."""
        return ""


def language(name: object) -> Lang:
    """The language asked for.

    Raises:
        LanguageError: there are no texts in it.
    """
    for lang in LANGS:
        if lang == name:
            return lang
    raise LanguageError(Problem(Message("unknown-language", value=name, allowed=LANGS)))


def cause_of(error: OSError) -> str:
    """The operating system's reason for an error, such as `permission denied`."""
    return (error.strerror or str(error)).lower()


def by_place(problems: Iterable[Problem]) -> list[Problem]:
    """Problems ordered by place, without duplicates."""
    return sorted(set(problems), key=lambda problem: (problem.place or Place(""), problem.message))


__all__ = [
    "TYPES",
    "AuditError",
    "CalendarError",
    "ComplaintError",
    "ComplaintRulesError",
    "EngineUnavailableError",
    "Hint",
    "Keys",
    "Lang",
    "LanguageError",
    "Message",
    "MessageError",
    "MissingExtraError",
    "OfferError",
    "PathError",
    "Place",
    "Problem",
    "ProblemsError",
    "RecordError",
    "RulesetError",
    "RulesetNeededError",
    "by_place",
    "cause_of",
    "language",
    "nearest",
    "nearest_or_listed",
    "pointer",
    "shown",
]
