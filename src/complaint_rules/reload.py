"""Reloads an edited ruleset while a service runs. The one file that imports watchfiles, of the extra `reload`.

Events of the file system only wake the watcher; whether anything changed is decided by the bytes of the files, which
are also checked every second. So saving by rename, replacing a folder and changing a link need no special case. Two
checks in a row must find the same bytes before they are loaded, and a third one before they are swapped in.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, RLock, Thread
from typing import Any, NamedTuple

from complaint_rules.assembly import assemble
from complaint_rules.cases.running import run_cases
from complaint_rules.decision import Decision
from complaint_rules.engine import Engine, Refused
from complaint_rules.errors import ComplaintRulesError, Message, MissingExtraError, Problem, RulesetError
from complaint_rules.facts.complaint import Complaint
from complaint_rules.load.listing import case_files
from complaint_rules.load.place import find_folder
from complaint_rules.load.plain_file import read_plain_file
from complaint_rules.load.reading import Reading, read_folder

Watch = Callable[..., Iterator[object]]

_log = logging.getLogger("complaint_rules")


class WatchfilesMissingError(MissingExtraError):
    """watchfiles is not installed."""


@dataclass(frozen=True, slots=True)
class ReloadFailure:
    """Why an edited ruleset was refused: when it was tried, the error, and its problems where it has some."""

    at: datetime
    error: Exception
    problems: tuple[Problem, ...]

    def to_dict(self) -> dict[str, Any]:
        """The failure as plain data."""
        problems = [problem.to_dict() for problem in self.problems]
        return {"at": self.at.isoformat(), "error": str(self.error), "problems": problems}


class _State(NamedTuple):
    """A snapshot of the files: the ruleset's folder, and the digests of the layers' folders and of further files."""

    root: Path | None
    folders: Mapping[Path, str]
    files: Mapping[Path, str]


class ReloadingEngine:
    """The engine of a ruleset that may be edited: always the last version that loaded and passed its checks.

    Each decision is made by a single version. In a `with` block the folders of all layers are watched; `reload` checks
    them at any other time.

    >>> with ReloadingEngine("rules/shop") as rules:
    ...     rules.decide(complaint)
    """

    def __init__(
        self,
        ruleset: str | Path,
        *,
        engine: str | None = None,
        calendar: str | Path | None = None,
        warm: bool = True,
        cases: bool = False,
        check: Callable[[Engine], object] | None = None,
        also: Sequence[str | Path] = (),
        on_swap: Callable[[Engine], object] | None = None,
        on_error: Callable[[ReloadFailure], object] | None = None,
        settle_seconds: float = 0.2,
        recheck_seconds: float = 1.0,
    ) -> None:
        """Load the first version.

        Args:
            ruleset: its id or folder.
            engine: as in `Engine.load`.
            calendar: likewise; the file is watched too.
            warm: prepare a version, before it is swapped in, for today's law and for all spans of law that the
                previous one decided under.
            cases: a version is swapped in only if all cases of the ruleset pass.
            check: a version is swapped in only if this returns without an error.
            also: further files whose change triggers a reload.
            on_swap: called with each new engine once it is swapped in, by the thread that loaded it.
            on_error: called when an edited ruleset is refused.
            settle_seconds: how long files must stay unchanged before they are loaded.
            recheck_seconds: the interval at which the files are checked, whatever the system reports.

        Raises:
            RulesetError: the first version is wrong.
            CalendarError: the file of announced days can't be used.
            EngineUnavailableError: the engine can't run here.
            Exception: whatever `check` raises.
        """
        self._ruleset, self._name, self._calendar = ruleset, engine, calendar
        self._also = tuple(map(Path, also if calendar is None else (*also, calendar)))
        self._warm, self._cases, self._check = warm, cases, check
        self._on_swap, self._on_error = on_swap, on_error
        self._settle, self._recheck = settle_seconds, recheck_seconds
        self._lock, self._stop = RLock(), Event()
        self._thread: Thread | None = None
        self._failure: ReloadFailure | None = None
        reading = Reading()
        self._engine = self._checked(Engine(assemble(ruleset, engine, calendar, reading)), None)
        self._seen = self._state_of(reading)

    @property
    def engine(self) -> Engine:
        """The current version. To make several decisions by the same version, keep a reference to it."""
        return self._engine

    @property
    def last_error(self) -> ReloadFailure | None:
        """Why the current files were refused; None where they are in use."""
        return self._failure

    def decide(self, complaint: Complaint | Mapping[str, Any]) -> Decision:
        """Decide one complaint by the current version.

        Raises:
            ComplaintError: with every fact that is wrong.
        """
        return self._engine.decide(complaint)

    def decide_many(self, complaints: Iterable[Complaint | Mapping[str, Any]]) -> Iterator[Decision | Refused]:
        """Decide complaints one after the other, all by the version that is current when the first is asked for.

        Args:
            complaints: any number of them, as `Engine.decide_many` takes them.

        Returns:
            For each complaint, in order, its decision, or a `Refused` where it is invalid.
        """
        yield from self._engine.decide_many(complaints)

    def reload(self) -> bool:
        """Load, check and swap in the files as they are now; returns whether the version changed.

        If they are refused, `last_error` says why, and the previous version stays.
        """
        return self._attempt(None)

    def _attempt(self, expected: _State | None) -> bool:
        """Try to load the files as they are; where they are not as expected, they are checked again later."""
        with self._lock:
            reading = Reading()
            try:
                loaded = Engine(assemble(self._ruleset, self._name, self._calendar, reading))
                is_new = not loaded.shares(self._engine)
                if is_new:
                    self._checked(loaded, self._engine)
            except Exception as error:  # noqa: BLE001  # a caller's check may raise anything; the current version stays
                state = self._state_of(reading)
                if _is_as(expected, state):
                    self._seen = state
                    self._refuse(error)
                return False
            state = self._state_of(reading)
            if not _is_as(expected, state):
                return False
            self._seen, self._failure = state, None
            if is_new:
                self._engine = loaded
                _log.info("ruleset %s %s runs: %s", loaded.ruleset.id, loaded.ruleset.version, loaded.ruleset.digest)
                self._call(self._on_swap, loaded)
            return is_new

    def _checked(self, loaded: Engine, before: Engine | None) -> Engine:
        if self._cases:
            failed = [
                Problem(Message("case-failed", case=result.case, difference=str(difference)), result.place)
                for result in run_cases(loaded, str(self._ruleset))
                for difference in result.differences
            ]
            if failed:
                raise RulesetError(failed)
        if self._check is not None:
            self._check(loaded)
        if self._warm:
            loaded.warm([datetime.now(loaded.ruleset.timezone).date()])
            if before is not None:
                loaded.warm_like(before)
        return loaded

    def _refuse(self, error: Exception) -> None:
        problems = error.problems if isinstance(error, ComplaintRulesError) else ()
        self._failure = ReloadFailure(datetime.now(UTC), error, tuple(problems))
        _log.error("an edited ruleset is refused, the one before goes on: %s", error)
        self._call(self._on_error, self._failure)

    def _call(self, callback: Callable[[Any], object] | None, what: object) -> None:
        """Notify the caller; an error in the callback does not affect the swap or the refusal."""
        if callback is not None:
            try:
                callback(what)
            except Exception:  # noqa: BLE001  # logged
                _log.exception("a callback of a reload failed")

    # --- state of the files

    def _state_of(self, reading: Reading) -> _State:
        return self._with_more({folder: read.digest for folder, read in reading.folders.items()})

    def _state(self) -> _State:
        """The current state of the files that the last attempt read."""
        return self._with_more({folder: read_folder(folder).digest for folder in self._seen.folders})

    def _with_more(self, folders: dict[Path, str]) -> _State:
        try:
            root = find_folder(self._ruleset)
        except RulesetError:
            root = None
        cases = case_files(root, []) if self._cases and root is not None else []
        return _State(root, folders, {path: _digest(path) for path in (*self._also, *cases)})

    def _look(self) -> None:
        """Try to load the files, if they changed and have stopped changing."""
        state = self._state()
        if state == self._seen:
            return
        while not self._stop.wait(self._settle):
            again = self._state()
            if again == state:
                self._attempt(state)
                return
            state = again

    # --- watching

    def __enter__(self) -> ReloadingEngine:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start to watch the folders, in a separate thread; after a fork, call it again in each child process.

        Raises:
            WatchfilesMissingError: the extra `reload` is not installed.
        """
        watch = _watch_function()
        if self._thread is None:
            self._stop = Event()
            self._thread = Thread(target=self._run, args=(watch, self._stop), name="complaint-rules", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop watching; the current version stays."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, watch: Watch, stop: Event) -> None:
        while not stop.is_set():
            try:
                self._look()
                self._watch(watch, stop)
            except Exception:  # noqa: BLE001  # logged, and retried
                _log.exception("watching a ruleset failed; its files are looked at every %s s", self._recheck)
                stop.wait(self._recheck)

    def _watch(self, watch: Watch, stop: Event) -> None:
        """Check the files after each event in the folders and at each timeout, until the set of folders changes."""
        watched = self._watched()
        if not watched:
            stop.wait(self._recheck)
            return
        pause = max(int(self._recheck * 1000), 1)
        events = watch(*watched, stop_event=stop, rust_timeout=pause, yield_on_timeout=True, debounce=200, step=50)
        for _ in events:
            self._look()
            if self._watched() != watched:
                return

    def _watched(self) -> dict[Path, int]:
        """The folders that exist, each with its inode number, which differs from that of a replacement."""
        places = {*self._seen.folders, *[path.parent for path in self._also]}
        return {path: path.stat().st_ino for path in sorted(places) if path.is_dir()}


def _is_as(expected: _State | None, state: _State) -> bool:
    """Whether the files read are as expected; which folders belong to the ruleset may have changed."""
    if expected is None:
        return True
    same = all(expected.folders.get(folder, digest) == digest for folder, digest in state.folders.items())
    return same and expected.root == state.root and expected.files == state.files


def _watch_function() -> Watch:
    try:
        from watchfiles import watch
    except ImportError:
        missing = Message("watcher-missing", library="watchfiles", extra="reload")
        raise WatchfilesMissingError(Problem(missing)) from None
    return watch


def _digest(path: Path) -> str:
    content = read_plain_file(path)
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else str(content)
