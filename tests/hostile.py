"""Words that an author may write and that mean something elsewhere: in source text, in markup, in YAML, to the eye."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping
from typing import Any

LONG = "a long word " * 400 + "end"

CASE_PAIRS = [("A", "a"), ("Unknown", "unknown value"), ("ABSENT", "absent!"), ("Straße", "STRASSE"), ("I", "ı")]
LOOK_ALIKES = [("a", "а"), ("Å", "A\u030a"), ("\uff21", "A"), ("K", "\u212a"), ("x y", "x\u00a0y"), ("ab", "a\u200bb")]
_SOURCE = ["a_0", "in-store", "x:y", "v", "hits", "f0", "SET_0", "UNKNOWN", "__import__", "# note", "pass;", "\\"]
_QUOTES = ["'", '"', "'''", '"""', "\\'", '\\"', "\\n", "{0}", "{x}", "%s", "$x", "`", "```", "a\\"]
_MARKUP = ["a|b", "<b>x</b>", "<script>x</script>", "&amp;", "[a](b)", "* x", "# x", "{{ x }}", "{% x %}", "~~x~~"]
_YAML = ["a: b", "a, b", "[a]", "{a}", "? a", "& a", "!x", "null", "~", "yes", "1", "2026-01-01", "-x", "..", "a #b"]
_PATHS = ["../x", "a/b", "CON", "a\\b", "*", ";ls", "$(ls)", "a&b", "something else"]
_SCRIPTS = [
    "门店",
    "投诉，处理。",
    "ａｂｃ",
    "Ünïcödé",
    "שלום",
    "مرحبا",
    "नमस्ते",
    "🙂",
    "\U0001f468\u200d\U0001f469",
    "ﬁ",
]
_BREAKS = ["a\nb", "a\tb", "a\u2028b", "a\u2029b", "a\x85b", "a\r\nb"]
_INVISIBLE = ["a\ufeffb", "a\u202eb", "a\u00adb", "\ue000", "\ufdd0", "a\U000e0041b"]

_PAIRED = [word for pair in (*CASE_PAIRS, *LOOK_ALIKES) for word in pair]
_OTHERS = [*_SOURCE, *_QUOTES, *_MARKUP, *_YAML, *_PATHS, *_SCRIPTS, *_BREAKS, *_INVISIBLE]
WORDS = [*dict.fromkeys([*_PAIRED, *keyword.kwlist, *_OTHERS, LONG])]
"""Words that a ruleset may use as values, titles and texts."""

TEXTS = [word for word in WORDS if len(word) <= 200 and word[0] not in "<>"]
"""Those of them that a cell may ask a fact for that has no list of values."""

CONTROL = ["a\0b", "a\x01b", "a\x1bb", "a\x7fb", "a\x80b", "a\x9fb", "\ufffe", "a\x0bb", "a\x0cb"]
"""Words that none may use."""

NAMES = ["none", "true", "null", "def", "class", "lambda", "import", "self", "v", "hits", "unknown", "f0", "a_0", "a"]
"""Names, of letters that names may have, that mean something in source text or YAML."""


def as_yaml(data: Mapping[str, Any] | list[Any]) -> str:
    """Data as YAML in ASCII, which reads back as it was whatever characters it holds."""
    text = json.dumps(data, ensure_ascii=False)
    text = re.sub(r'("(?:[^"\\]|\\.){500,}"): ', r"? \1 : ", text)  # YAML takes a long key so only
    return re.sub(r"[^\n -~]", lambda found: f"\\U{ord(found[0]):08x}", text)
