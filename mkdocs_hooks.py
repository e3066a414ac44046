"""Pages that are made while the documentation is built: one for each shipped ruleset, the facts, and `SECURITY.md`.

None of them is kept in `docs/`, so none can drift from the rules. A ruleset whose page `nav` does not name fails the
strict build.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from complaint_rules.describe.facts_page import facts_as_markdown
from complaint_rules.describe.page import as_markdown
from complaint_rules.describe.subject import open_subject
from complaint_rules.load.folder import shipped_ids
from complaint_rules.trace.wording import Lang

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
    yield "security.md", (Path(__file__).parent / "SECURITY.md").read_text(encoding="utf-8")
    for lang, folder in FOLDERS.items():
        yield f"{folder}facts.md", facts_as_markdown(lang)
    shipped = shipped_ids()
    for id in shipped:
        subject = open_subject(id)
        for lang, folder in FOLDERS.items():
            yield f"{folder}rulesets/{id}.md", as_markdown(subject, lang, beside=shipped)
