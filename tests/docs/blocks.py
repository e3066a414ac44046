"""Reads the fenced blocks of a page, and does what they say.

A block's title says what it is:

- a path (`my-store/rules.yaml`): a file, written into the session's folder;
- `Example`: a file of rules and, below a line `---`, complaints with what is expected of their decisions;
- `Wrong`: a file of rules that is refused; the `Message` that follows says how.

A `console` block is a session: each `$ command` with what it prints, where a line `...` stands for any lines; what
stands behind a prompt `> ` is typed. A `python` block is run, a `pycon` block is a doctest that goes on where the
Python before it stopped.
"""

from __future__ import annotations

import doctest
import io
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from complaint_rules import Decision, Engine
from complaint_rules.cases import unmet
from complaint_rules.cli import run
from complaint_rules.commands.console import Console
from complaint_rules.load.document import read_text
from complaint_rules.properties.holding import holds, holds_between

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SHARED = ("example/ruleset.yaml", "example/clauses/handbook.yaml")
"""The files that all examples share; the language page shows them."""
FILLED_IN = {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}
"""What the complaint of an example may leave out; the language page says so."""

_FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"[\w.-]+(/[\w.-]+)*\.(yaml|json|jsonl)")


@dataclass(frozen=True)
class Block:
    """One fenced block and where it stands."""

    page: str
    line: int
    language: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def is_file(self) -> bool:
        """Whether the title is the path of a file."""
        return _FILE.fullmatch(self.title) is not None


def read_blocks(page: str) -> list[Block]:
    """All fenced blocks of a page, in order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [
        Block(page, text.count("\n", 0, found.start()) + 1, found[1], found[2] or "", found[3])
        for found in _FENCE.finditer(text)
    ]


def titled(page: str, title: str) -> list[Block]:
    """The blocks of a page that have this title."""
    return [block for block in read_blocks(page) if block.title == title]


# --- examples


@dataclass(frozen=True)
class Told:
    """An example: the rules, and below them the complaints with what comes out."""

    rules: str
    entries: list[dict[str, Any]]


def read_example(block: Block) -> Told:
    """Take an example apart."""
    rules, line, below = block.text.partition("\n---\n")
    document = read_text(below, str(block), numbers=True)
    assert line, f"{block}: an example has complaints below a line `---`"
    assert not document.problems, f"{block}: {document.problems}"
    return Told(rules + "\n", document.data)


def write_example(rules: str, folder: Path) -> Path:
    """Write the ruleset that an example belongs to."""
    shared = {block.title: block.text for block in read_blocks("language.md") if block.title in SHARED}
    assert set(shared) == set(SHARED)
    for path, text in {**shared, "example/rules.yaml": rules}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder / "example"


def failures(block: Block, engine: Engine) -> Iterator[str]:
    """What of an example is not so."""
    fired: set[str] = set()
    for entry in read_example(block).entries:
        assert entry.keys() <= {"complaint", "complaints", "expect", "breaks"}, f"{block}: {sorted(entry)}"
        stated = entry.get("complaints") or [entry["complaint"]]
        decisions = [engine.decide({**FILLED_IN, **facts}) for facts in stated]
        for decision in decisions:
            fired |= {line.rule for line in decision.trace.rules} | {line.rule for line in decision.trace.silenced}
            yield from (f"{stated}: {one}" for one in unmet(entry.get("expect", {}), decision.to_dict()))
        broken = sorted(_broken(engine, decisions))
        if broken != sorted(entry.get("breaks", [])):
            yield f"{stated}: breaks {broken}"
    yield from (f"{rule.id} never fires" for rule in engine.ruleset.rules if rule.id not in fired)


def _broken(engine: Engine, decisions: list[Decision]) -> Iterator[str]:
    first, last = decisions[0], decisions[-1]
    for one in engine.ruleset.properties:
        kept = holds(one, first) if len(decisions) == 1 else holds_between(one, first, last)
        if not kept:
            yield one.id


# --- sessions


class Keyboard(io.BytesIO):
    """What a reader types, shown on the screen as a terminal shows it."""

    def __init__(self, typed: str, screen: io.StringIO) -> None:
        super().__init__(typed.encode())
        self._screen = screen

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        self._screen.write(line.decode())
        return line


@dataclass
class Session:
    """What a reader does who follows a page: files and commands, in one folder."""

    folder: Path
    code: int = 0
    ran: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)

    def follow(self, page: str) -> None:
        """Do all that a page says; an assertion names the block that is not so."""
        shutil.copytree(ROOT / "examples", self.folder / "examples")
        for block in read_blocks(page):
            if block.is_file:
                path = self.folder / block.title
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")
            elif block.language == "console":
                for command, printed in _commands(block.text):
                    self._type(command, printed, str(block))
            elif block.language == "python":
                exec(compile(block.text, str(block), "exec"), self.names)  # noqa: S102  # our own pages
            elif block.language == "pycon":
                self._doctest(block)

    def _type(self, command: str, printed: list[str], where: str) -> None:
        words = shlex.split(command)
        if words[0] == "complaint-rules":
            out = io.StringIO()
            typed = "".join(f"{line[2:]}\n" for line in printed if line.startswith("> "))
            self.code = run(words[1:], Console(Keyboard(typed, out), out, out))
            said = out.getvalue()
            self.ran.append(words[1])
        elif words[:2] == ["echo", "$?"]:
            said = f"{self.code}\n"
        elif words[:2] == ["cp", "-r"]:
            shutil.copytree(self.folder / words[2], self.folder / words[3])
            said = ""
        elif words[0] == "cp":
            shutil.copy(self.folder / words[1], self.folder / words[2])
            said = ""
        else:
            assert words[:2] == ["pip", "install"], f"{where}: `{command}` is not tested"
            return
        assert self.code < 2 or printed, f"{where}: {command}\n{said}"
        assert fits([line.rstrip() for line in said.split("\n")[:-1]], printed), f"{where}: {command}\n{said}"

    def _doctest(self, block: Block) -> None:
        test = doctest.DocTestParser().get_doctest(block.text, self.names, str(block), block.page, block.line)
        report: list[str] = []
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        doctest.DocTestRunner(optionflags=flags).run(test, out=report.append, clear_globs=False)
        self.names.update(test.globs)
        assert not report, "".join(report)


def _commands(text: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:].split("  #")[0], []))
        else:
            found[-1][1].append(line.rstrip())
    return found


def fits(said: list[str], printed: list[str]) -> bool:
    """Whether an output is what a page prints.

    There a line `...` stands for any lines, or none, and `...` inside a line for any text.
    """
    if not printed:
        return not said
    if printed[0].strip() == "...":
        return any(fits(said[skip:], printed[1:]) for skip in range(len(said) + 1))
    wanted = ".*".join(map(re.escape, printed[0].split("...")))
    return bool(said) and re.fullmatch(wanted, said[0]) is not None and fits(said[1:], printed[1:])


def texts_in(shape: Mapping[str, Any] | list[Any] | Any) -> Iterator[str]:
    """Every key and text inside plain data."""
    if isinstance(shape, Mapping):
        for key, value in shape.items():
            yield str(key)
            yield from texts_in(value)
    elif isinstance(shape, list):
        for value in shape:
            yield from texts_in(value)
    else:
        yield str(shape)
