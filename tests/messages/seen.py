"""Goes through all ways of being wrong that tests know, and collects what is said of them."""

from __future__ import annotations

import io
import json
import os
import runpy
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from complaint_rules import Complaint, Engine, ReloadingEngine, cli
from complaint_rules.cases import adding, append_cases
from complaint_rules.cases.running import run_cases
from complaint_rules.commands.console import Console
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.errors import ComplaintRulesError, Message, Problem, language
from complaint_rules.facts.refusals import problems_of
from complaint_rules.intake import complaints as intake
from complaint_rules.intake.complaints import read_complaints
from complaint_rules.limits import LONGEST_CELL
from complaint_rules.load import document, plain_file
from complaint_rules.load.document import read_file, read_text
from complaint_rules.load.folder import find_folder, read_cases
from complaint_rules.load.source import Case
from complaint_rules.match import engines
from complaint_rules.prove import difference
from complaint_rules.prove.session import Session, WitnessError
from tests.messages.seen_of_the_log import of_the_log

TESTS = Path(__file__).parents[1]
SOURCE = TESTS.parent / "src" / "complaint_rules"
FOLDERS = sorted(TESTS.glob("*/bad/*"))

HEADER = {"ruleset": "mini", "language": 1, "version": "1.0.0", "title": {"en": "x", "zh": "x"}, "tiers": ["low"]}
STATED = {"basis": "assumption", "reason": "an example"}
RECEIVED = {"id": "C-1", "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}

WRONG_FACTS: list[dict[str, Any]] = [
    {"nope": 1, "a/b": 1, "m~n": 2, "": 3, "~1": 4, "belongings": {"locaton": "cart", "x/y~z": 1}},
    {"kind": "othr", "claimed_amount": "1.005", "media_risk": 7, "channel": None, "stage": "~/"},
    {"claimed_amount": "-1", "promised": 1},
    {"claimed_amount": "1000000000"},
    {"claimed_amount": ["1"], "occurred_on": "yesterday", "received_at": "2026-03-04T10:00:00"},
    {"occurred_on": "2026-02-30", "received_at": "2300-03-04T10:00:00+08:00"},
    {"received_at": "now", "departments_involved": 0, "facts_clear": "yes", "media_risk": "unknown"},
    {"departments_involved": 10**9, "id": 7, "evidence": [], "liability_confirmed_by": "finance"},
    {"departments_involved": 1.5, "id": "", "injury": {"dependants": [{"age": 3}, {"age": 999, "incapable": "no"}]}},
    {"id": "x" * 999, "liability_confirmed_by": ["finance", 7], "purchase": "no"},
    {f"key{number}": number for number in range(150)},
    {"extra": {"points": 10**12, "sinc": 1, "note": "x" * 300, "a/b~c": 1}},
    {"extra": {"points": "many", "note": 5, "tone": "x", "since": "never"}},
    {"extra": {"tone": "unknown", "points": "unknown", "since": "unknown"}},
]
OWN_FACTS = {
    "points": {"type": "integer", "title": {"en": "x", "zh": "x"}},
    "note": {"type": "text", "title": {"en": "x", "zh": "x"}},
    "since": {"type": "date", "title": {"en": "x", "zh": "x"}},
    "tone": {"type": "enum", "values": ["calm", "loud"], "title": {"en": "x", "zh": "x"}},
}

WRONG_JSON = [
    '{"id": "a" "kind": 1}',
    '{"id": 1} {"id": 2}',
    '{"a": 1, "a": 2, "b": NaN, "c": 1e99, "d": "\\ud800"}',
    f'{{"a": {"9" * 60}}}',
    "[" * 100_000,
    '[[], {"id": 5, "received_at": "2026-03-04T10:00:00+08:00", "kind": "other"}]',
]
WRONG_YAML = [
    "a: 1\n---\nb: 2",
    "? [a]\n: 1",
    "a: not (b, c): d\n b: ]",
    "a: @b",
    "a: [" + "[" * 2_000,
    "a: " + "x" * 100_001,
    "a: 1\nb: *c",
    '"": 1',
    "a：1",
    "{a: 1,000.00}",
]

WRONG_CELLS = {
    "claimed_amount": [
        "≥ 5.00",
        [200, 1000],
        "9" * 2_001,
        "(1, 2)",
        "== 5",
        "about 100 or less",
        "claimed_amout",
        "a or b",
        "<",
    ],
    "occurred_on": ["soon"],
    "security_stop.publicised": ["nope"],
}
WRONG_AMOUNTS = ["percent(1, 2) * 5.00", "(1.00) percent * 2", "injury.rest_days percent * 5.00", "max(1.00 2.00)"]

WRONG_EXPECTATIONS: list[dict[str, Any]] = [
    {"severty.tier": 1, "status.x": 2},
    {},
    {
        "rules": [],
        "payable.min": ">= 1 and about",
        "payable.max": "> much",
        "status": {"any_of": ["final", "provisional"]},
    },
    {"error": "", "severity.tier": {"any": []}},
    {"error": "x", "severity.tier": "low"},
]

WRONG_PATHS: list[Any] = [
    *("nope", "remedies", "remedies.exchange", "department.x", "department.support.finance", 7, "deadlines.respond"),
]
WRONG_WISHES: list[Any] = [
    *(
        "nope",
        "severity",
        "severity=x",
        "remedies",
        "remedies.x",
        "remedies.apology=x",
        "prohibited.raise_compensation=x",
    ),
    *("approvals.compensation=nobody", "department.support.x"),
]
OFFERS: list[tuple[str, Any]] = [
    *[("compensation", amount) for amount in ("1", "60", "900", None, "x")],
    *[("refund", amount) for amount in ("5", "99999")],
    *[(kind, None) for kind in ("apology", "explanation", "help", "repair", "nope")],
    ("discount", "5"),
]


def problems_in(folder: Path, patch: Any) -> Iterator[Problem]:
    """All problems of all ways of being wrong; `folder` is an empty one, `patch` a pytest `MonkeyPatch`."""
    for wrong in FOLDERS:
        yield from refused(lambda wrong=wrong: load_ruleset(wrong))
    yield from _of_rulesets(folder)
    yield from _of_complaints(folder)
    yield from _of_files(folder, patch)
    yield from _of_questions(folder)
    yield from _of_surroundings(folder, patch)
    yield from _of_calendars(folder, patch)
    yield from of_the_log(folder, patch)


def refused(act: Callable[[], object]) -> tuple[Problem, ...]:
    """The problems for which something is refused; none where it is not."""
    try:
        act()
    except ComplaintRulesError as error:
        return error.problems
    return ()


def ruleset(folder: Path, name: str, *rules: dict[str, Any], **header: Any) -> Path:
    """Write a small ruleset; what an author must state is filled in."""
    stated = [{"id": f"r{index}", **STATED, **rule} for index, rule in enumerate(rules)]
    (folder / name).mkdir(parents=True, exist_ok=True)
    text = json.dumps({**HEADER, "ruleset": name, **header, "rules": stated})
    (folder / name / "ruleset.yaml").write_text(text, encoding="utf-8")
    return folder / name


def offers(folder: Path) -> Iterator[Message]:
    """The reasons of offers of all kinds."""
    decision = _offering(folder)
    for kind, amount in OFFERS:
        if kind != "nope" and amount != "x" and (kind, amount) != ("compensation", None):
            yield decision.offer(kind, amount).why


def _offering(folder: Path) -> Any:
    grants = {"compensation": {"min": "50.00", "max": "800.00"}, "refund": {}, "explanation": {}}
    made = ruleset(
        folder,
        "offering",
        {"then": {"permit": grants, "require": "apology", "action": "rescue"}},
        {"then": {"forbid": "repair"}},
        {"when": {"facts_clear": True}, "then": {"permit": "discount", "forbid": "explanation"}},
        authority=[{"role": "duty_manager", "upto": "1000.00"}],
    )
    return Engine.load(made, engine="python").decide(RECEIVED)


def _of_rulesets(folder: Path) -> Iterator[Problem]:
    then = {"permit": "apology"}
    cells = [{"when": {fact: cell}, "then": then} for fact, cells in WRONG_CELLS.items() for cell in cells]
    cells.append({"when": {"fault": "x" * (LONGEST_CELL + 1)}, "then": then})
    sums = [{"then": {"permit": {"compensation": {"max": text}}}} for text in WRONG_AMOUNTS]
    yield from refused(lambda: load_ruleset(ruleset(folder, "wrong", *cells, *sums, effective={"from": "2026-02-30"})))
    ruleset(folder, "below", {"then": then}, facts=OWN_FACTS)
    above = ruleset(folder, "above", {"then": {"severity": "x"}}, facts=OWN_FACTS, extends=["../below"], tiers=[])
    yield from refused(lambda: load_ruleset(above))
    good = [{"id": "p", "always": {"then": {"action.rescue": "absent"}}}]
    ruleset(folder, "sound", {"then": then}, properties=good)
    says = [{"id": "p", "always": {"then": {"action.rescue": [5], "action.mediate": "knwn"}}}]
    yield from refused(lambda: load_ruleset(ruleset(folder, "says", {"then": then}, properties=says)))
    yield from refused(lambda: load_ruleset(ruleset(folder, "plain", {"then": {"severity": "low"}}, tiers=[])))
    for name, below in (("based", ["../sound"]), ("bare", [])):
        for key in ("property#sound/q", "property"):
            made = ruleset(folder, name, {"then": then}, accept={key: "x"}, extends=below)
            yield from refused(lambda made=made: load_ruleset(made))
    stray = ruleset(folder, "stray", {"then": then})
    for name in ("a.yml", "cases/b.yml", "further/c.yaml", "cases/deep/d.yaml"):
        (stray / name).parent.mkdir(exist_ok=True)
        (stray / name).write_text("a: 1", encoding="utf-8")
    yield from refused(lambda: load_ruleset(stray))
    yield from refused(lambda: list(read_cases(stray)))


def _of_complaints(folder: Path) -> Iterator[Problem]:
    engine = Engine.load(ruleset(folder, "own", {"then": {"permit": "apology"}}, facts=OWN_FACTS), engine="python")
    for facts in WRONG_FACTS:
        yield from refused(lambda facts=facts: engine.decide({**RECEIVED, **facts}))
    yield from refused(lambda: Complaint.of({}))

    class Foreign(BaseModel):
        number: complex

    try:
        Foreign.model_validate({"number": "x"})
    except ValidationError as error:
        yield from problems_of(error, Foreign, {"number": "x"})


def _read(path: Path) -> Iterable[Problem]:
    try:
        found = list(read_complaints(str(path), sys.stdin.buffer).complaints)
    except ComplaintRulesError as error:
        return error.problems
    return [
        one.located(problem)
        for one in found
        for problem in one.problems or refused(lambda data=one.data: Complaint.of(data))
    ]


def _of_files(folder: Path, patch: Any) -> Iterator[Problem]:
    file = folder / "a.json"
    for text in WRONG_JSON:
        file.write_text(text, encoding="utf-8")
        yield from _read(file)
    for text in WRONG_YAML:
        yield from read_text(text, "a.yaml").problems
    for name, raw in (
        ("e.json", b""),
        ("b.json", b"\xff"),
        ("l.jsonl", b"[" + b"1," * 600_000 + b"\n"),
        ("l.yaml", b"["),
    ):
        (folder / name).write_bytes(raw)
        yield from _read(folder / name)
    yield from _read(folder)
    yield from _read(folder / "nothing.json")
    yield from _read(folder / ("x" * 300))
    yield from read_file(folder, "a folder").problems
    with patch.context() as patched:
        patched.setattr(intake, "LARGEST_JSON", 1)
        yield from _read(file)
    with patch.context() as patched:
        patched.setattr(document, "MOST_VALUES", 2)
        yield from read_text("[1, 2, 3]", "a.yaml").problems
    house = ruleset(folder, "house", {"then": {"permit": "apology"}})
    (house / "cases").mkdir()
    (house / "cases" / "a.yaml").write_text("a: 1", encoding="utf-8")
    yield from refused(lambda: append_cases(house, [], "a.yaml", "A"))
    yield from refused(lambda: list(read_cases(house)))
    cases = [{"case": "x", "complaint": RECEIVED, "expect": expect} for expect in WRONG_EXPECTATIONS]
    (house / "cases" / "a.yaml").write_text(json.dumps(cases), encoding="utf-8")
    yield from refused(lambda: list(run_cases(Engine.load(house, engine="python"), str(house))))
    layouts = house / "cases" / "layout.yaml"
    layouts.symlink_to(house / "cases" / "a.yaml")
    yield from refused(lambda: append_cases(house, [], "layout.yaml", "A"))
    layouts.unlink()
    layouts.write_text("[]", encoding="utf-8")
    with patch.context() as patched:
        patched.setattr(adding, "as_read", lambda *_: [None])
        yield from refused(lambda: append_cases(house, [], "layout.yaml", "A"))
    layouts.unlink()
    os.mkfifo(layouts)
    yield from refused(lambda: list(read_cases(house)))
    layouts.unlink()
    Path(os.fsdecode(os.fsencode(house) + b"/odd\xff.yaml")).write_text("a: 1", encoding="utf-8")
    yield from refused(lambda: load_ruleset(house))
    with patch.context() as patched:
        patched.setattr(plain_file, "LARGEST_RULESET_FILE", 1)
        yield from read_file(house / "ruleset.yaml", "a.yaml").problems
    blocked = ruleset(folder, "blocked", {"then": {"permit": "apology"}})
    (blocked / "cases").write_text("", encoding="utf-8")
    one = Case(case="x", complaint=RECEIVED, expect={"severity.tier": "low"})
    yield from refused(lambda: append_cases(blocked, [one], "a.yaml", "A"))


def _of_questions(folder: Path) -> Iterator[Problem]:
    decision = _offering(folder)
    for path in WRONG_PATHS:
        yield from refused(lambda path=path: decision.explain(path))
    for path in WRONG_WISHES:
        yield from refused(lambda path=path: decision.why_not(path))
    for kind, amount in OFFERS:
        yield from refused(lambda kind=kind, amount=amount: decision.offer(kind, amount))
    yield from refused(lambda: decision.to_text("fr"))
    yield from refused(lambda: language("fr"))
    yield from refused(lambda: engines.choose("rte"))


def _of_surroundings(folder: Path, patch: Any) -> Iterator[Problem]:
    with patch.context() as patched:
        patched.setattr(engines, "rete_available", lambda: False)
        yield from refused(lambda: engines.choose("rete"))
    for module, file in (("z3", "prove/symbolic/terms.py"), ("hypothesis", "testing/door.py")):
        with patch.context() as patched:
            patched.setitem(sys.modules, module, None)
            yield from refused(lambda file=file: runpy.run_path(str(SOURCE / file)))
    with patch.context() as patched:
        patched.setattr(os, "listdir", _forbidding(folder / "locked", os.listdir))
        yield from refused(lambda: find_folder(folder / "locked"))
    old, new = (
        load_ruleset(ruleset(folder, name, {"then": {"lead": lead}}, timezone=zone))
        for name, lead, zone in (("old", "finance", "Asia/Shanghai"), ("new", "security", "Europe/Berlin"))
    )
    yield from refused(lambda: difference.Comparison(old, new))
    new = load_ruleset(ruleset(folder, "new", {"then": {"lead": "security"}}))
    with patch.context() as patched:
        patched.setattr(difference.Comparison, "decided", lambda *_: [])
        yield from refused(lambda: difference.find_difference(old, new))
    session = Session(old)
    try:
        session.finding("no-lead", ("said", "已说"), old.rules[0].place, [], [], lambda _: False)
    except WitnessError as error:
        yield from error.problems


def of_commands(folder: Path, patch: Any) -> list[Message]:
    """What commands say in Chinese of how they are used."""
    made = str(ruleset(folder, "asked", {"then": {"permit": "apology"}}))
    file = folder / "many.json"
    file.write_text(json.dumps([RECEIVED, RECEIVED]), encoding="utf-8")
    said: list[Message] = []
    console = Console(io.BytesIO(), io.StringIO(), io.StringIO())
    tell = Message.text
    with patch.context() as patched:
        patched.setattr(Message, "text", lambda self, lang="en": said.append(self) or tell(self, lang))
        for name in ("-", str(file)):
            cli.run(["questions", "--ask", "--lang", "zh", "-r", made, name], console)
        cli._unwritten(console, "it is closed")
    lines = console.stderr.getvalue().splitlines()
    assert lines[0] == "error: `--ask` 从标准输入读取回答，请指定投诉文件"
    assert lines[1].endswith("有2件")
    assert lines[2] == "error: 无法写出结果：已关闭"
    return said


def _forbidding(folder: Path, list_: Callable[[Any], list[str]]) -> Callable[[Any], list[str]]:
    def listed(path: Any) -> list[str]:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied")
        return list_(path)

    return listed


def _of_calendars(folder: Path, patch: Any) -> Iterator[Problem]:
    rule = {"then": {"deadline.resolve": "1 day"}}
    for number, named in enumerate(("SG", "DEE", "QQ", "MC-X", {"country": "DE", "announced_until": "soon"})):
        made = ruleset(folder, f"named{number}", rule, calendar=named)
        yield from refused(lambda made=made: load_ruleset(made))
    with patch.context() as patched:
        patched.setitem(sys.modules, "holidays", None)
        made = ruleset(folder, "elsewhere", rule, calendar="PT")
        yield from refused(lambda: load_ruleset(made))
    within = [{"id": "p", "always": {"then": {"deadline.resolve": "3 days"}}}]
    yield from refused(lambda: load_ruleset(ruleset(folder, "unnamed", rule)))
    hours = {"then": {"deadline.resolve": "1h"}}
    yield from refused(lambda: load_ruleset(ruleset(folder, "promises", hours, properties=within)))
    days = {"rest": ["2027-01-01", "2027-01-01", "2026-01-01", "2027-02-30"], "work": ["2027-01-01"]}
    rest: dict[str, Any] = {"2027": {"rest": []}}
    wrong, twice = {"a": ("shop", {"2027": days}), "b": ("shop", {})}, {"a": ("shop", rest), "b": ("shop", rest)}
    for name, files in (("announced", wrong), ("twice", {**twice, "c": ("shp", rest)})):
        made = ruleset(folder, name, rule, calendar="shop")
        (made / "calendars").mkdir()
        for file, (calendar, stated) in files.items():
            text = json.dumps({"calendar": calendar, "years": stated})
            (made / "calendars" / f"{file}.yaml").write_text(text, encoding="utf-8")
        yield from refused(lambda made=made: load_ruleset(made))
    counted = ruleset(folder, "counted", rule, calendar="CN")
    other = folder / "other.yaml"
    other.write_text(json.dumps({"calendar": "DE", "years": {"2027": {"rest": []}}}), encoding="utf-8")
    yield from refused(lambda: Engine.load(counted, calendar=other))
    resting = load_ruleset(ruleset(folder, "resting", rule, calendar="weekends"))
    yield from refused(lambda: difference.Comparison(load_ruleset(counted), resting))
    with patch.context() as patched:
        patched.setitem(sys.modules, "watchfiles", None)
        yield from refused(lambda: ReloadingEngine(counted).start())
    (counted / "cases").mkdir()
    case = {"case": "fails", "complaint": RECEIVED, "expect": {"severity.tier": "low"}}
    (counted / "cases" / "a.yaml").write_text(json.dumps([case]), encoding="utf-8")
    yield from refused(lambda: ReloadingEngine(counted, cases=True))
    long = {"when": {"extra.note": "x" * 300}, "then": {"permit": "apology"}}
    yield from refused(lambda: load_ruleset(ruleset(folder, "long", long, facts=OWN_FACTS)))
    dashes = {"tone": {"type": "enum", "title": {"en": "x", "zh": "x"}, "values": ["-", " a", ">= b", "b", "known"]}}
    yield from refused(lambda: load_ruleset(ruleset(folder, "dashes", hours, facts=dashes)))
