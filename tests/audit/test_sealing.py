"""What is sealed can be read with its key alone, and what was packed comes back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from zstandard import ZstdCompressor

from complaint_rules import AuditError, Engine
from complaint_rules.audit import packing
from complaint_rules.audit.sealing import check_of, is_wrapped, new_key, seal, unseal, unwrap, wrap
from complaint_rules.limits import LARGEST_RECORD


def code_of(call):
    with pytest.raises(AuditError) as caught:
        call()
    return caught.value.code


def test_what_is_sealed_is_read_with_its_key_and_for_its_complaint_alone():
    key = new_key()
    sealed = seal(b"plain", key, "C-1")
    assert unseal(sealed, key, "C-1") == b"plain"
    assert b"plain" not in sealed
    assert seal(b"plain", key, "C-1") != sealed
    assert code_of(lambda: unseal(sealed, new_key(), "C-1")) == "record-unreadable"
    assert code_of(lambda: unseal(sealed, key, "C-2")) == "record-unreadable"
    for place in range(1, len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        assert code_of(lambda changed=changed: unseal(changed, key, "C-1")) == "record-unreadable"
    assert code_of(lambda: unseal(b"\x02" + sealed[1:], key, "C-1")) == "record-newer"
    assert code_of(lambda: unseal(sealed[:9], key, "C-1")) == "record-unreadable"


def test_a_key_is_wrapped_by_a_master_key_where_there_is_one():
    key, master = new_key(), new_key()
    assert wrap(key, None) == key == unwrap(key, master)
    wrapped = wrap(key, master)
    assert is_wrapped(wrapped)
    assert key not in wrapped
    assert unwrap(wrapped, master) == key
    assert code_of(lambda: unwrap(wrapped, None)) == "master-key-missing"
    assert code_of(lambda: unwrap(wrapped, new_key())) == "master-key-wrong"
    assert code_of(lambda: unwrap(wrapped[:5], master)) == "master-key-wrong"


def test_a_check_tells_keys_apart_and_nothing_of_them():
    key = new_key()
    assert check_of(key) == check_of(bytes(key)) != check_of(new_key())
    assert key.hex()[:8] not in check_of(key)


def test_what_was_packed_comes_back_and_is_a_fraction_of_its_json():
    import json

    from benchmarks.complaints import at_random

    engine = Engine.load("retail-store", engine="python")
    for complaint in at_random(5):
        data = engine.record(complaint).to_dict()
        packed = packing.pack(data)
        assert packing.unpack(packed) == data
        assert len(packed) < len(json.dumps(data, ensure_ascii=False).encode()) / 4


def test_a_damaged_pack_is_told():
    packed = packing.pack({"a": 1})
    assert code_of(lambda: packing.unpack(packed[:5])) == "record-unreadable"
    assert code_of(lambda: packing.unpack(b"")) == "record-newer"
    assert code_of(lambda: packing.unpack(b"\x09" + packed[1:])) == "record-newer"
    listed = b"\x01" + ZstdCompressor(dict_data=packing.dictionary()).compress(b"[]")
    assert code_of(lambda: packing.unpack(listed)) == "record-unreadable"
    grown = b"\x01" + ZstdCompressor().compress(b'"' + b" " * LARGEST_RECORD + b'"')  # some kilobytes
    assert code_of(lambda: packing.unpack(grown)) == "record-unreadable"


def test_threads_pack_at_once():
    data = {"a": ["x" * 50] * 200}
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: packing.unpack(packing.pack({**data, "n": n})), range(400)))
    assert found == [{**data, "n": n} for n in range(400)]


def test_the_dictionary_that_logs_were_packed_with_never_changes():
    from hashlib import sha256

    assert sha256(packing.dictionary().as_bytes()).hexdigest() == DICTIONARY


DICTIONARY = "d48346b988735959a4043b23c32cb065603fc6905d102930c3de22bc60c48b8c"
"""Of the first version; a better dictionary is a further version, and this one stays."""
