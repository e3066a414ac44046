"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket there, ended with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USERS = ("postgres", "nobody")
"""Who runs the server where the tests run as root, which it refuses."""


def binaries() -> Path | None:
    """The folder of the server's programs, the newest version; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named else None


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives the URL of an empty database in it."""
    programs = binaries()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a path that is short enough for a socket
    user = next((name for name in _USERS if _is_user(name)), None) if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        out = subprocess.DEVNULL
        subprocess.run(command, check=True, user=user, cwd="/", stdout=out, stderr=out)  # noqa: S603  # programs of the server

    try:
        run("initdb", "-D", str(data), "-U", "log", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")
        options = f"-k {folder} -c listen_addresses='' -c max_connections=60"
        run("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(folder / "server.txt"), "start")
        try:
            yield f"postgresql://log@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
