from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import complaint_rules

EXAMPLES = Path(__file__).parents[1] / "examples"
COMMAND = [sys.executable, "-m", "complaint_rules.cli"]


def run(*arguments, **options):
    return subprocess.run(  # noqa: S603  # our own command
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False, **options
    )


def test_version_is_the_packages():
    ran = run("--version")
    assert (ran.returncode, ran.stdout) == (0, f"complaint-rules {complaint_rules.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["decide"],
        ["decide", "x.json"],
        ["decide", "x.json", "--ruleset", "retail-store", "--format", "xml"],
        ["decide", "no-such-file.json", "--ruleset", "retail-store"],
        ["decide", str(EXAMPLES), "--ruleset", "retail-store"],
        ["decide", str(EXAMPLES / "locker.yaml"), "--ruleset", "no-such-ruleset"],
        ["decide", str(EXAMPLES / "locker.yaml"), "--ruleset", str(EXAMPLES)],
        ["decide", "/dev/zero", "--ruleset", "retail-store"],
        ["decide", "a" * 5000, "--ruleset", "retail-store"],
        ["schema", "everything"],
        ["test", "no-such-ruleset"],
        ["test", "retail-store", "--coverage", "--format", "html"],
        ["clauses"],
        ["clauses", "no-such-ruleset"],
        ["clauses", "retail-store", "--lang", "fr"],
        ["show", "no-such-ruleset"],
    ],
)
def test_a_users_mistake_is_exit_code_2_with_nothing_on_stdout_and_no_traceback(arguments):
    ran = run(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["decide", "", "-r", "retail-store"], "no file is named (`complaint-rules decide --help` says how)"),
        (["diff", "retail-store", "retail-store", "--complaints", ""], "no file is named (`complaint-rules diff "),
        (["decide", "-", "-r", ""], "no ruleset is named (`complaint-rules decide --help` says how)"),
        (["check", ""], "no ruleset is named (`complaint-rules check --help` says how)"),
        (["diff", "retail-store", ""], "no ruleset is named (`complaint-rules diff --help` says how)"),
    ],
)
def test_an_empty_name_is_told_as_such(arguments, said):
    ran = run(*arguments)
    assert ran.returncode == 2
    assert ran.stderr.startswith(f"error: {said}")


def test_help_is_a_result():
    ran = run("--help")
    assert ran.returncode == 0
    assert all(line.startswith("calendar CN (") for line in ran.stderr.splitlines())  # it ends soon after
    assert "decide" in ran.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_reader_that_goes_away_ends_the_work_quietly():
    with subprocess.Popen(  # noqa: S603
        [*COMMAND, "show", "cn-statute"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert (process.wait(), said) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["show", "cn-statute"]])
def test_output_that_can_not_be_written_is_one_line_and_exit_code_2(arguments):
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)  # noqa: S603
    assert (ran.returncode, ran.stderr) == (2, b"error: output can't be written: no space left on device\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
@pytest.mark.parametrize(
    ("closed", "code", "said"),
    [
        ("list <&-", 0, ""),
        ("list 2>&-", 0, ""),
        ("list >&-", 2, "error: output can't be written: it is closed\n"),
        ("list >&- 2>&- <&-", 2, ""),
        ("decide - -r retail-store <&-", 0, ""),
    ],
)
def test_a_stream_that_the_caller_closed_is_no_reason_to_crash(closed, code, said):
    line = f"{shlex.join(COMMAND)} {closed}"
    ran = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)  # noqa: S602  # our own command
    assert (ran.returncode, ran.stderr) == (code, said)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_an_interruption_gives_130_without_a_traceback():
    command = [*COMMAND, "decide", "-", "--ruleset", "retail-store"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
        assert process.stderr is not None
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        assert (process.wait(), process.stderr.read()) == (130, b"interrupted\n")


HARD = """
from complaint_rules.prove.symbolic.terms import Solver, number
a, b, c = map(number, "abc")
solver = Solver(2000, once={once})
solver.add(a > 999, b > 999, c > 999, a * a * a + b * b * b == c * c * c)
threading.Timer(0.3, interrupt).start()
solver.check()
"""
"""No prover answers this in two seconds, so that it is sure to be at it when the interruption comes."""

MOMENTS = {
    "in the prover": HARD.format(once=False),
    "in the prover, asked once": HARD.format(once=True),
    "while an argument is made ready for a library": """
class Argument:
    @classmethod
    def from_param(cls, value):
        interrupt()
        time.sleep(1)

call = ctypes.pythonapi.Py_IncRef
call.argtypes = [Argument]
try:
    call(None)
except ctypes.ArgumentError:
    pass
""",
    "in a destructor": """
class Gone:
    def __del__(self):
        interrupt()
        time.sleep(1)

Gone()
""",
}


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("moment", MOMENTS)
def test_an_interruption_is_heeded_whatever_is_at_work(moment):
    code = f"""
import ctypes, os, signal, threading, time
from complaint_rules import cli

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)

def work(*_):
    exec({MOMENTS[moment]!r}, globals())
    return 0

cli.run = work
cli.main()
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert (ran.returncode, ran.stderr) == (130, "interrupted\n")


def test_chinese_output_is_utf_8_whatever_the_locale():
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = run("decide", EXAMPLES / "locker.yaml", "--ruleset", "retail-store", "--lang", "zh", env=environment)
    assert ran.returncode == 0
    assert "保存监控录像" in ran.stdout


def test_importing_the_library_loads_no_command_line_and_no_templates():
    code = "import sys, complaint_rules; print({'click', 'jinja2', 'complaint_rules.cli'} & {*sys.modules})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout == "set()\n"


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.[jy]*")), ids=lambda path: path.name)
def test_every_example_can_be_decided(example):
    ran = run("decide", example, "--ruleset", "retail-store")
    assert ran.returncode == 0
    assert all(line.startswith("calendar CN (") for line in ran.stderr.splitlines())  # it ends soon after
