"""Rules by grade as masks say what a table of grades by position would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.resolve.graded import Graded, mask_of, positions

POSITIONS = st.integers(0, 300)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("lift"), st.frozensets(POSITIONS), st.integers(1, 3)),
        st.tuples(st.just("lower"), POSITIONS, st.integers(0, 3)),
    ),
    max_size=30,
)


@given(STEPS)
def test_grades_are_those_that_were_given(steps):
    graded = Graded()
    table: dict[int, int] = {}
    for what, where, grade in steps:
        if what == "lift":
            graded.lift(mask_of(where), grade)
            table |= {position: max(grade, table.get(position, 0)) for position in where}
        else:
            graded.lower(where, grade)
            table[where] = min(grade, table.get(where, 0))
    expected = {position: table[position] for position in sorted(table) if table[position]}
    assert graded.by_position() == expected
    assert list(graded.by_position()) == list(expected)
    assert [graded.of(position) for position in range(301)] == [expected.get(position, 0) for position in range(301)]
    assert [*positions(graded.any)] == [*expected]
    assert [*positions(graded.now)] == [position for position, grade in expected.items() if grade >= 2]
    assert [*positions(graded.open)] == [position for position, grade in expected.items() if grade < 3]


@given(st.frozensets(POSITIONS))
def test_a_mask_has_its_positions_in_order(found):
    assert [*positions(mask_of(found))] == sorted(found)
