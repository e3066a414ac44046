"""Opens the log, the keys and the outputs that the commands of the log name."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from complaint_rules.commands.console import Console
from complaint_rules.errors import AuditError, Problem, cause_of
from complaint_rules.limits import LARGEST_PROOF
from complaint_rules.messages import Message
from complaint_rules.messages.problem import Place

if TYPE_CHECKING:
    from complaint_rules.audit.log import AuditLog
    from complaint_rules.audit.notes import Signer, Verifier


def open_log(url: str | None, *, create: bool = False, origin: str | None = None) -> AuditLog:
    """Open the log that is named by an option or by the environment.

    Raises:
        AuditError: no log is named, or it can't be opened.
    """
    if not url:
        raise AuditError.of("log-not-named")
    from complaint_rules.audit.log import AuditLog

    return AuditLog(url, create=create, origin=origin)


def read_small(name: str, console: Console) -> str:
    """The text of a file, or of standard input for `-`.

    Raises:
        AuditError: it can't be read.
    """
    try:
        data = console.stdin.read(LARGEST_PROOF + 1) if name == "-" else _bytes(name)
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise AuditError(Problem(Message("not-utf-8"), Place(name))) from None
    except OSError as error:
        raise AuditError(Problem(Message("unreadable", reason=cause_of(error)), Place(name))) from None


def _bytes(name: str) -> bytes:
    with Path(name).open("rb") as file:
        return file.read(LARGEST_PROOF + 1)


def signer(file: str | None, console: Console) -> Signer:
    """The signing key of a file."""
    if not file:
        raise AuditError.of("log-key-not-named")
    from complaint_rules.audit.notes import Signer

    return Signer.parse(read_small(file, console))


def verifier(file: str | None, console: Console) -> Verifier | None:
    """The key to check signatures with, from a file with it or with its signing key."""
    if file is None:
        return None
    from complaint_rules.audit.notes import Signer, Verifier

    text = read_small(file, console)
    return Signer.parse(text).verifier if text.startswith("PRIVATE+") else Verifier.parse(text)


@contextmanager
def text_output(name: str | None, console: Console) -> Iterator[TextIO]:
    """The output for a text; a file is written whole or not at all."""
    if name is None:
        yield console.stdout
        return
    with _replaced(name) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def binary_output(name: str | None) -> Iterator[IO[bytes]]:
    """The output for bytes."""
    if name is None:
        yield sys.stdout.buffer
        return
    with _replaced(name) as temporary, temporary.open("wb") as file:
        yield file


@contextmanager
def _replaced(name: str) -> Iterator[Path]:
    """A temporary file that replaces another once it is written."""
    temporary = Path(f"{name}.{os.getpid()}.part")
    try:
        yield temporary
        temporary.replace(name)
    except OSError as error:
        raise AuditError(Problem(Message("unwritable", reason=cause_of(error)), Place(name))) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_new(name: str, text: str, *, secret: bool) -> None:
    """Write a file that must not exist; only its owner may read a secret one.

    Raises:
        AuditError: it exists, or can't be written.
    """
    try:
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644)
    except FileExistsError:
        raise AuditError.of("file-exists", value=name) from None
    except OSError as error:
        raise AuditError(Problem(Message("unwritable", reason=cause_of(error)), Place(name))) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
