"""Logging of decisions: the decision log, structured events, and spans.

Events go to the logger `complaint_rules.decisions` of the standard `logging`, with their data as attributes of the
record (`extra`); spans go to OpenTelemetry where its API is installed. Both have the ruleset, the outcome, and codes of
problems, but nothing of the complaint itself: no id, no fact, no text.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

from complaint_rules.errors import AuditError, ComplaintRulesError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from complaint_rules.decision import Decision
    from complaint_rules.record.record import Record

OnFailure = Literal["refuse", "count"]
"""What happens to a decision that can't be logged: it is refused, or returned and counted."""

_log = logging.getLogger("complaint_rules.decisions")


class Log(Protocol):
    """A log, such as `AuditLog`; a plain function of a record works as well."""

    def append(self, record: Record, /) -> object:
        """Add a record."""


class Hook:
    """Logs the decisions of one engine. May be used from many threads."""

    def __init__(self, log: Log | Callable[[Record], object], on_failure: OnFailure, service: str | None) -> None:
        if on_failure not in get_args(OnFailure):
            raise ValueError(f"on_log_failure is {' or '.join(get_args(OnFailure))}, not {on_failure!r}")
        append: Any = getattr(log, "append", None)
        self._append: Callable[[Record], object] = log if append is None else append  # type: ignore[assignment]
        self._on_failure = on_failure
        self._service = service
        self._lock = Lock()
        self.unlogged = 0

    def decide(self, decide: Callable[[], Decision], about: dict[str, Any]) -> Decision:
        """Decide and log.

        Args:
            decide: makes the decision.
            about: the attributes of the ruleset for events and spans.

        Raises:
            AuditError: the decision can't be logged, and is refused.
        """
        with span("complaint_rules.decide", about):
            try:
                decision = decide()
            except ComplaintRulesError as error:
                codes = sorted({one.code for one in error.problems})
                _log.info("complaint refused", extra={"event": "refused", **_attributes(about), "codes": codes})
                raise
            self._keep(decision, about)
        return decision

    def _keep(self, decision: Decision, about: dict[str, Any]) -> None:
        said = {**_attributes(about), "status": decision.status, "tier": decision.severity.tier}
        try:
            with span("complaint_rules.log", about):
                self._append(decision.record(at=datetime.now(UTC), service=self._service))
        except Exception as error:  # noqa: BLE001  # whatever a caller's own log raises, the decision is not logged
            self._fail(error, said)
        else:
            _log.info("decision logged", extra={"event": "logged", **said})

    def _fail(self, error: Exception, said: dict[str, Any]) -> None:
        code = error.code if isinstance(error, ComplaintRulesError) else type(error).__name__
        with self._lock:
            self.unlogged += 1
        _log.error("decision not logged", extra={"event": "unlogged", **said, "code": code, "unlogged": self.unlogged})
        if self._on_failure == "refuse":
            reason = error.problems[0].message if isinstance(error, ComplaintRulesError) else code
            raise AuditError.of("log-unwritten", reason=reason) from error


def _attributes(about: dict[str, Any]) -> dict[str, Any]:
    """The attributes of the ruleset, under names that do not collide with those of a log record."""
    return {name.rpartition(".")[2]: value for name, value in about.items()}


def span(name: str, about: dict[str, Any]) -> AbstractContextManager[object]:
    """A span around some work; none where OpenTelemetry is not installed."""
    try:
        from opentelemetry import trace
    except ImportError:
        return nullcontext()
    return _recorded(trace.get_tracer("complaint_rules"), name, about)


@contextmanager
def _recorded(tracer: Any, name: str, about: dict[str, Any]) -> Iterator[object]:
    """A span without the text of an error, which may quote the complaint."""
    options = {"attributes": about, "record_exception": False, "set_status_on_exception": False}
    with tracer.start_as_current_span(name, **options) as found:
        try:
            yield found
        except ComplaintRulesError as error:
            found.set_attribute("complaint_rules.error", error.kind)
            found.set_attribute("complaint_rules.codes", sorted({one.code for one in error.problems}))
            raise
