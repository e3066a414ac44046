"""The limits of inputs, and of the messages about them; `docs/limits.md` states them for readers.

The ranges of single facts (days, counts, ages) are part of the contract and are declared in `facts/scalars.py`.
"""

from __future__ import annotations

# files and streams
LARGEST_RULESET_FILE = 5_000_000
"""Bytes of one file in a ruleset's folder, including cases, and of a file of announced days."""

LARGEST_JSON = 50_000_000
"""Bytes of complaints in one JSON text."""

LARGEST_YAML = 5_000_000
"""Bytes of complaints in one YAML text."""

LONGEST_LINE = 1_000_000
"""Bytes of one line of JSON Lines; how many lines there are does not matter."""

LARGEST_SEARCHED = 1_000_000
"""Characters of a JSON text in which the line and column of a wrong fact are looked for."""

# values in JSON and YAML
MOST_VALUES = 500_000
"""Values in one YAML text."""

DEEPEST_VALUE = 100
"""Nesting depth of lists and mappings."""

LONGEST_VALUE = 100_000
"""Characters of one text in YAML."""

LONGEST_NUMBER = 40
"""Characters of one number in JSON."""

LARGEST_EXPONENT = 20
"""Power of ten of a number in JSON, positive or negative."""

# facts
LARGEST_FEN = 99_999_999_999
"""Fen of an amount of money: no complaint needs ten digits of yuan, and every engine compares smaller sums exactly."""

LARGEST_OWN_NUMBER = 10**9
"""A whole number as the value of a fact that a ruleset declares itself."""

LONGEST_FACT = 200
"""Characters of a text that is a fact."""

# rules
LONGEST_CELL = 10_000
"""Characters of one cell."""

DEEPEST_CONDITION = 20
"""Nesting depth of conditions: `any`, `all`, `not`, and `not(...)` inside a cell."""

MOST_ALTERNATIVES = 256
"""Conjunctions of one condition in disjunctive normal form (an `any` of `all`)."""

LONGEST_AMOUNT = 2_000
"""Characters of one amount."""

DEEPEST_AMOUNT = 40
"""Nesting depth of operations in one amount."""

LONGEST_DAYS = 36_600
"""Days or working days of one span."""

LONGEST_YEARS = 100
"""Years of one span."""

# messages, reports and logs
MOST_PROBLEMS = 100
"""Problems listed of one complaint; further ones are only counted, since finding near names for a million wrong keys
would take hours."""

LONGEST_SHOWN = 80
"""Characters of a value, of a name or of an id in a message."""

LONGEST_PARAM = 200
"""Characters of a text among the `params` of a problem."""

REPORT_DECISIONS = 10_000
"""Decisions of a report, unless more are allowed: the pages of one take some 100 kB on disk."""

LARGEST_RECORD = 64_000_000
"""Bytes of the JSON of a record, and of a layer of a ruleset, as a log stores them."""

LARGEST_PROOF = 4_000_000
"""Bytes of a file that holds a key, a checkpoint or a proof."""

LONGEST_LOG_TEXT = 200
"""Characters of a name or a reason that is passed to a log."""
