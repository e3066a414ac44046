"""Reads plain files of a bounded size; a pipe, a device or a socket is reported instead, never waited for."""

from __future__ import annotations

import errno
import os
import stat

from complaint_rules.errors import Message, cause_of
from complaint_rules.limits import LARGEST_RULESET_FILE

_CHUNK = 65_536
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read_plain_file(path: str | os.PathLike[str]) -> bytes | Message:
    """The bytes of a file, at most `LARGEST_RULESET_FILE`, or why it can't be read."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        return Message("not-a-plain-file", kind="a socket") if error.errno == errno.ENXIO else unreadable(error)
    except ValueError:  # a name with NUL
        return Message("unreadable", reason="embedded null byte")
    try:
        return _read(descriptor)
    except OSError as error:
        return unreadable(error)
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> bytes | Message:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        return Message("not-a-plain-file", kind=_KINDS.get(stat.S_IFMT(found.st_mode), "a device"))
    data, room = b"", min(max(found.st_size, _CHUNK), LARGEST_RULESET_FILE) + 1
    while len(data) <= LARGEST_RULESET_FILE and (more := os.read(descriptor, room)):
        data += more
    if len(data) > LARGEST_RULESET_FILE:
        return Message("too-large", "split-file", limit=LARGEST_RULESET_FILE // 1_000_000, format="YAML")
    return data


def unreadable(error: OSError) -> Message:
    """The message about a file or folder that can't be read."""
    return Message("unreadable", reason=cause_of(error))
