"""The front door: load a ruleset, decide complaints. What it needs for that is imported with the first ruleset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaint_rules.errors import ComplaintError
from complaint_rules.facts.complaint import Complaint
from complaint_rules.limits import LONGEST_FACT

if TYPE_CHECKING:
    from complaint_rules.assembly import Assembly
    from complaint_rules.compile.rule import Ruleset
    from complaint_rules.decision import Decision
    from complaint_rules.match.engines import EngineName
    from complaint_rules.record.record import Record


@dataclass(frozen=True, slots=True)
class Refused:
    """A complaint of many that could not be decided.

    `index` is its place among them, from 0; `complaint_id` its id, where it has one; `error` says what is wrong.
    """

    index: int
    complaint_id: str | None
    error: ComplaintError


class Engine:
    """Decides complaints under one ruleset. May be used from many threads.

    Loading an unchanged ruleset again costs little more than reading its files, as long as an engine of it is held
    somewhere, or it is among those loaded last.
    """

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly

    @classmethod
    def load(
        cls,
        ruleset: str | Path,
        *,
        engine: str | None = None,
        calendar: str | Path | None = None,
        warm: bool = False,
    ) -> Engine:
        """Load a ruleset by shipped id or by folder.

        Args:
            ruleset: such as ``"retail-store"``, or the path of a ruleset's folder.
            engine: ``"rete"`` (durable-rules), ``"python"`` (generated code) or ``"interpreter"``; by default ``rete``
                where durable-rules is installed, else ``python``.
            calendar: a file of announced days of the ruleset's calendar, for years that it does not cover yet.
            warm: prepare the law of all days now, see `warm`.

        Raises:
            RulesetError: with every problem of the ruleset, each with file, line and column.
            CalendarError: with every problem of the file of announced days.
            EngineUnavailableError: the engine can't run here.
        """
        from complaint_rules.assembly import assemble

        loaded = cls(assemble(ruleset, engine, calendar))
        if warm:
            loaded.warm()
        return loaded

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
        """Whether both are made of the same bytes, for the same engine."""
        return self._assembly is other._assembly

    @property
    def ruleset(self) -> Ruleset:
        """The compiled ruleset."""
        return self._assembly.ruleset

    @property
    def engine(self) -> EngineName:
        """The engine asked for: `rete`, `python` or `interpreter`; a decision says which one ran."""
        return self._assembly.engine

    @property
    def calendar_until(self) -> date | None:
        """The last day that the ruleset's calendar covers; None where it counts by none, in hours only."""
        return self.ruleset.calendar.until

    def decide(self, complaint: Complaint | Mapping[str, Any]) -> Decision:
        """Decide one complaint.

        Raises:
            ComplaintError: with every fact that is wrong.
        """
        return self._assembly.decide(Complaint.of(complaint))

    def record(
        self,
        complaint: Complaint | Mapping[str, Any],
        *,
        by: str | None = None,
        service: str | None = None,
        at: datetime | None = None,
        key: bytes | None = None,
    ) -> Record:
        """Decide one complaint, and give the decision with all that it was made of; see `Decision.record`.

        Raises:
            ComplaintError: with every fact that is wrong.
            RecordError: `at` has no offset, or `by` or `service` is no text of 1 to 200 characters.
            MissingExtraError: the extra `log` is not installed.
        """
        return self.decide(complaint).record(by=by, service=service, at=at, key=key)

    def decide_many(self, complaints: Iterable[Complaint | Mapping[str, Any]]) -> Iterator[Decision | Refused]:
        """Decide complaints one after the other, each when its decision is asked for.

        Args:
            complaints: any number of them, such as a generator over a file; none is kept.

        Returns:
            For each complaint, in order, its decision, or a `Refused` where it is no complaint: what is wrong with one
            costs no other. An error of `complaints` itself, or of a mapping that can't be read, is passed on.
        """
        for index, complaint in enumerate(complaints):
            try:
                yield self.decide(complaint)
            except ComplaintError as error:
                yield Refused(index, _id_of(complaint), error.with_traceback(None))

    def __repr__(self) -> str:
        return f"<Engine {self.engine}: {self.ruleset.id} {self.ruleset.version}>"


def _id_of(complaint: object) -> str | None:
    """The id of a complaint that was refused."""
    found = complaint.get("id") if isinstance(complaint, Mapping) else getattr(complaint, "id", None)
    return found if isinstance(found, str) and 0 < len(found) <= LONGEST_FACT else None
