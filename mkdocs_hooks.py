"""What is made while the documentation is built: a page for each shipped ruleset, the facts, `SECURITY.md`, a picture.

The picture shows the stages of the library and is drawn from their imports. None of the pages is kept in `docs/`, so
none can drift from the rules. A ruleset whose page `nav` does not name fails the strict build.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from complaint_rules.describe.facts_page import facts_as_markdown
from complaint_rules.describe.page import as_markdown
from complaint_rules.describe.subject import open_subject
from complaint_rules.load.folder import shipped_ids
from complaint_rules.trace.wording import Lang

SOURCE = Path(__file__).parent / "src" / "complaint_rules"

FOLDERS: dict[Lang, str] = {"en": "", "zh": "zh/"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages to those of `docs/`."""
    for name, text in pages():
        files.append(File.generated(config, name, content=text))
    return files


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001 - as MkDocs calls it
    """Say of a Chinese page that it is Chinese: the theme knows one language for all, browsers choose fonts by it."""
    if not page.file.src_uri.startswith(FOLDERS["zh"]):
        return output
    return output.replace('<html lang="en"', '<html lang="zh-CN"', 1)


def pages() -> Iterator[tuple[str, str]]:
    """Each generated page by its path in the documentation, and its Markdown."""
    yield "rooms.svg", drawn(reduced(stages()))
    yield "security.md", (Path(__file__).parent / "SECURITY.md").read_text(encoding="utf-8")
    for lang, folder in FOLDERS.items():
        yield f"{folder}facts.md", facts_as_markdown(lang)
    shipped = shipped_ids()
    for id in shipped:
        subject = open_subject(id)
        for lang, folder in FOLDERS.items():
            yield f"{folder}rulesets/{id}.md", as_markdown(subject, lang, beside=shipped)


def stages() -> dict[str, set[str]]:
    """The folders of the library, each with those that it imports."""
    names = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()} - {"messages"}
    found: dict[str, set[str]] = {name: set() for name in names}
    for name in names:
        for file in (SOURCE / name).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    found[name] |= {*node.module.split(".")[1:2]} & names - {name}
    return found


def reduced(graph: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The graph without the edges that a longer way implies."""
    below = {name: _reached(graph, name) for name in graph}
    return {name: ends - {far for end in ends for far in below[end]} for name, ends in graph.items()}


def _reached(graph: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    left = [*graph[start]]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += graph[name]
    return found


def drawn(graph: Mapping[str, set[str]]) -> str:
    """A graph without circles as SVG: each name below all that it points to."""
    wide, high, across, down = 96, 28, 116, 62
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    ranks: list[list[str]] = []
    while sorter.is_active():
        ranks.append(sorted(sorter.get_ready()))
        sorter.done(*ranks[-1])
    most = max(map(len, ranks))
    at = {
        name: (across * (most - len(names)) // 2 + across * place, down * row)
        for row, names in enumerate(ranks)
        for place, name in enumerate(names)
    }
    edges = [
        f'<path d="M{at[name][0] + wide // 2} {at[name][1]} L{at[end][0] + wide // 2} {at[end][1] + high}"/>'
        for name in sorted(graph)
        for end in sorted(graph[name])
    ]
    boxes = [
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="4"/>'
        f'<text x="{x + wide // 2}" y="{y + 19}">{name}</text>'
        for name, (x, y) in at.items()
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across * most}" '
        f'viewBox="-4 -4 {across * most} {down * len(ranks) - down + high + 8}">'
        "<style>path{stroke:#888;fill:none}rect{fill:#eef2fb;stroke:#36c}"
        "text{font:13px sans-serif;text-anchor:middle;fill:#111}</style>"
        f"{''.join(edges)}{''.join(boxes)}</svg>\n"
    )
