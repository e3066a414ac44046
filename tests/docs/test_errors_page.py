"""The page of codes of errors says what the catalogue says."""

from __future__ import annotations

from complaint_rules.describe.errors_page import errors_as_markdown
from complaint_rules.messages.catalogue import SECTIONS, TITLES, WORDINGS
from tests.docs.blocks import DOCS

WRITE = (
    'python -c "from complaint_rules.describe.errors_page import errors_as_markdown as page; print(page(), end=str())"'
)


def test_the_page_of_errors_is_that_of_the_catalogue():
    written = (DOCS / "errors.md").read_text(encoding="utf-8")
    assert written == errors_as_markdown(), f"write it anew: {WRITE} > docs/errors.md"


def test_the_page_has_every_code_once_in_both_languages():
    rows = [line for line in errors_as_markdown().splitlines() if line.startswith("| `")]
    for code in WORDINGS:
        (row,) = [row for row in rows if row.startswith(f"| `{code}` |") and row.count(" | ") == 2]
        assert any("\u4e00" <= one <= "\u9fff" for one in row)
    assert set(SECTIONS) == set(TITLES)
