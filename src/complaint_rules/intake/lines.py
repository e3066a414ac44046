"""Lines of a stream, one at a time in constant memory; a line too long for a complaint is skipped and reported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import IO, NamedTuple

from complaint_rules.errors import ComplaintError, Message, Place, Problem, cause_of
from complaint_rules.limits import LARGEST_JSON, LONGEST_LINE
from complaint_rules.lines import ENDS

_BOM = b"\xef\xbb\xbf"
_CHUNK = 65_536
_END = re.compile(ENDS.encode())
_GOES_ON = re.compile(rb"[\[{,:]\s*$|\s*(?:#|%|-(?:\s|--|$))")
"""A first line that may be the beginning of JSON or YAML over several lines."""


class InputLine(NamedTuple):
    """One line that is not blank, and its number in the file; `problem` where it could not be read."""

    number: int
    raw: bytes
    problem: Problem | None = None


def chunks_of(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """The content of a stream in chunks, as they arrive; the stream is closed at its end.

    Raises:
        ComplaintError: the stream can't be read.
    """
    read = getattr(stream, "read1", stream.read)
    with stream:
        try:
            while chunk := read(_CHUNK):
                yield chunk
        except OSError as error:
            problem = Message("is-a-folder") if isinstance(error, IsADirectoryError) else None
            problem = problem or Message("unreadable", reason=cause_of(error))
            raise ComplaintError(Problem(problem, Place(name))) from None


def lines_of(chunks: Iterator[bytes]) -> Iterator[InputLine]:
    """All lines except blank ones, each as soon as it is complete."""
    number, begun, is_too_long = 0, b"", False
    for texts in chain(_cut(chunks), [[b"", b""]]):
        for index, text in enumerate(texts):
            begun = b"" if is_too_long else begun + text
            is_too_long = is_too_long or len(begun) > LONGEST_LINE
            if index == len(texts) - 1:
                break
            number += 1
            if is_too_long:
                yield InputLine(number, b"", Problem(Message("line-too-long", limit=LONGEST_LINE), keys=()))
            elif begun.removeprefix(_BOM).strip():
                yield InputLine(number, begun)
            begun, is_too_long = b"", False


def _cut(chunks: Iterator[bytes]) -> Iterator[list[bytes]]:
    """The texts between the line ends in each chunk; a CRLF may be split between two chunks."""
    after_return = False
    for chunk in chunks:
        text = chunk.removeprefix(b"\n") if after_return else chunk
        after_return = chunk.endswith(b"\r")
        yield _END.split(text)


def begins_lines(chunks: Iterator[bytes]) -> tuple[bytes, bool]:
    """Detect from the beginning of a text whether it is JSON Lines, even if some of its lines are malformed.

    A whole object on the first line is sufficient, so that nobody waits for a second one. So is one further down, where
    the first line can't begin a longer text; and so are two in a row, which neither JSON nor YAML allows.

    Returns:
        The text read so far, and whether it is JSON Lines; where it is not, all was read, up to the limit for JSON.
    """
    held: list[bytes] = []
    first: InputLine | None = None
    was_object = False
    for line in lines_of(_held(chunks, held)):
        is_object = is_whole_object(line.raw)
        if is_object and (first is None or was_object or not _GOES_ON.search(first.raw)):
            return b"".join(held), True
        first, was_object = first or line, is_object
    return b"".join(held), False


def _held(chunks: Iterator[bytes], held: list[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        held.append(chunk)
        yield chunk
        size += len(chunk)
        if size > LARGEST_JSON:
            return


def is_whole_object(line: bytes) -> bool:
    """Whether a line is a JSON object and nothing else."""
    text = line.removeprefix(_BOM)
    if not text.startswith(b"{") or not text.rstrip().endswith(b"}"):
        return False
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
