"""The language page: every example on it is true, and nothing of the language is without one."""

from __future__ import annotations

from typing import get_args

import pytest

from complaint_rules import Engine, RulesetError
from complaint_rules.compile.amount import STATED, Arithmetic, Call, Expression, parts
from complaint_rules.compile.condition import Compare, Condition, DecisionTest, Leaf, OfFact, Operand, StateTest, leaves
from complaint_rules.compile.conditions import ATTRIBUTES
from complaint_rules.compile.effect import Effect, amounts_of
from complaint_rules.compile.effects import EFFECTS
from complaint_rules.compile.formulas import FORMULAS
from complaint_rules.compile.property import Expectation, Monotone, Part, Statement
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.facts.fact import FINITE, NUMERIC, FactType
from complaint_rules.load import source
from complaint_rules.load.document import read_text
from tests.docs.blocks import Session, failures, read_blocks, read_example, texts_in, titled, write_example

PAGE = "language.md"
EXAMPLES = titled(PAGE, "Example")
WRONG = titled(PAGE, "Wrong")


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_an_example_decides_as_the_page_says_on_every_engine(block, load, tmp_path):
    folder = write_example(read_example(block).rules, tmp_path)
    assert list(failures(block, load(folder))) == []


@pytest.mark.parametrize("block", WRONG, ids=str)
def test_a_wrong_example_is_refused_with_the_message_below_it(block, tmp_path):
    blocks = read_blocks(PAGE)
    message = blocks[blocks.index(block) + 1]
    assert message.title == "Message"
    with pytest.raises(RulesetError) as refused:
        load_ruleset(write_example(block.text, tmp_path))
    assert f"{refused.value}\n" == message.text


def test_the_files_on_the_page_make_rulesets_that_load_and_its_commands_print_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Session(tmp_path).follow(PAGE)
    assert Engine.load(tmp_path / "my-supermarket").ruleset.id == "my-supermarket"


def test_every_yaml_block_is_an_example_a_wrong_one_or_a_file():
    plain = [str(block) for block in read_blocks(PAGE) if block.language == "yaml" and not block.title]
    assert plain == []


# --- nothing is left out


@pytest.fixture(scope="module")
def rulesets(tmp_path_factory):
    """The ruleset of every example, compiled."""
    return [
        load_ruleset(write_example(read_example(block).rules, tmp_path_factory.mktemp("example"))) for block in EXAMPLES
    ]


@pytest.fixture(scope="module")
def rules(rulesets):
    return [rule for ruleset in rulesets for rule in ruleset.rules]


@pytest.fixture(scope="module")
def tests(rules):
    return [leaf for rule in rules for leaf in leaves(rule.condition)]


@pytest.fixture(scope="module")
def statements(rulesets):
    return [one.statement for ruleset in rulesets for one in ruleset.properties]


def conditions_in(condition):
    yield condition
    for part in getattr(condition, "parts", ()) or [getattr(condition, "part", None)]:
        if part is not None:
            yield from conditions_in(part)


def test_every_kind_of_condition_has_an_example(rules):
    found = {type(one) for rule in rules for one in conditions_in(rule.condition)}
    assert found == {*get_args(Condition)}


def test_every_sign_state_and_right_side_of_a_cell_has_an_example(tests):
    compared = [one for one in tests if isinstance(one, Compare)]
    assert {one.order for one in compared} == {"<", "<=", ">", ">="}
    assert {type(one.operand) for one in compared} == {*get_args(Operand)}
    shifts = {one.operand.days for one in compared if isinstance(one.operand, OfFact)}
    assert min(shifts) < 0
    assert max(shifts) > 0
    assert {one.state for one in tests if isinstance(one, StateTest)} == {"known", "unknown", "absent"}
    assert {one.attribute for one in tests if isinstance(one, DecisionTest)} == {*ATTRIBUTES}
    assert {type(one) for one in tests} == {*get_args(Leaf)}


def test_every_form_of_a_cell_has_an_example():
    cells = {str(text) for block in EXAMPLES for text in texts_in(rules_of(block))}
    for form in ("-", "not(locker)", "not([lost_property, privacy])", "not(< 5.00)"):
        assert form in cells
    for start, end in ("[)", "(]", "[]"):
        assert any(cell.startswith(start) and cell.endswith(end) and ".." in cell for cell in cells)


def test_every_type_of_fact_that_takes_a_cell_has_an_example(tests):
    taking = {*FINITE, *NUMERIC, FactType.TEXT, FactType.TEXT_SET}
    assert {one.fact.type for one in tests if not isinstance(one, DecisionTest)} >= taking


def test_every_effect_has_an_example_and_a_row_of_the_table(rules):
    assert {type(effect) for rule in rules for effect in rule.effects} == {*get_args(Effect)}
    keys = {key for block in EXAMPLES for key in then_of(block)}
    assert keys >= {*EFFECTS, "from"}
    assert any(key.startswith("deadline.") for key in keys)
    text = "".join(line for line in page_lines() if line.startswith("| [`"))
    assert [name for name in (*EFFECTS, "deadline.CLOCK") if f"`{name}`" not in text] == []


def test_every_sign_and_function_of_an_amount_has_an_example(rules):
    trees = [amount.tree for rule in rules for effect in rule.effects for amount in amounts_of(effect)]
    found = [part for tree in trees for part in parts(tree)]
    assert {type(part) for part in found} == {*get_args(Expression)}
    assert {part.sign for part in found if isinstance(part, Arithmetic)} == {"+", "-", "*", "/"}
    assert {part.name for part in found if isinstance(part, Call)} == {"min", "max", *STATED, *FORMULAS}


def test_every_outcome_statement_and_driver_of_a_property_has_an_example(statements):
    assert {type(one) for one in statements} == {*get_args(Statement)}
    expected = [one for statement in statements for one in getattr(statement, "then", ())]
    assert {type(one) for one in expected} == {*get_args(Expectation)}
    assert {one.outcome.part for one in expected} == {*get_args(Part)}
    compared = [one for one in statements if isinstance(one, Monotone)]
    assert {one.driver if isinstance(one.driver, str) else "a fact" for one in compared} == {"a fact", "severity"}
    assert {one.rises for one in compared} == {True, False}


@pytest.mark.parametrize(
    "shape", [source.Header, source.OwnFact, source.Rule, source.Table, source.Parameter, source.Property]
)
def test_every_key_of_a_file_is_on_the_page(shape):
    blocks = [block for block in read_blocks(PAGE) if block.title == "Example" or block.is_file]
    shown = {text for block in blocks for text in texts_in(rules_of(block))}
    keys = {field.alias or name for name, field in shape.model_fields.items()}
    assert keys - shown == set()


def rules_of(block):
    """The data of a block's file of rules, or of the file that it is."""
    return read_text(block.text.partition("\n---\n")[0], str(block)).data


def then_of(block):
    return {key for rule in rules_of(block).get("rules", []) for key in rule["then"]}


def page_lines():
    from tests.docs.blocks import DOCS

    return (DOCS / PAGE).read_text(encoding="utf-8").splitlines()
