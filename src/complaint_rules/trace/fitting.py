"""Fits lists onto one screen: what can be spared is cut from the end of its list, and a line says how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from complaint_rules.trace.columns import WIDTH, column_width, two_columns, width_of, wrap
from complaint_rules.trace.wording import Lang, say

LINES = 45
"""Lines of one screen."""
_WIDEST_HEAD = 24


class Row(NamedTuple):
    """One row of a list; `holds` is how many entries it has, `must` says that it is never cut."""

    head: str
    text: str
    must: bool = False
    holds: int = 1


class ScreenPart(NamedTuple):
    """Rows under a title (none for the first part).

    At most `most` rows are shown. `least` stay until the blank lines between parts have gone, then half of them.
    """

    title: str
    rows: tuple[Row, ...]
    least: int = 2
    most: int = 100


def fit(title: str, parts: Sequence[ScreenPart], foot: str, lang: Lang) -> list[str]:
    """The lines of the screen, at most `LINES` unless the rows that are never cut need more."""
    screen = _Screen([one for one in parts if one.rows], lang)
    screen.shorten(LINES - 2)
    return [title, *screen.lines(), *([""] if screen.spaced else []), foot]


class _Screen:
    def __init__(self, parts: Sequence[ScreenPart], lang: Lang) -> None:
        self._parts = parts
        self._lang = lang
        self._kept = self._all()
        self._widths = [column_width([row.head for row in part.rows], _WIDEST_HEAD) for part in parts]
        self.spaced = True

    def _all(self) -> list[int]:
        return [min(len(part.rows), part.most) for part in self._parts]

    def shorten(self, room: int) -> None:
        """Cut long lists to their `least`; if that is not enough, drop the blank lines first, then cut more."""
        least = [part.least for part in self._parts]
        self._cut_to(least, room - 1)  # the blank line before the foot
        if self._too_long(room - 1):
            self.spaced = False
            self._kept = self._all()
            for floors in (least, [one // 2 for one in least], [0] * len(least)):
                self._cut_to(floors, room)

    def _cut_to(self, least: Sequence[int], room: int) -> None:
        while self._too_long(room) and self._cut(least):
            pass

    def lines(self) -> list[str]:
        """The kept rows as lines, with a line for each part that says how much was cut."""
        return [line for at in range(len(self._parts)) for line in self._lines_of(at)]

    def _too_long(self, room: int) -> bool:
        return len(self.lines()) > room

    def _cut(self, least: Sequence[int]) -> bool:
        """Cut one row from the part that can spare the most; False where none can."""
        spare = [self._spare(at) - floor for at, floor in enumerate(least)]
        at = max(range(len(spare)), key=lambda one: (spare[one], one), default=0)
        if not spare or spare[at] <= 0:
            return False
        self._kept[at] -= 1
        return True

    def _spare(self, at: int) -> int:
        return sum(not row.must for row in self._rows(at))

    def _rows(self, at: int) -> list[Row]:
        """The rows kept: those that are never cut, and the first of the others."""
        rows = self._parts[at].rows
        others = self._kept[at] - sum(row.must for row in rows)
        kept = []
        for row in rows:
            others -= not row.must
            if row.must or others >= 0:
                kept.append(row)
        return kept

    def _lines_of(self, at: int) -> Iterator[str]:
        part, rows, width = self._parts[at], self._rows(at), self._widths[at]
        if self.spaced:
            yield ""
        if part.title:
            yield part.title
        above = None
        for row in rows:
            yield from self._row_lines(row, above, width)
            above = row.head
        cut = sum(row.holds for row in part.rows) - sum(row.holds for row in rows)
        if cut:
            yield from self._row_lines(Row("", say(self._lang, "more_in_full", cut)), None, width)

    @staticmethod
    def _row_lines(row: Row, above: str | None, width: int) -> list[str]:
        """A row next to its head, which is left blank below the same head."""
        if not width:
            return [f"  {line}" for line in wrap(row.text, WIDTH - 2)]
        return two_columns("" if row.head == above else row.head, width, row.text)


def first_blocks(head: str, blocks: Iterable[str], of: int, lang: Lang, *, full: bool = False) -> str:
    """A head and as many of some paragraphs as fit onto one screen, with a line that says how much is left out.

    Args:
        head: lines that are never cut.
        blocks: the paragraphs, evaluated lazily: at most one more than is shown.
        of: how many there are.
        lang: the language of the line.
        full: show all of them.
    """
    lines, shown = head.splitlines(), 0
    for block in blocks:
        room = LINES if full else LINES - len(lines) - 2 * (shown + 1 < of)
        new = block.splitlines()
        if len(new) > room and not full:
            if shown:
                break
            new = [*new[: room - 1], say(lang, "lines_in_full", len(new) - room + 1)]
        lines += new
        shown += 1
    if shown < of:
        lines += ["", say(lang, "more_in_full", of - shown)]
    return "\n".join(lines) + "\n"


def shortened(text: str, width: int = WIDTH) -> str:
    """A text on one line, truncated where it is wider."""
    if width_of(text) <= width:
        return text
    while width_of(text) > width - 2:
        text = text[:-1]
    return text.rstrip() + " …"
