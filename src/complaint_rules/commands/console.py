"""Where commands write: results on one stream, everything else on the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, TextIO

from complaint_rules.display import printable
from complaint_rules.errors import ComplaintRulesError, Problem
from complaint_rules.messages import Lang

DONE, FINDINGS, WRONG = 0, 1, 2
"""Exit codes: done; a check or test found something; wrong use or bad input."""

_EVERY = 200
_BAR_WIDTH = 30


@dataclass(slots=True)
class Console:
    """The streams of one command; `lang` is the language of its errors."""

    stdin: IO[bytes]
    stdout: TextIO
    stderr: TextIO
    lang: Lang = "en"

    def write(self, text: str) -> None:
        """Write a part of the result."""
        self.stdout.write(text)

    def flush(self) -> None:
        """Flush the result, so that its reader gets what is written so far."""
        self.stdout.flush()

    def note(self, text: str = "") -> None:
        """Write a line that is not part of the result."""
        self.stderr.write(printable(text) + "\n")

    def line(self, text: str = "") -> None:
        """Write a line of the result."""
        self.stdout.write(printable(text) + "\n")

    def error(self, message: str) -> None:
        """Write one error, always on one line."""
        self.stderr.write(f"error: {printable(' '.join(message.split()))}\n")

    def errors(self, error: ComplaintRulesError) -> None:
        """Write every problem of an error."""
        self.problems(error.problems)

    def problems(self, problems: Iterable[Problem], whose: str | None = None) -> None:
        """Write problems, each with its place; `whose` names the complaint that they belong to."""
        for problem in problems:
            self.error(problem.line(self.lang, whose))

    def count(self, number: int, what: str, *, last: bool = False) -> None:
        """Show the progress of long work, on a terminal that the results don't go to; nothing in a pipe."""
        if self.stderr.isatty() and not self.stdout.isatty() and (last or number % _EVERY == 0):
            self.stderr.write(f"\r{number:,} {what}" + ("\n" if last else ""))
            self.stderr.flush()

    def bar(self, done: int, of: int, what: str) -> None:
        """Show a progress bar on a terminal; nothing in a pipe."""
        if self.stderr.isatty() and (done % max(of // 100, 1) == 0 or done >= of):
            share = min(done / of, 1.0) if of else 1.0
            filled = round(share * _BAR_WIDTH)
            bar = "#" * filled + "." * (_BAR_WIDTH - filled)
            self.stderr.write(f"\r[{bar}] {share:4.0%} {done:,} {what} ")
            self.stderr.flush()

    def bar_done(self) -> None:
        """Remove the progress bar."""
        if self.stderr.isatty():
            self.stderr.write("\r" + " " * (_BAR_WIDTH + 40) + "\r")
            self.stderr.flush()
