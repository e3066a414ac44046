"""The HTML view: one page that needs nothing else, for one decision or many. The one file that imports Jinja2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from complaint_rules.decide.decision import DecisionBase
from complaint_rules.display import printable
from complaint_rules.trace.view import view_of
from complaint_rules.trace.wording import language, say

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).parent


@cache
def template(name: str, folder: Path = _HERE) -> Template:
    """A template of a folder, which may include templates of this package; texts are escaped and made printable.

    Args:
        name: the name of its file.
        folder: the folder of the file.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([folder, _HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    return environment.get_template(name)


def style() -> str:
    """The style sheet of the page."""
    return (_HERE / "page.css").read_text(encoding="utf-8")


def render_parts(decisions: Iterable[DecisionBase], lang: str = "en") -> Iterator[str]:
    """The page in parts, produced while the decisions are read.

    Raises:
        LanguageError: there is no view in this language.
    """
    wanted = language(lang)
    views = (view_of(decision, wanted) for decision in decisions)
    title = say(wanted, "decision")
    return template("page.html.j2").generate(lang=wanted, title=title, views=views)


def render(decisions: Iterable[DecisionBase] | DecisionBase, lang: str = "en") -> str:
    """One self-contained page: no scripts, nothing fetched, everything escaped.

    Raises:
        LanguageError: there is no view in this language.
    """
    return "".join(render_parts([decisions] if isinstance(decisions, DecisionBase) else decisions, lang))
