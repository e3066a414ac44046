"""Every message has a code, both languages and the same parameters in both, and there is a way to see it."""

from __future__ import annotations

import ast
import json
import re
from string import Formatter

import pytest

from complaint_rules import Complaint
from complaint_rules.errors import ComplaintError, Message
from complaint_rules.messages.catalogue import CONTEXTS, HINTS, SECTIONS, WORDINGS
from complaint_rules.messages.words import REASONS, WORDS
from tests.messages.pointers import resolve
from tests.messages.seen import RECEIVED, SOURCE, WRONG_FACTS, of_commands, offers, problems_in

CHINESE = re.compile("[\u4e00-\u9fff]")
TEXTS = {
    **{code: wording.texts for code, wording in WORDINGS.items()},
    **{f"help of {code}": wording.help for code, wording in WORDINGS.items() if wording.help},
    **{f"hint {code}": texts for code, texts in HINTS.items()},
    **{f"context {code}": texts for code, texts in CONTEXTS.items()},
}
IN_NO_LANGUAGE = {"context of", "context at"}
"""They only name what follows."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        return tuple(problems_in(tmp_path_factory.mktemp("wrong"), patch))


@pytest.fixture(scope="module")
def said(seen, tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked")
    with pytest.MonkeyPatch.context() as patch:
        return [*(problem.what for problem in seen), *offers(folder), *of_commands(folder, patch)]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_has_both_languages_with_the_same_parameters(name):
    en, zh = TEXTS[name]
    assert fields(en) - {"en"} == fields(zh) - {"zh"}
    assert CHINESE.search(zh) or name in IN_NO_LANGUAGE
    assert not CHINESE.search(en)
    assert en[0] in "`{'" or en[0].islower()
    assert not en.rstrip().endswith(".")


def test_codes_are_ids_in_kebab_case_and_each_belongs_to_one_subject():
    listed = [code for section in SECTIONS.values() for code in section]
    assert len(listed) == len(set(listed))
    assert [code for code in (*listed, *HINTS) if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_every_code_is_seen_where_something_is_wrong(said):
    assert set(WORDINGS) - {message.code for message in said} == set()


def test_every_hint_and_context_is_seen(said):
    assert set(HINTS) - {message.hint for message in said} == NEVER_ALONE
    assert set(CONTEXTS) - {message.context for message in said} == set()


NEVER_ALONE = {"ruleset-none"}
"""The library without its shipped rulesets."""


def test_what_is_seen_can_be_told_in_both_languages_and_sent(said):
    for message in said:
        for lang in ("en", "zh"):
            for text in (message.text(lang), message.help(lang) or "x"):
                assert text.isprintable()
                text.encode()
        assert json.loads(json.dumps(dict(message.params), ensure_ascii=False).encode()) == message.params


def test_no_text_of_another_library_and_no_word_of_english_gets_into_chinese(said):
    for message in said:
        for text in (message.text("zh"), message.help("zh") or ""):
            own = re.sub('`[^`]*`|"[^"]*"', "", text)
            assert set(re.findall(r"[A-Za-z][a-z]{3,}", own)) - SPOKEN - _words_of(message) == set(), text


SPOKEN = set(
    re.findall(
        r"\S+",
        """
    JSON Lines YAML durable rules CPython Python chinesecalendar Hypothesis platformdirs install complaint
    prove testing reading docs tutorial clauses yaml true false known unknown absent days working years once
    none finding disputed role amount needs medical payable always never monotone with falls rises percent
    severity deadline approval lookup injury disability grade null reads decision Asia Shanghai ruleset fact
    python interpreter rete json jsonl not_payable
        """,
    )
)
"""Names of programs and formats, and cells and keys as they are written."""


def _words_of(message: Message) -> set[str]:
    return set(re.findall(r"[A-Za-z][a-z]{3,}", json.dumps(dict(message.params), ensure_ascii=False)))


def test_what_the_user_wrote_is_in_both_languages(said):
    for message in said:
        value = message.params.get("value")
        if (
            isinstance(value, str)
            and value.isalnum()
            and len(value) < 80
            and "{value" in WORDINGS[message.code].texts[0]
        ):
            assert value in message.text("en")
            assert value in message.text("zh")


def test_words_and_reasons_are_chinese():
    assert [word for word, zh in {**WORDS, **REASONS}.items() if not CHINESE.search(zh)] == []


def test_every_code_that_the_source_names_is_in_the_catalogue_and_every_code_is_named():
    """A code that is misspelt would fail only when somebody makes that mistake."""
    named = {one for file in SOURCE.rglob("*.py") if file.parent.name != "messages" for one in _strings(file)}
    made = {one for file in SOURCE.rglob("*.py") for one in _codes(file)}
    assert made - set(WORDINGS) == set()
    assert set(WORDINGS) - named == set()
    assert set(HINTS) - named - {"did-you-mean", "one-of", "none-declared"} == set()


def _strings(file) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _codes(file) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message"
    ]
    return {one.args[0].value for one in calls if one.args and isinstance(one.args[0], ast.Constant)}


def test_every_problem_has_a_path_from_the_top(seen):
    assert [problem for problem in seen if problem.path and not problem.path.startswith("/")] == []


@pytest.mark.parametrize("facts", WRONG_FACTS, ids=lambda facts: ",".join(map(str, facts))[:30])
def test_a_path_leads_to_the_value_that_is_wrong(facts):
    stated = {**RECEIVED, **facts}
    try:
        Complaint.of(stated)
    except ComplaintError as error:
        for problem in error.problems:
            if problem.code in ("missing", "more-problems"):
                continue
            found = resolve(stated, problem.path)
            if "value" in problem.params:
                assert problem.what.params["value"] == Message("not-a-cell", value=found).params["value"]
            if problem.code == "unknown-key":
                assert found is not None
