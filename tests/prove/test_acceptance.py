"""What an author lets stand is shown as accepted, with the reason, and only beside what it was meant for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.errors import RulesetError
from complaint_rules.prove.check import check
from complaint_rules.prove.finding import Report

BAD = Path(__file__).parent / "bad"
REASON = "{en: known and wanted, zh: 已知并有意为之}"
BESIDE = {
    "a rule": ("conflict-lead", "    when: {kind: personal_injury}", "conflict"),
    "the other rule of the two": ("conflict-lead", '    when: {claimed_amount: ">= 1000.00"}', "conflict"),
    "a table": ("masked-row", "    when: [claimed_amount]", "masked"),
    "a row of a table": ("masked-row", "    when: [claimed_amount]", "masked#2"),
    "a property": ("property-always", "    title: {en: Promise, zh: 承诺}", "property"),
    "the header": ("no-tier", "tiers: [low, high]", "no-tier"),
}


def accepting(tmp_path, name, beside, kind):
    """A copy of a wrong ruleset that accepts a kind of finding, written below one of its lines."""
    folder = shutil.copytree(BAD / name, tmp_path / name)
    file = folder / "ruleset.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(beside) == 1
    indent = beside[: len(beside) - len(beside.lstrip())]
    file.write_text(text.replace(beside, f'{beside}\n{indent}accept: {{"{kind}": {REASON}}}'), encoding="utf-8")
    return folder


def checked(*arguments) -> Report:
    return check(load_ruleset(accepting(*arguments)))


@pytest.mark.parametrize("where", BESIDE)
def test_a_finding_may_be_accepted_beside(where, tmp_path):
    found = checked(tmp_path, *BESIDE[where])
    assert [one.accepted for one in found.findings] == [("known and wanted", "已知并有意为之")]
    assert found.open == []
    assert found.to_dict()["findings"][0]["accepted"] == {"en": "known and wanted", "zh": "已知并有意为之"}


def test_a_figure_that_is_not_there_may_be_accepted_beside_its_parameter(tmp_path):
    folder = shutil.copytree(BAD / "no-figure", tmp_path / "no-figure")
    file = folder / "ruleset.yaml"
    text = file.read_text(encoding="utf-8")
    accepted = text.replace(
        "basis: assumption, reason: a test}", f"basis: assumption, accept: {{no-figure: {REASON}}}, reason: x}}"
    )
    file.write_text(accepted, encoding="utf-8")
    found = check(load_ruleset(folder))
    assert [(one.kind, bool(one.accepted)) for one in found.findings] == [("no-figure", True)]


@pytest.mark.parametrize(
    ("name", "beside", "kind"),
    [
        ("masked-row", "    when: [claimed_amount]", "masked#3"),
        ("masked-row", "    when: [claimed_amount]", "never-fires"),
        ("conflict-lead", "    then: {lead: reception}", "conflict"),
        ("property-always", "    when: {dispute: violent}", "property"),
        ("no-figure", "version: 1.0.0", "no-figure"),
    ],
)
def test_what_is_accepted_elsewhere_stays_open_and_the_acceptance_is_a_finding_too(name, beside, kind, tmp_path):
    found = checked(tmp_path, name, beside, kind)
    idle = found.findings[-1]
    assert found.open == found.findings
    assert len(found.findings) == 2
    assert (idle.kind, idle.complaints) == ("unused-acceptance", ())
    assert f"accepts `{kind.partition('#')[0]}`, which is not found" in idle.message[0]
    assert str(idle.place) == placed(tmp_path / name, "accept:", f'"{kind}"')


def placed(folder, line, word):
    """Where a word stands, as messages say it."""
    lines = (folder / "ruleset.yaml").read_text(encoding="utf-8").splitlines()
    number, text = next((at, text) for at, text in enumerate(lines, 1) if line in text)
    column = text.index(word) + len(word) + 3
    return f"{folder.name}/ruleset.yaml:{number}:{column}"


def test_what_a_layer_below_accepts_need_not_be_found_again(write):
    write({"then": {"support": ["security"]}, "accept": {"masked": {"en": "x", "zh": "x"}}}, name="statute", tiers=[])
    assert check(load_ruleset(write(extends=["../statute"]))).findings == []


def test_what_a_layer_below_accepts_of_itself_holds_of_the_layers_above(write):
    """Here that some complaints get no lead; without it, both layers have the finding."""
    lead = {"when": {"facts_clear": True}, "then": {"lead": "security"}}
    reason = {"en": "who is near takes it", "zh": "就近处理"}
    write(lead, name="statute", tiers=[])
    above = check(load_ruleset(write(name="plain", extends=["../statute"])))
    assert [one.kind for one in above.open] == ["no-lead"]
    write(lead, name="lenient", tiers=[], accept={"no-lead": reason})
    above = check(load_ruleset(write(name="above", extends=["../lenient"])))
    assert [(one.kind, one.accepted) for one in above.findings] == [("no-lead", ("who is near takes it", "就近处理"))]


STATUTE = {
    "tiers": [],
    "properties": [
        {"id": "media", "always": {"when": {"media_risk": "published"}, "then": {"action": "explain"}}},
        {"id": "other", "always": {"when": {"dispute": "violent"}, "then": {"action": "call_police"}}},
    ],
}
EXPLAIN = {"id": "explain", "when": {"media_risk": "published"}, "then": {"action": {"explain": "at_once"}}}
POLICE = {"id": "police", "when": {"dispute": "violent"}, "then": {"action": {"call_police": "at_once"}}}
SILENT = {
    "id": "silent",
    "when": {"media_risk": "published"},
    "then": {"support": ["security"]},
    "exception_to": ["statute/explain"],
}


def test_a_house_may_accept_that_it_breaks_a_property_of_a_layer_below_and_no_other(write):
    reason = {"en": "the press office speaks", "zh": "由公关部门统一答复"}
    write(EXPLAIN, POLICE, name="statute", **STATUTE)
    broken = check(load_ruleset(write(SILENT, name="breaks", extends=["../statute"])))
    assert [one.about for one in broken.open] == ["statute/media"]
    accept = {"property#statute/media": reason}
    found = check(load_ruleset(write(SILENT, name="accepts", extends=["../statute"], accept=accept)))
    assert [(one.about, one.accepted) for one in found.findings] == [("statute/media", tuple(reason.values()))]
    accept = {"property#statute/media": reason, "property#statute/other": reason}
    found = check(load_ruleset(write(SILENT, name="lavish", extends=["../statute"], accept=accept)))
    assert [(one.kind, one.about) for one in found.open] == [("unused-acceptance", "statute/properties.other")]


@pytest.mark.parametrize("key", ["property", "property#media", "property#statute/medium", "property#house/own"])
def test_an_accepted_property_is_one_of_a_layer_below(write, key):
    write(EXPLAIN, POLICE, name="statute", **STATUTE)
    own = {"id": "own", "always": {"then": {"action": "explain"}}}
    house = write(extends=["../statute"], accept={key: {"en": "x", "zh": "x"}}, properties=[own])
    with pytest.raises(RulesetError, match=f"`{key}` names no property of a layer below") as refused:
        load_ruleset(house)
    assert "statute/media" in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("conflicts", "unknown kind of finding `conflicts` (did you mean `conflict`?)"),
        ("masked#4", "`masked#4` names no row of a table (write `masked`, or `masked#2` for row 2)"),
        ("masked#0", "`masked#0` names no row of a table (write `masked`, or `masked#2` for row 2)"),
    ],
)
def test_what_is_no_kind_of_finding_is_refused_with_its_place(kind, message, tmp_path):
    folder = accepting(tmp_path, "masked-row", "    when: [claimed_amount]", kind)
    with pytest.raises(RulesetError) as refused:
        load_ruleset(folder)
    assert str(refused.value) == f"{placed(folder, 'accept:', chr(34) + kind + chr(34))}: {message}"


def test_an_unknown_kind_lists_what_there_is_where_nothing_is_near(tmp_path):
    folder = accepting(tmp_path, "no-tier", "tiers: [low, high]", "zzz")
    with pytest.raises(RulesetError, match=r"unknown kind of finding `zzz` \(one of: no-tier, no-lead, "):
        load_ruleset(folder)
