"""The tree is that of RFC 9162: roots and proofs are the published ones, and no wrong proof passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_rules.audit.merkle import (
    EMPTY_ROOT,
    WIDTH,
    Peaks,
    consistency_path,
    holder,
    inclusion_path,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
)

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
"""Vectors of the reference implementation of RFC 6962 (certificate-transparency), whose tree is that of RFC 9162."""


def tree(leaves):
    """The hashes that each leaf carries, and a way to look them up."""
    peaks = Peaks()
    carried = [peaks.add(leaf_hash(leaf)) for leaf in leaves]
    return lambda level, place: carried[holder(level, place)][level * WIDTH : (level + 1) * WIDTH]


def root_by_definition(leaves):
    """The root as the RFC defines it, in its own words."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(root_by_definition(leaves[:k]), root_by_definition(leaves[k:]))


def test_roots_are_the_published_ones_whether_grown_or_looked_up():
    peaks, lookup = Peaks(), tree(LEAVES)
    assert peaks.root().hex() == ROOTS[0] == root_of(0, lookup).hex()
    for leaf, root in zip(LEAVES, ROOTS[1:], strict=True):
        peaks.add(leaf_hash(leaf))
        assert peaks.root().hex() == root == root_of(peaks.size, lookup).hex()


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_inclusion_proofs_are_the_published_ones(index, size, path):
    found = inclusion_path(index, size, tree(LEAVES))
    assert [step.hex() for step in found] == path
    assert is_included(leaf_hash(LEAVES[index]), index, size, found, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("before", "size", "path"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(before, size, path):
    found = consistency_path(before, size, tree(LEAVES))
    assert [step.hex() for step in found] == path
    assert is_consistent(before, size, found, bytes.fromhex(ROOTS[before]), bytes.fromhex(ROOTS[size]))


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_a_grown_tree_has_the_root_of_the_definition(leaves):
    peaks = Peaks()
    for leaf in leaves:
        peaks.add(leaf_hash(leaf))
    assert peaks.root() == root_by_definition(leaves) == root_of(len(leaves), tree(leaves))
    assert Peaks(peaks.size, peaks.to_bytes()).root() == peaks.root()


@given(st.data(), st.integers(1, 70))
def test_a_proof_of_inclusion_holds_for_its_leaf_alone(data, size):
    leaves = [bytes([number]) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path, root = inclusion_path(index, size, tree(leaves)), root_by_definition(leaves)
    leaf = leaf_hash(leaves[index])
    assert is_included(leaf, index, size, path, root)
    assert not is_included(leaf_hash(b"other"), index, size, path, root)
    assert not is_included(leaf, index, size, [*path, root], root)
    assert not is_included(leaf, index, size, path, leaf_hash(b""))
    assert not path or not is_included(leaf, index, size, path[:-1], root)
    for other in range(-1, size + 1):
        assert other == index or not is_included(leaf, other, size, path, root)
    for place in range(len(path)):
        wrong = [*path[:place], leaf_hash(path[place]), *path[place + 1 :]]
        assert not is_included(leaf, index, size, wrong, root)


@given(st.data(), st.integers(1, 70))
def test_a_proof_of_consistency_holds_for_its_beginning_alone(data, size):
    leaves = [bytes([number]) for number in range(size)]
    before = data.draw(st.integers(1, size))
    path = consistency_path(before, size, tree(leaves))
    first, second = root_by_definition(leaves[:before]), root_by_definition(leaves)
    assert is_consistent(before, size, path, first, second)
    other = root_by_definition([*leaves[: before - 1], b"other"])
    assert not is_consistent(before, size, path, other, second)
    assert not is_consistent(before, size, path, first, other)
    assert not is_consistent(before, size, [*path, first], first, second)
    assert not path or not is_consistent(before, size, path[:-1], first, second)
    assert not is_consistent(0, size, path, first, second)
    assert not is_consistent(size + 1, size, path, first, second)


def test_there_is_no_proof_of_what_is_not_in_a_tree():
    for index, size in ((3, 3), (-1, 3), (0, 0)):
        with pytest.raises(ValueError, match="no leaf"):
            inclusion_path(index, size, tree(LEAVES))
    with pytest.raises(ValueError, match="no proof"):
        consistency_path(4, 3, tree(LEAVES))
    with pytest.raises(ValueError, match="hashes for 3 leaves"):
        Peaks(3, b"\0" * WIDTH)
