"""Which clause has which rules and cases, and what is a hole in this."""

from __future__ import annotations

import pytest

from complaint_rules.coverage.matrix import make_matrix
from complaint_rules.coverage.seen import Seen
from complaint_rules.coverage.stack import open_stack
from complaint_rules.errors import RulesetError
from tests.covered_ruleset import LABEL, a_case, parts, put


def matrix_of(folder, *, whole=False):
    stack = open_stack(str(folder), engine="interpreter", whole=whole, mend=True)
    return make_matrix(stack, Seen(stack.run()))


def holes_of(folder, **options):
    return [(one.kind, *one.words) for one in matrix_of(folder, **options).holes]


def test_a_whole_ruleset_has_no_hole_and_shows_clause_rule_and_case(tmp_path):
    matrix = matrix_of(put(tmp_path, *parts()))
    assert (matrix.holes, matrix.labels, matrix.notes, matrix.elsewhere) == ((), (), (), ())
    shown = {
        line.id: ([one.rule.id for one in line.rules], [*line.parameters], [one.case for one in line.cases])
        for line in matrix.documents[0].clauses
    }
    assert shown == {
        "book/0": ([], [], []),
        "book/1": (["house/always"], [], ["small", "large", "unknown"]),
        "book/2": (["house/large"], ["limit"], ["large"]),
        "book/3": (["house/clocks#1", "house/clocks#2"], [], ["small", "unknown", "large"]),
    }


def test_a_deciding_clause_without_a_rule_is_a_hole_at_its_place(tmp_path):
    header, book, cases = parts()
    book["clauses"].append({"id": "4", "kind": "decides", "title": LABEL, "says": "Forgotten."})
    (hole,) = matrix_of(put(tmp_path, header, book, cases)).holes
    assert (hole.kind, hole.words) == ("clause-without-rule", ("book/4",))
    assert (hole.place.file, hole.place.line > 30) == ("house/clauses/book.yaml", True)


def test_a_parameter_does_not_stand_for_a_rule(tmp_path):
    header, book, cases = parts()
    header["rules"][1]["cite"] = ["book/1"]
    assert holes_of(put(tmp_path, header, book, cases)) == [("clause-of-parameters-only", "book/2", "limit")]


def test_a_process_clause_without_a_rule_is_a_note_and_a_context_clause_is_nothing(tmp_path):
    header, book, cases = parts()
    book["clauses"].append({"id": "4", "kind": "process", "title": LABEL, "says": "Write it down."})
    matrix = matrix_of(put(tmp_path, header, book, cases))
    assert [one.kind for one in matrix.notes] == ["process-clause-without-rule"]
    assert not matrix.amiss


def test_a_rule_and_a_row_that_no_case_fires_are_holes_and_so_is_their_clause(tmp_path):
    header, book, cases = parts()
    assert holes_of(put(tmp_path, header, book, cases[:1])) == [
        ("clause-without-case", "book/2"),
        ("rule-without-case", "house/large"),
        ("row-without-case", "house/clocks#2"),
    ]


def test_a_silenced_rule_has_not_fired(tmp_path):
    header, book, _ = parts()
    header["rules"][0]["then"] = {"lead": "desk"}
    quiet = {"id": "quiet", "title": LABEL, "cite": ["book/1"], "then": {"severity": "low"}}
    header["rules"].append(quiet)
    header["rules"][1]["exception_to"] = ["quiet"]
    folder = put(tmp_path, header, book, [a_case("large", claimed_amount=300)])
    assert ("rule-without-case", "house/quiet") in holes_of(folder)


@pytest.mark.parametrize("where", ["rules", "tables"])
def test_what_cites_nothing_is_a_hole_and_the_rest_is_still_shown(tmp_path, where):
    header, book, cases = parts()
    for one in (*header["rules"], *header["tables"]):
        one["cite"] = ["book/2"]
    book["clauses"] = book["clauses"][2:3]
    del header[where][0]["cite"]
    noun = where.removesuffix("s")
    matrix = matrix_of(put(tmp_path, header, book, cases))
    assert [(one.kind, one.words[0]) for one in matrix.holes] == [("without-ground", noun)]
    assert {one.rule.id.partition("#")[0] for one in matrix.elsewhere} == {matrix.holes[0].words[1]}


@pytest.mark.parametrize("cite", ["book/9", "other/1", "book"])
def test_a_cite_of_what_is_not_registered_is_a_hole(tmp_path, cite):
    header, book, cases = parts()
    header["rules"][0]["cite"].append(cite)
    header["parameters"]["limit"]["cite"].append(cite)
    assert holes_of(put(tmp_path, header, book, cases)) == [
        ("unknown-clause", "rule", "house/always", cite),
        ("unknown-clause", "parameter", "house/limit", cite),
    ]


def test_any_other_problem_is_an_error_as_everywhere(tmp_path):
    header, book, cases = parts()
    header["rules"][0]["then"] = {"severity": "hgh"}
    with pytest.raises(RulesetError, match="hgh"):
        matrix_of(put(tmp_path, header, book, cases))


def upper(tmp_path, cases):
    """A layer on top of the whole ruleset, whose only rule cites the lower layer's book."""
    put(tmp_path, *parts())
    rule = {"id": "more", "title": LABEL, "cite": ["book/1"], "then": {"action": {"archive": "at_once"}}}
    title = {"en": "Upper", "zh": "上层"}
    header = {"ruleset": "upper", "language": 1, "version": "1.0.0", "title": title, "extends": ["../house"]}
    return put(tmp_path, header | {"rules": [rule]}, None, cases)


def test_a_layer_answers_for_its_own_rules_and_documents(tmp_path):
    matrix = matrix_of(upper(tmp_path, [a_case("one")]))
    assert (matrix.holes, matrix.documents) == ((), ())
    assert [one.rule.id for one in matrix.elsewhere] == ["upper/more"]


def test_with_all_layers_each_is_covered_by_its_own_cases_too(tmp_path):
    matrix = matrix_of(upper(tmp_path, [a_case("one")]), whole=True)
    assert matrix.holes == ()
    (document,) = matrix.documents
    assert [one.rule.id for one in document.clauses[1].rules] == ["house/always", "upper/more"]
    assert [one.case for one in document.clauses[1].cases] == ["small", "large", "unknown", "one"]


def test_failing_cases_are_noted(tmp_path):
    header, book, cases = parts()
    cases[0]["expect"] = {"severity.tier": "high"}
    (note,) = matrix_of(put(tmp_path, header, book, cases)).notes
    assert note.say("en") == "1 of 3 cases fail; `complaint-rules test` says how"
