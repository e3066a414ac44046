"""The generated pages: whole, bilingual, every link with a place to lead to, and each in the navigation."""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from complaint_rules.compile.acceptance import KINDS
from complaint_rules.describe.markdown import plain
from complaint_rules.describe.page import as_markdown
from complaint_rules.describe.subject import Subject, open_subject
from complaint_rules.facts.fact import RECEIVED_ON, declared_facts
from complaint_rules.load.folder import read_layer, shipped_ids
from complaint_rules.trace.wording import LANGS
from tests.covered_ruleset import parts, put
from tests.docs.blocks import read_example, titled, write_example

ROOT = Path(__file__).parents[2]
HOOKS = "mkdocs_hooks.py"

every_page = pytest.mark.parametrize("lang", LANGS)
every_ruleset = pytest.mark.parametrize("ruleset", shipped_ids())


@cache
def subject(ruleset: str) -> Subject:
    return open_subject(ruleset)


@cache
def page(ruleset: str, lang: str) -> str:
    return as_markdown(subject(ruleset), lang, beside=shipped_ids())


def house(tmp_path, change=lambda header, book, cases: None):
    """The page of a small ruleset of one's own, after a change."""
    header, book, cases = parts()
    change(header, book, cases)
    return as_markdown(open_subject(str(put(tmp_path, header, book, cases))), "en")


def row(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start))


@every_page
@every_ruleset
def test_a_page_has_everything_that_its_ruleset_says(ruleset, lang):
    """Every tier, rule, table, clause, parameter with its figures, property, assumption and accepted finding."""
    text, own = page(ruleset, lang), subject(ruleset).layers[-1]
    stated = [one for one, _ in [*own.rules, *own.tables]]
    for one in stated:
        assert f'<a id="rule-{one.id}"></a>' in text
        assert plain(getattr(one.title, lang)) in text
    for document, file in own.clauses.items():
        for clause in file.clauses:
            assert f'<a id="clause-{document}-{clause.id}"></a>' in text
    for name, (one, _) in own.parameters.items():
        assert f'<a id="parameter-{name}"></a>' in text
        assert all(f"| {day} |" in text for day in one.values)
    for one in [*stated, *(parameter for parameter, _ in own.parameters.values())]:
        reasons = [*([one.reason] if one.reason else []), *one.accept.values()]
        assert all(plain(getattr(reason, lang)) in text for reason in reasons)
    for one, _ in own.properties:
        assert f"`{one.id}`" in text
    for name in own.header.tiers:
        assert f"| `{name}` |" in text
    for accepted in subject(ruleset).ruleset.accepted:
        if accepted.layer == ruleset:
            assert f"| {plain(KINDS[accepted.kind][LANGS.index(lang)])} `{accepted.kind}` |" in text
    assert str(subject(ruleset).seen.count) in row(text, {"en": "| Cases |", "zh": "| 案例 |"}[lang])


@every_page
@every_ruleset
def test_every_link_leads_to_a_place_on_this_page_or_on_one_beside_it(ruleset, lang):
    for file, name in re.findall(r"\]\(([\w-]+\.md)?(?:#([^)]+))?\)", page(ruleset, lang)):
        there = page(file.removesuffix(".md") if file else ruleset, lang)
        assert not name or f'<a id="{name}"></a>' in there


@every_page
@every_ruleset
def test_a_page_ends_with_a_case_of_the_rulesets_own_and_its_decision(ruleset, lang):
    sample = subject(ruleset).sample
    assert sample is not None
    text = page(ruleset, lang)
    assert plain(sample.case) in text
    assert f"```yaml\nid: {sample.complaint['id']}\n" in text
    assert text.endswith(f"```text\n{sample.decision.to_text(lang).rstrip()}\n```\n")


@every_ruleset
def test_a_chinese_page_keeps_english_out_of_its_headings(ruleset):
    headings = re.findall(r"^#+ (.*)", page(ruleset, "zh").partition("```yaml")[0], re.MULTILINE)
    assert [heading for heading in headings if re.fullmatch(r"[\x00-\x7f]*", heading)] == []


def test_a_condition_is_read_by_labels_and_an_effect_in_words():
    text = page("retail-store", "en")
    rule = text.partition('<a id="rule-locker-small-claim"></a>')[2].partition("###")[0]
    assert "- kind of complaint `kind`: `lost_property`" in rule
    assert "`<= locker_limit` ([Locker line between small items and valuables](#parameter-locker_limit))" in rule
    limit = "[Locker line between small items and valuables](#parameter-locker_limit)"
    assert "- Permits: compensation; at most `min(claimed_amount, locker_limit)`" in rule
    assert limit in rule
    assert "[No compensation in principle](#rule-no-compensation)" in rule


def test_a_rule_names_what_silences_it_and_statute_says_that_it_binds():
    text = page("cn-statute", "en")
    rule = text.partition('<a id="rule-locker-disputed"></a>')[2].partition("###")[0]
    assert "**Silenced by**: [The company is at fault](#rule-fault-company)" in rule
    assert "no house rule silences it" in text.partition('<a id="rule-fault-company"></a>')[2].partition("###")[0]


@pytest.mark.parametrize(
    ("ruleset", "lang", "said"),
    [
        ("retail-store", "en", "severity never falls as media attention `media_risk` rises"),
        ("home-furnishing-mall", "en", "the deadline to respond is never later with a higher tier"),
        ("home-furnishing-mall", "zh", "级别更高时，答复时限不推迟"),
        ("cn-statute", "en", "the least of statutory damages: at least 500.00 yuan"),
        ("cn-statute", "zh", "解决时限：15日之内"),
    ],
)
def test_a_property_is_said_in_words(ruleset, lang, said):
    assert said in page(ruleset, lang)


@pytest.mark.parametrize("block", titled("language.md", "Example"), ids=str)
def test_whatever_the_language_can_say_can_be_described(block, tmp_path):
    """The examples of the language page have everything that an author may write."""
    folder = write_example(read_example(block).rules, tmp_path)
    described = open_subject(str(folder))
    for lang in LANGS:
        text = as_markdown(described, lang)
        for one, _ in [*described.layers[-1].rules, *described.layers[-1].tables]:
            assert f'<a id="rule-{one.id}"></a>' in text


def test_the_matrix_has_each_rule_under_its_clause_with_its_cases(tmp_path):
    text = house(tmp_path)
    assert '| <a id="clause-book-1"></a>**1** A label<br>Everything is taken in. | decides ' in text
    assert "| [A label](#rule-always) `always` | all 3 cases |" in text
    assert "|  |  | [A label](#parameter-limit) |  |" in text
    assert "| [A label \\#2](#rule-clocks) `clocks#2` | 1 case: large |" in text
    assert "4 clauses (2 decide), 4 rules and rows, 3 cases: 0 holes" in text


def test_a_case_that_fails_is_counted(tmp_path):
    def change(header, book, cases):
        cases[0]["expect"] = {"severity.tier": "high"}

    assert "3 of its own; 1 fail" in house(tmp_path, change)


def test_markup_in_a_rulesets_own_words_stays_text(tmp_path):
    """A pipe does not split a cell, a tag is no tag, and an id in words is not set in italics."""

    def change(header, book, cases):
        header["rules"][1] |= {"basis": "assumption", "reason": "a | b <script>x</script> *c* _d_"}
        book["clauses"][1]["title"] = {"en": "One | two", "zh": "一"}

    text = house(tmp_path, change).partition("```yaml")[0]
    assert "<script>" not in text
    reason = row(text, "| [A label](#rule-large) | a ")
    assert reason.count(" | ") == 2
    assert "a &#124; b &#60;script&#62;x&#60;/script&#62; \\*c\\* \\_d\\_" in reason
    assert "**1** One &#124; two<br>" in text


def test_a_ruleset_without_cases_has_a_page_without_a_sample(tmp_path):
    header, book, _ = parts()
    text = as_markdown(open_subject(str(put(tmp_path, header, book, []))), "en")
    assert "## A sample decision" not in text
    assert "NO CASE" in text


# --- in the documentation


@pytest.fixture
def hooks():
    pytest.importorskip("mkdocs")
    import mkdocs_hooks

    return mkdocs_hooks


@pytest.fixture
def navigation(hooks, monkeypatch, caplog):
    """Lays out the navigation over given pages; returns what the build would warn of."""
    from mkdocs.config import load_config
    from mkdocs.structure.files import Files, get_files
    from mkdocs.structure.nav import get_navigation

    def warnings(pages):
        config = load_config(str(ROOT / "mkdocs.yml"))
        monkeypatch.setattr(config.hooks[HOOKS], "pages", lambda: iter(pages))
        files = config.plugins.on_files(Files([*get_files(config)]), config=config)
        caplog.clear()
        with caplog.at_level(logging.WARNING, logger="mkdocs"):
            get_navigation(files, config)
        return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]

    return warnings


def generated() -> list[str]:
    folders = ("", "zh/")
    names = ("facts", *(f"rulesets/{id}" for id in shipped_ids()))
    return ["security.md", *(f"{folder}{name}.md" for folder in folders for name in names)]


def test_the_navigation_names_the_page_of_every_shipped_ruleset(navigation):
    warned = navigation([(name, "# x") for name in generated()])
    assert [line for line in warned if "rulesets/" in line or "facts.md" in line] == []


def test_a_ruleset_that_the_navigation_does_not_name_is_warned_of(navigation):
    """The build is strict, so the warning fails it."""
    warned = navigation([(name, "# x") for name in [*generated(), "rulesets/new-house.md"]])
    assert any("rulesets/new-house.md" in line for line in warned)


def test_the_hook_writes_a_page_a_ruleset_in_both_languages(hooks, monkeypatch):
    monkeypatch.setattr(hooks, "open_subject", lambda id: id)
    monkeypatch.setattr(hooks, "as_markdown", lambda one, lang, beside: f"{one} {lang}")
    written = dict(hooks.pages())
    assert sorted(written) == sorted([*generated(), "rooms.svg"])
    assert written["zh/rulesets/mall-emergency.md"] == "mall-emergency zh"
    assert written["security.md"] == (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_a_chinese_page_says_that_it_is_chinese(hooks):
    page = SimpleNamespace(file=SimpleNamespace(src_uri="zh/tutorial.md"))
    assert hooks.on_post_page('<html lang="en">', page, None) == '<html lang="zh-CN">'
    page.file.src_uri = "tutorial.md"
    assert hooks.on_post_page('<html lang="en">', page, None) == '<html lang="en">'


@every_page
def test_the_page_of_facts_lists_every_fact_that_a_complaint_may_state(hooks, lang):
    text = hooks.facts_as_markdown(lang)
    for fact in declared_facts():
        label = (fact.en, fact.zh)[LANGS.index(lang)]
        assert (f"| `{fact.path}` | {plain(label)} |" in text) is (fact.path != RECEIVED_ON)


def test_the_page_of_facts_says_how_a_known_fact_may_still_change(hooks):
    text = hooks.facts_as_markdown("en")
    said = {
        "kind": "",
        "claimed_amount": "may change",
        "media_risk": "may rise",
        "facts_clear": "may become yes",
        "fault": "may be settled",
    }
    for fact, change in said.items():
        assert f"| {change} |" in row(text, f"| `{fact}` |")


def test_no_generated_page_is_kept_among_the_written_ones():
    assert not (ROOT / "docs" / "rulesets").exists()
    assert not (ROOT / "docs" / "zh" / "rulesets").exists()
    assert all(read_layer(folder.parent, []) for folder in (ROOT / "rulesets").glob("*/ruleset.yaml"))
