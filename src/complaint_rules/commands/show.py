"""`list` and `show`: the rulesets; one ruleset as readable tables, or as a page in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from complaint_rules.commands.console import DONE, Console
from complaint_rules.compile.ruleset import compile_stack
from complaint_rules.describe.sheet import Sheet, counts
from complaint_rules.describe.text import as_text
from complaint_rules.load.folder import read_stack, shipped_ids
from complaint_rules.trace.columns import table
from complaint_rules.trace.wording import Lang, language

if TYPE_CHECKING:
    from complaint_rules.coverage.seen import Seen


def list_rulesets(console: Console, *, lang: str) -> int:
    """List the shipped rulesets.

    Raises:
        RulesetError: one of them can't be read.
    """
    wanted = language(lang)
    rows = []
    for name in shipped_ids():
        layer = read_stack(name)[-1]
        title = layer.header.title.zh if wanted == "zh" else layer.header.title.en
        rows.append((layer.id, layer.header.version, title, counts(layer, wanted)))
    for line in table(rows, indent=0):
        console.line(line)
    return DONE


def show_ruleset(ruleset: str, console: Console, *, format: str, lang: str) -> int:
    """Show one ruleset: its own layer in full, those below it by name.

    Args:
        ruleset: a shipped id or a folder.
        console: where to write.
        format: `text`, or `markdown` for a whole page with clauses, cases and a sample decision.
        lang: `en` or `zh`.

    Raises:
        RulesetError: the ruleset, or for a page a file of its cases, has problems.
    """
    if format == "markdown":
        _page(ruleset, console, language(lang))
        return DONE
    layers = read_stack(ruleset)
    for line in as_text(Sheet(layers, compile_stack(layers), language(lang))):
        console.line(line)
    return DONE


def _page(ruleset: str, console: Console, lang: Lang) -> None:
    # A page runs the cases, which needs many more imports than the plain view.
    from complaint_rules.describe.page import as_markdown
    from complaint_rules.describe.subject import open_subject

    def count(seen: Seen) -> None:
        console.count(seen.count, "cases")

    console.write(as_markdown(open_subject(ruleset, count), lang))
