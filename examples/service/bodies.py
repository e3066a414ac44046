"""Bodies of requests: read within limits, strictly as the library reads JSON, and held against a shape."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from complaint_rules import ComplaintError, Problem
from complaint_rules.errors import Message
from complaint_rules.facts.refusals import problems_of
from complaint_rules.intake.exact_json import odd_ones, read_json
from examples.service.problems import BodyError, HttpError, MalformedBodyError, Told

Path = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200)]


class Limits(NamedTuple):
    """What a request may hold at most: bytes of a body, complaints of `decide-many`, entries of `explain`."""

    one_bytes: int = 256 * 1024
    many_bytes: int = 8 * 1024 * 1024
    complaints: int = 1_000
    entries: int = 10


class _Body(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True)


class One(_Body):
    """One complaint, and what is asked about it."""

    complaint: dict[str, Any]


class OfferBody(One):
    """An offer: a remedy, and an amount of yuan where it is a sum of money."""

    remedy: Path
    amount: Any = None


class ExplainBody(One):
    """The entries to explain; all of them, briefly, where none is named."""

    why: list[Path] = Field(default_factory=list)
    why_not: list[Path] = Field(default_factory=list)


class ManyBody(_Body):
    """Many complaints; what is wrong with one of them is answered in its place."""

    complaints: list[Any]


Shape = TypeVar("Shape", bound=_Body)


def body_within(limit: Callable[[Limits], int]) -> Callable[[Request], Awaitable[bytes]]:
    """Reads the body, and no more of it than the limit."""

    async def read(request: Request) -> bytes:
        most = limit(request.app.state.service.limits)
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            raise HttpError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Told("not-json-content"))
        found = bytearray()
        async for chunk in request.stream():
            found += chunk
            if len(found) > most:
                raise HttpError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Told("body-too-large", limit=most))
        return bytes(found)

    return read


def read_body(raw: bytes) -> Any:
    """The JSON of a body; numbers stay exact, and what JSON allows but a complaint does not is marked.

    Raises:
        MalformedBodyError: it is no JSON, with line and column.
    """
    try:
        return read_json(raw.decode("utf-8-sig"), "body").data
    except UnicodeDecodeError:
        raise MalformedBodyError(Problem(Message("not-utf-8"))) from None
    except ComplaintError as error:
        raise MalformedBodyError(error.problems) from None


def complaint_in(data: Any) -> dict[str, Any]:
    """One complaint as it was sent.

    Raises:
        ComplaintError: it is no mapping, or holds what only JSON allows.
    """
    odd = list(odd_ones(data))
    if odd:
        raise ComplaintError(odd)
    if not isinstance(data, dict):
        raise ComplaintError(Problem(Message("not-a-complaint"), keys=()))
    return data


def shaped(raw: bytes, shape: type[Shape]) -> Shape:
    """The body as one of the shapes above.

    Raises:
        MalformedBodyError: it is no JSON.
        BodyError: with all that is wrong, each with its path.
    """
    data = read_body(raw)
    # Complaints of many are looked at one by one.
    odd = [one for one in odd_ones(data) if shape is not ManyBody or len(one.keys or ()) < 2]
    if odd:
        raise BodyError(odd)
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise BodyError(problems_of(error, shape, data)) from None


def few_enough(found: list[Any], most: int, key: str) -> None:
    """Refuse a list that is too long.

    Raises:
        BodyError: it has more entries than the most.
    """
    if len(found) > most:
        raise BodyError(Problem(Told("too-many", count=len(found), limit=most), fact=key, keys=(key,)))
