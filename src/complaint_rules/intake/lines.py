"""Lines of a stream, one at a time in constant memory; a line too long for a complaint is skipped and reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import IO, NamedTuple

from complaint_rules.errors import Problem

LONGEST_LINE = 1_000_000
_BOM = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """One line that is not blank, and its number in the file; `problem` where it could not be taken."""

    number: int
    raw: bytes
    problem: Problem | None = None


def lines_of(stream: IO[bytes], number: int = 0) -> Iterator[Line]:
    """All lines but the blank ones.

    Args:
        stream: closed at its end.
        number: how many lines were read before.
    """
    with stream:
        while raw := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
                _skip_rest(stream)
                message = f"the line is longer than {LONGEST_LINE:,} bytes"
                help_ = "a complaint is some thousand bytes; is a newline missing?"
                yield Line(number, b"", Problem(message, help=help_))
            elif raw.removeprefix(_BOM).strip():
                yield Line(number, raw)


def _skip_rest(stream: IO[bytes]) -> None:
    while chunk := stream.readline(LONGEST_LINE):
        if chunk.endswith(b"\n"):
            return


def is_lines(stream: IO[bytes]) -> tuple[Iterator[Line] | None, bytes]:
    """Tell by the beginning whether a stream is JSON Lines: a whole object on the first line, and more below.

    Returns:
        The lines, or None with what was read of the stream so far.
    """
    held = first = b""
    number = 0
    while not first.strip():
        first = stream.readline(LONGEST_LINE + 1)
        if not first:
            return None, held
        held += first
        number += 1
    if not _is_object(first):
        return None, held
    below = lines_of(stream, number)
    second = next(below, None)
    return (None, held) if second is None else (chain([Line(number, first), second], below), held)


def _is_object(line: bytes) -> bool:
    if not line.rstrip().endswith(b"}"):
        return False
    try:
        return isinstance(json.loads(line.removeprefix(_BOM)), dict)
    except (ValueError, RecursionError):
        return False
