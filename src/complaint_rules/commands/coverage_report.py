"""The coverage of a ruleset's cases as text and as JSON data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from complaint_rules.coverage.measure import Coverage, Ratio, RuleCoverage, TestCoverage
from complaint_rules.coverage.seen import STATES
from complaint_rules.trace.columns import pad, table, width_of

Row = tuple[str, ...]


def report_lines(coverage: Coverage) -> Iterator[str]:
    """Shares first, then what is not covered, each with its place."""
    yield f"COVERAGE of {', '.join(coverage.layers)}"
    yield from table([(name, f"{share.covered} of {share.of}", _percent(share)) for name, share in _shares(coverage)])
    lists: tuple[tuple[str, list[Row]], ...] = (
        ("RULES AND ROWS THAT NO CASE FIRES", [(str(rule.place), rule.id) for rule in coverage.unfired]),
        ("CLAUSES THAT NO CASE FIRES A RULE OF", _clauses(coverage)),
        ("TESTS THAT NO CASE SHOWS EVERY WAY", _tests(coverage.tests)),
    )
    for head, rows in lists:
        if rows:
            yield from ("", head)
            yield from _aligned(rows)


def _shares(coverage: Coverage) -> Iterator[tuple[str, Ratio]]:
    yield "rules", coverage.rules
    yield "rows of tables", coverage.rows
    yield "clauses", coverage.clauses_fired
    for state in STATES:
        yield f"tests seen {state}", coverage.tests_seen(state)


def _percent(share: Ratio) -> str:
    percent = share.percent
    if percent is None:
        return "-"
    return "100 %" if percent == 100 else f"{percent:.1f} %"


def _clauses(coverage: Coverage) -> list[Row]:
    return [
        (str(line.place), line.id, line.clause.title.en if line.rules else f"{line.clause.title.en} (no rule)")
        for line in coverage.clauses
        if not line.cases
    ]


def _tests(tests: Iterable[TestCoverage]) -> list[Row]:
    return [
        (str(test.place), f"never {' or '.join(test.missing)}", test.asks, test.rule) for test in tests if test.missing
    ]


def _aligned(rows: Sequence[Row]) -> Iterator[str]:
    """Rows in aligned columns, not wrapped, so that each can be found with a search."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [pad(cell, width) for cell, width in zip(row, widths, strict=True)]
        yield f"  {'  '.join(cells)}".rstrip()


def report_data(coverage: Coverage) -> dict[str, Any]:
    """Shares, and the coverage of every rule, test and clause."""
    return {
        "layers": [*coverage.layers],
        "rules": _share(coverage.rules),
        "rows": _share(coverage.rows),
        "clauses": _share(coverage.clauses_fired),
        "tests": {state: _share(coverage.tests_seen(state)) for state in STATES},
        "by_rule": [_rule(one) for one in coverage.all_rules],
        "by_clause": [
            {
                "clause": line.id,
                "kind": line.clause.kind,
                "place": str(line.place),
                "rules": [one.rule.id for one in line.rules],
                "cases": len(line.cases),
            }
            for line in coverage.clauses
        ],
        "uncovered": {
            "rules": [rule.id for rule in coverage.unfired if rule.table is None],
            "rows": [rule.id for rule in coverage.unfired if rule.table is not None],
            "clauses": [line.id for line in coverage.clauses if not line.cases],
            "tests": [_test(test) | {"rule": test.rule} for test in coverage.tests if test.missing],
        },
    }


def _share(share: Ratio) -> dict[str, Any]:
    return {"covered": share.covered, "of": share.of, "percent": share.percent}


def _rule(one: RuleCoverage) -> dict[str, Any]:
    return {
        "rule": one.rule.id,
        "table": one.rule.table,
        "place": str(one.rule.place),
        "cases": [{"case": case.case, "place": str(case.place)} for case in one.cases],
        "tests": [_test(test) for test in one.tests],
    }


def _test(test: TestCoverage) -> dict[str, Any]:
    seen = {state: test.seen[state] for state in STATES}
    return {"test": test.asks, "place": str(test.place), "seen": seen, "missing": [*test.missing]}
