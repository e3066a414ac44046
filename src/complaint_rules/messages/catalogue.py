"""The one catalogue of messages: every code with its wording in both languages, and the hints and contexts."""

from __future__ import annotations

from complaint_rules.messages.amounts import AMOUNTS
from complaint_rules.messages.asking import ASKING, OFFERS
from complaint_rules.messages.calendars import CALENDARS
from complaint_rules.messages.cells import CELLS
from complaint_rules.messages.complaint import COMPLAINT
from complaint_rules.messages.effects import EFFECTS
from complaint_rules.messages.files import FILES
from complaint_rules.messages.hints import CONTEXTS, HINTS
from complaint_rules.messages.log import LOG
from complaint_rules.messages.records import RECORDS
from complaint_rules.messages.ruleset import RULESET
from complaint_rules.messages.template import Texts, Wording

SECTIONS: dict[str, dict[str, Wording]] = {
    "complaint": COMPLAINT,
    "files": FILES,
    "asking": ASKING,
    "offers": OFFERS,
    "records": RECORDS,
    "log": LOG,
    "ruleset": RULESET,
    "calendars": CALENDARS,
    "cells": CELLS,
    "amounts": AMOUNTS,
    "effects": EFFECTS,
}
"""The catalogue by subject."""

TITLES: dict[str, Texts] = {
    "complaint": ("Facts, and values in a ruleset's files", "事实，以及规则集文件中的值"),
    "files": ("Files and folders", "文件和文件夹"),
    "asking": ("Offers, paths, engines, commands", "方案、路径、引擎和命令"),
    "offers": ("Reasons of offers", "方案的理由"),
    "records": ("Records and stored decisions", "记录与已存决定"),
    "log": ("The decision log", "决定日志"),
    "calendars": ("Calendars", "日历"),
    "ruleset": ("Rulesets and cases", "规则集和案例"),
    "cells": ("Conditions", "条件"),
    "amounts": ("Amounts", "金额"),
    "effects": ("Effects and properties", "效果和性质"),
}
"""The names of the subjects."""

WORDINGS: dict[str, Wording] = {code: wording for section in SECTIONS.values() for code, wording in section.items()}

__all__ = ["CONTEXTS", "HINTS", "SECTIONS", "TITLES", "WORDINGS"]
