"""Drives Debian's Chromium without a window, over the pipe of its DevTools protocol; needs no driver and no library."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium")
OPTIONS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe"),
]
SECONDS = 20
"""How long an answer of the browser is waited for."""

_TABLET = 600
"""CSS pixels below which a screen is a phone's."""


class Page:
    """One page of a browser; `problems` is what its console said: errors, warnings, violations of its policy."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing
        self._number, self._rest, self._session = 0, b"", None
        self._events: list[dict[str, Any]] = []
        self.problems: list[str] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._ask(f"{domain}.enable")

    def open(self, file: Path) -> None:
        """Go to a file and wait until it is loaded."""
        self._events.clear()
        self.problems.clear()
        self._ask("Page.navigate", url=file.resolve().as_uri())
        while not any(one["method"] == "Page.loadEventFired" for one in self._events):
            self._take(self._receive())

    def size(self, width: int, height: int = 900) -> None:
        """Make the window as large as a screen of so many CSS pixels; a small one is a phone."""
        stated = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < _TABLET}
        self._ask("Emulation.setDeviceMetricsOverride", **stated)

    def prefer(self, scheme: str = "light", medium: str = "") -> None:
        """Prefer light or dark, and show the page as on a medium, `print` for paper."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._ask("Emulation.setEmulatedMedia", media=medium, features=features)

    def run(self, script: str) -> Any:
        """The value of an expression."""
        found = self._ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: a character, or a name such as `Tab`; `Shift+Tab` with the shift key."""
        for key in keys:
            shift, name = key.startswith("Shift+"), key.removeprefix("Shift+")
            text, code = _TEXT.get(name, name if len(name) == 1 else ""), _CODES.get(name, 0)
            said = {"key": name, "modifiers": 8 if shift else 0, "windowsVirtualKeyCode": code}
            self._ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **said)
            self._ask("Input.dispatchKeyEvent", type="keyUp", **said)

    def tree(self) -> list[dict[str, Any]]:
        """What a screen reader is told: the nodes of the accessibility tree that are not ignored."""
        return [one for one in self._ask("Accessibility.getFullAXTree")["nodes"] if not one["ignored"]]

    def picture(self, file: Path, *, full: bool = True) -> None:
        """Take a screenshot."""
        data = self._ask("Page.captureScreenshot", captureBeyondViewport=full)["data"]
        file.write_bytes(base64.b64decode(data))

    def print(self) -> bytes:
        """The page as PDF, on A4."""
        data = self._ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False)["data"]
        return base64.b64decode(data)

    def settle(self) -> None:
        """Wait until what was done has had its effect."""
        self.run("new Promise(done => setTimeout(() => requestAnimationFrame(done)))")

    # --- the protocol

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]
            self._take(answer)

    def _receive(self) -> dict[str, Any]:
        end = time.monotonic() + SECONDS
        parts = [self._rest]
        while b"\0" not in parts[-1]:
            ready, _, _ = select.select([self._reading], [], [], max(end - time.monotonic(), 0))
            assert ready, "the browser does not answer"
            part = os.read(self._reading, 1 << 20)
            assert part, "the browser has ended"
            parts.append(part)
        message, _, self._rest = b"".join(parts).partition(b"\0")
        return json.loads(message)

    def _take(self, event: dict[str, Any]) -> None:
        if "method" not in event:
            return
        self._events.append(event)
        params = event["params"]
        if event["method"] == "Runtime.exceptionThrown":
            self.problems.append(str(params["exceptionDetails"]))
        elif event["method"] == "Runtime.consoleAPICalled":
            self.problems.append(str(params["args"]))
        elif event["method"] == "Log.entryAdded":
            self.problems.append(params["entry"]["text"])


_CODES = {"Tab": 9, "Enter": 13, " ": 32, "ArrowUp": 38, "ArrowDown": 40, "Home": 36, "End": 35, "Escape": 27}
_TEXT = {"Enter": "\r"}


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A browser with a profile of its own in a new folder; it is ended at the end."""
    to_it, writing = _pipe()
    reading, from_it = _pipe()
    process = _started([f"--user-data-dir={folder}", "about:blank"], to_it, from_it)
    os.close(to_it)
    os.close(from_it)
    try:
        yield Page(reading, writing)
    finally:
        os.close(writing)
        os.close(reading)
        _end(process)


def _pipe() -> tuple[int, int]:
    """A pipe whose descriptors are not those that the browser reads and writes."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


def _started(arguments: list[str], to_it: int, from_it: int) -> int:
    """Start the browser, which reads the protocol from descriptor 3 and writes it to 4; gives its process id."""
    assert PROGRAM is not None
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
    pipes = [(os.POSIX_SPAWN_DUP2, to_it, 3), (os.POSIX_SPAWN_DUP2, from_it, 4)]
    return os.posix_spawn(PROGRAM, [PROGRAM, *OPTIONS, *arguments], os.environ, file_actions=[*silent, *pipes])


def _end(process: int) -> None:
    """End the browser, which does so itself once its pipe is closed; by force if it does not."""
    end = time.monotonic() + SECONDS
    while os.waitpid(process, os.WNOHANG) == (0, 0):
        if time.monotonic() > end:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return
        time.sleep(0.02)
