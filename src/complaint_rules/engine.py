"""The entry point of the library: load a ruleset, decide complaints. The stages are imported with the first ruleset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from complaint_rules.errors import AuditError, ComplaintError
from complaint_rules.facts.complaint import Complaint
from complaint_rules.limits import LONGEST_FACT
from complaint_rules.logged import Hook, Log, OnFailure

if TYPE_CHECKING:
    from complaint_rules.assembly import Assembly
    from complaint_rules.compile.rule import Ruleset
    from complaint_rules.decision import Decision
    from complaint_rules.load.reading import LayerBytes
    from complaint_rules.match.engines import EngineName
    from complaint_rules.record.record import Record


@dataclass(frozen=True, slots=True)
class Refused:
    """One of several complaints that could not be decided.

    `index` is its position among them, from 0; `complaint_id` its id, where it has one; `error` says what is wrong.
    """

    index: int
    complaint_id: str | None
    error: ComplaintError


class Engine:
    """Decides complaints under one ruleset. May be used from many threads.

    Loading an unchanged ruleset again costs little more than reading its files, as long as some caller holds an engine
    of it, or it is among those loaded last.
    """

    def __init__(self, assembly: Assembly, hook: Hook | None = None) -> None:
        self._assembly = assembly
        self._hook = hook

    @classmethod
    def load(
        cls,
        ruleset: str | Path,
        *,
        engine: str | None = None,
        calendar: str | Path | None = None,
        warm: bool = False,
        store: RuleStore | None = None,
        log: Log | Callable[[Record], object] | None = None,
        on_log_failure: OnFailure = "refuse",
        service: str | None = None,
    ) -> Engine:
        """Load a ruleset by shipped id or by folder, or by its digest from a store.

        Args:
            ruleset: such as ``"retail-store"``, or the path of a ruleset's folder.
            engine: ``"rete"`` (durable-rules), ``"python"`` (generated code) or ``"interpreter"``; by default ``rete``
                where durable-rules is installed, else ``python``.
            calendar: a file of announced days of the ruleset's calendar, for years that it does not cover yet; with a
                store also the digest of a calendar in it, by default that by which the ruleset's last decision counted.
            warm: prepare the law of all days now, see `warm`.
            store: where rulesets are stored by digest, such as an `AuditLog`: `ruleset` is then `"sha256:..."`, and
                the engine decides by the rules and calendar of that time.
            log: gets the record of each decision before it is returned: an `AuditLog`, which stores the rules too, or
                a function.
            on_log_failure: what happens to a decision that can't be logged: `"refuse"` it, or `"count"` it in
                `unlogged` and return it.
            service: the name of the deciding service in records.

        Raises:
            AuditError: the store does not have the ruleset, or the log can't be written.
            RulesetError: with every problem of the ruleset, each with file, line and column.
            CalendarError: with every problem of the file of announced days.
            EngineUnavailableError: the engine can't run here.
        """
        from complaint_rules.assembly import assemble

        if store is None:
            assembly = assemble(ruleset, engine, calendar)
        else:
            assembly = _assemble_kept(store, str(ruleset), engine, calendar)
        loaded = cls(assembly)
        if log is not None:
            loaded._log_to(log, on_log_failure, service)
        if warm:
            loaded.warm()
        return loaded

    def _log_to(self, log: Log | Callable[[Record], object], on_failure: OnFailure, service: str | None) -> None:
        self._hook = Hook(log, on_failure, service)
        keep: Callable[[Engine], object] | None = getattr(log, "keep_rules", None)
        if keep is not None:
            try:
                keep(self)
            except AuditError:
                if on_failure == "refuse":
                    raise

    @property
    def unlogged(self) -> int:
        """How many decisions could not be logged."""
        return 0 if self._hook is None else self._hook.unlogged

    def warm(self, days: Iterable[date] | None = None) -> None:
        """Prepare what the first complaint of each span of law would otherwise wait for.

        Args:
            days: prepare the law in force on these days; by default every span between two changes of the law.
        """
        self._assembly.warm(days)

    def warm_like(self, other: Engine) -> None:
        """Prepare the law of the days and places that another engine was used for."""
        for circumstances in other._assembly.in_use:
            self._assembly.warm_under(circumstances)

    @property
    def days_in_use(self) -> tuple[date, ...]:
        """A day of each span of law that was prepared or decided under."""
        return self._assembly.days_in_use

    def shares(self, other: Engine) -> bool:
        """Whether both were loaded from the same bytes, for the same calendar and matching engine."""
        return self._assembly is other._assembly

    @property
    def ruleset(self) -> Ruleset:
        """The compiled ruleset."""
        return self._assembly.ruleset

    @property
    def layers(self) -> tuple[LayerBytes, ...]:
        """The files that the ruleset was read from, layer by layer, lowest first; a log stores these."""
        return self._assembly.layers

    @property
    def engine(self) -> EngineName:
        """The engine asked for: `rete`, `python` or `interpreter`; a decision says which one ran."""
        return self._assembly.engine

    @property
    def calendar_until(self) -> date | None:
        """The last day that the ruleset's calendar covers; None where it has no calendar and counts in hours only."""
        return self.ruleset.calendar.until

    def decide(self, complaint: Complaint | Mapping[str, Any]) -> Decision:
        """Decide one complaint.

        Raises:
            ComplaintError: with every fact that is wrong.
            AuditError: the decision can't be logged, and the engine was loaded with `on_log_failure="refuse"`.
        """
        if self._hook is None:
            return self._assembly.decide(Complaint.of(complaint))
        return self._hook.decide(lambda: self._assembly.decide(Complaint.of(complaint)), self._about())

    def _about(self) -> dict[str, Any]:
        """The attributes of the ruleset in logged events."""
        ruleset = self.ruleset
        return {
            "complaint_rules.ruleset": ruleset.id,
            "complaint_rules.version": ruleset.version,
            "complaint_rules.digest": ruleset.digest,
            "complaint_rules.engine": self.engine,
        }

    def record(
        self,
        complaint: Complaint | Mapping[str, Any],
        *,
        by: str | None = None,
        service: str | None = None,
        at: datetime | None = None,
        key: bytes | None = None,
    ) -> Record:
        """Decide one complaint, and return the record of its decision; see `Decision.record`.

        Raises:
            ComplaintError: with every fact that is wrong.
            RecordError: `at` has no offset, or `by` or `service` is not a text of 1 to 200 characters.
            MissingExtraError: the extra `log` is not installed.
        """
        return self.decide(complaint).record(by=by, service=service, at=at, key=key)

    def decide_many(self, complaints: Iterable[Complaint | Mapping[str, Any]]) -> Iterator[Decision | Refused]:
        """Decide complaints one after the other, each when its decision is asked for.

        Args:
            complaints: any number of them, such as a generator over a file; no reference to them is kept.

        Returns:
            For each complaint, in order, its decision, or a `Refused` where it is invalid, which does not affect the
            others. An error raised by `complaints` itself, or by a mapping that can't be read, propagates.
        """
        for index, complaint in enumerate(complaints):
            try:
                yield self.decide(complaint)
            except ComplaintError as error:
                yield Refused(index, _id_of(complaint), error.with_traceback(None))

    def __repr__(self) -> str:
        return f"<Engine {self.engine}: {self.ruleset.id} {self.ruleset.version}>"


class RuleStore(Protocol):
    """Where rulesets and calendars are stored by digest, such as an `AuditLog`."""

    def stored_rules(self, digest: str, /) -> tuple[LayerBytes, ...]:
        """The files of a ruleset, layer by layer, lowest first."""

    def stored_calendar(self, digest: str, /) -> Mapping[str, Any]:
        """The days of a calendar, as `Calendar.to_dict` has them."""

    def calendar_of(self, digest: str, /) -> str | None:
        """The digest of the calendar by which a ruleset's last decision counted."""


def _assemble_kept(store: RuleStore, digest: str, engine: str | None, calendar: str | Path | None) -> Assembly:
    from complaint_rules.assembly import assemble
    from complaint_rules.calendars.calendar import Calendar
    from complaint_rules.load.reading import KeptReading

    reading = KeptReading(digest, store.stored_rules(digest))
    if reading.digest != digest:
        raise AuditError.of("ruleset-changed", value=digest)
    days: str | Path | Calendar | None = store.calendar_of(digest) if calendar is None else calendar
    if isinstance(days, str) and days.startswith(_DIGEST):
        days = Calendar.from_dict(store.stored_calendar(days))
    return assemble(digest, engine, days, reading)


_DIGEST = "sha256:"


def _id_of(complaint: object) -> str | None:
    """The id of a complaint that was refused."""
    found = complaint.get("id") if isinstance(complaint, Mapping) else getattr(complaint, "id", None)
    return found if isinstance(found, str) and 0 < len(found) <= LONGEST_FACT else None
