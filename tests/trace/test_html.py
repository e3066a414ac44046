from __future__ import annotations

from html.parser import HTMLParser

import pytest

from complaint_rules.engine import Engine
from complaint_rules.trace.html import render

COMPLAINT = {"id": "C-1", "received_at": "2026-11-20T10:00:00+08:00", "kind": "lost_property"}
VOID = {"meta", "br", "link"}


class Page(HTMLParser):
    """Checks that tags are closed in order, and collects links, ids and attributes."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.links = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def decide(**facts):
    return Engine.load("retail-store").decide(COMPLAINT | facts)


@pytest.mark.parametrize(("lang", "tag"), [("en", "en"), ("zh", "zh-Hans")])
def test_a_page_is_well_formed_and_says_its_language(lang, tag):
    page = Page(render(decide(), lang))
    assert page.open == []
    assert ("html", {"lang": tag}) in page.tags


def test_a_page_needs_nothing_else():
    text = render(decide())
    tags = {tag for tag, _ in Page(text).tags}
    assert not tags & {"script", "link", "img", "iframe"}
    assert "http://" not in text
    assert "https://" not in text
    assert "default-src 'none'" in text


def test_a_complaints_text_is_never_markup():
    text = render(decide(id="<script>alert(1)</script>&\x1b"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in text
    assert "<script" not in text
    assert "\x1b" not in text


def test_every_mark_leads_to_its_rule_on_a_page_of_many():
    page = Page(render([decide(), decide(id="C-2")]))
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert page.links


def test_a_page_of_no_decisions_is_still_a_page():
    assert Page(render([])).open == []
