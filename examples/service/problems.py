"""What goes wrong, as problem details of RFC 9457 in the language of the caller.

Errors of the library are told by the library. What only a service can meet is added here, in the same shape: an error
of the same tree, whose message has a code and a text in English and Chinese.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from complaint_rules import ComplaintError, ComplaintRulesError, Problem
from complaint_rules.errors import Lang, Message, ProblemsError, nearest_or_listed
from complaint_rules.messages.template import Texts, fill

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger("complaint_rules.service")

_TEXTS: dict[str, Texts] = {
    "body-too-large": ("the body is larger than {limit:n} bytes", "请求正文超过{limit:n}字节"),
    "too-many": ("holds {count:n} entries; at most {limit:n}", "含有{count:n}项，至多{limit:n}项"),
    "not-json-content": ("the body must be `application/json`", "请求正文须为 `application/json`"),
    "wrong-token": (
        "send the token of this service as `Authorization: Bearer ...`",
        "请以 `Authorization: Bearer ...` 发送本服务的令牌",
    ),
    "no-such-page": ("there is nothing at this address", "该地址下没有内容"),
    "method-not-allowed": ("this method is not for this address", "该地址不支持此方法"),
    "refused": ("the request can't be answered: {reason}", "无法处理该请求：{reason}"),
    "not-ready": ("the service is starting or stopping; try again", "服务正在启动或停止，请稍后再试"),
    "fault": ("a fault of the service; nothing was decided", "服务出现故障，未作出任何决定"),
}


class Told(Message):
    """A message of the service, told as the library tells its own."""

    __slots__ = ()

    def text(self, lang: Lang = "en") -> str:
        """What is wrong."""
        return fill(_TEXTS[self.code], self.params, lang)

    def help(self, lang: Lang = "en") -> None:
        """Nothing more."""


class UnknownRulesetError(ComplaintRulesError):
    """No such ruleset is served here."""

    kind = "unknown-ruleset"
    titles = ("there is no such ruleset", "没有这个规则集")
    status = 404

    def __init__(self, name: str, served: Iterable[str]) -> None:
        super().__init__(Problem(Message("no-such-ruleset", nearest_or_listed(name, served), name=name)))


class BodyError(ProblemsError):
    """A body that is not of the shape that the route asks for."""

    kind = "invalid-body"
    titles = ("the request is not valid", "请求有误")
    status = 422


class MalformedBodyError(BodyError):
    """A body that is no JSON."""

    kind = "malformed-body"
    titles = ("the request is not JSON", "请求不是 JSON")
    status = 400


class HttpError(ComplaintRulesError):
    """What HTTP itself has a status for; the title is that of the status."""

    kind = "http"

    def __init__(self, status: HTTPStatus, what: Message, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(Problem(what))
        self.http, self.headers = status, dict(headers or {})

    def to_problem(self, lang: str = "en", *, instance: str | None = None) -> dict[str, Any]:
        """The error as problem details; RFC 9457 calls the type of one that says no more than its status `about:blank`.

        Raises:
            LanguageError: there are no texts in the language.
        """
        details = super().to_problem(lang, instance=instance)
        return {**details, "type": "about:blank", "title": self.http.phrase, "status": self.http.value}


def http_error(error: HTTPException) -> HttpError:
    """What the framework refuses: no such route, no such method."""
    status = HTTPStatus(error.status_code)
    codes = {HTTPStatus.NOT_FOUND: "no-such-page", HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed"}
    code = codes.get(status)
    what = Told(code) if code else Told("refused", reason=status.phrase)
    return HttpError(status, what, error.headers)


def below(error: ComplaintRulesError, *keys: str | int) -> ComplaintError:
    """The error of a complaint that is a part of the body, with paths from the top of the body."""
    return ComplaintError([replace(one, keys=(*keys, *(one.keys or ()))) for one in error.problems])


def language_of(accepted: str | None) -> Lang:
    """The language that an `Accept-Language` likes best, of `en` and `zh`; `en` where it likes neither."""
    liked: list[tuple[float, Lang]] = []
    for part in (accepted or "").lower().split(","):
        tag, _, weight = part.partition(";")
        lang = {"zh": "zh", "en": "en", "*": "en"}.get(tag.strip().split("-")[0])
        quality = _quality(weight)
        if lang is not None and quality > 0:
            liked.append((quality, "zh" if lang == "zh" else "en"))
    return max(liked, key=lambda one: one[0])[1] if liked else "en"


def _quality(weight: str) -> float:
    name, _, number = weight.strip().partition("=")
    try:
        return float(number) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def language_headers(lang: Lang) -> dict[str, str]:
    """What says that texts are in this language, and that another may be asked for."""
    return {"Content-Language": lang, "Vary": "Accept-Language"}


def respond(request: Request, error: ComplaintRulesError, *, status: int | None = None) -> JSONResponse:
    """Answer with an error; `status` where it is another here than the library says."""
    lang = language_of(request.headers.get("accept-language"))
    details = error.to_problem(lang, instance=request.url.path)
    if status is not None:
        details["status"] = status
    headers = language_headers(lang) | (error.headers if isinstance(error, HttpError) else {})
    return JSONResponse(details, details["status"], headers, MEDIA_TYPE)


class FaultsAnswered:
    """Answers what nobody foresaw, and logs where it happened but not what it says: that may quote a complaint."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; where that fails, say so in the shape of all errors."""
        began = False

        async def sending(event: Event) -> None:
            nonlocal began
            began = True
            await send(event)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if scope["type"] != "http":
                raise
            where = "".join(traceback.format_tb(error.__traceback__))
            _log.error("%s answering %s\n%s", type(error).__name__, scope["method"], where)
            if not began:
                fault = HttpError(HTTPStatus.INTERNAL_SERVER_ERROR, Told("fault"))
                await respond(Request(scope), fault)(scope, receive, send)
