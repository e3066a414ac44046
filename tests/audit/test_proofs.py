"""A proof shows one decision to be in a log, to somebody who has neither the log nor any other decision."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace

import pytest

from complaint_rules import AuditError, InclusionProof, Signer
from complaint_rules.audit.merkle import is_included
from complaint_rules.record.canonical import canonical


@pytest.fixture
def proved(log, record, key):
    for _ in range(7):
        log.append(record())
    return json.loads(json.dumps(log.prove("C-3", key, by="the customer").to_dict()))


def test_a_proof_comes_back_and_holds(proved, key):
    proof = InclusionProof.from_dict(proved)
    assert proof.check(key.verifier)
    assert proof.check()
    assert proof.record.decision["complaint_id"] == "C-3"
    assert proof.to_dict() == proved


def test_a_proof_can_be_checked_by_hand_as_its_page_says(proved):
    leaf = hashlib.sha256(b"\0" + canonical(proved["outline"])).digest()
    _, size, root = proved["checkpoint"].split("\n")[:3]
    path = [base64.b64decode(step) for step in proved["path"]]
    assert is_included(leaf, proved["outline"]["index"], int(size), path, base64.b64decode(root))
    record = {name: value for name, value in proved["record"].items() if name != "digest"}
    salted = hashlib.sha256(base64.b64decode(proved["record_key"]) + canonical(record)).hexdigest()
    assert proved["outline"]["record"]["digest"] == f"sha256:{salted}"


def test_a_proof_tells_nothing_of_other_decisions(proved):
    text = json.dumps(proved)
    assert "C-3" in text
    assert not any(f"C-{number}" in text for number in (1, 2, 4, 5, 6, 7))


def test_a_proof_leads_to_a_checkpoint_that_was_signed_before(log, record, key):
    for _ in range(3):
        log.append(record())
    early = log.checkpoint(key)
    for _ in range(4):
        log.append(record())
    proof = log.prove("C-2", early)
    assert proof.checkpoint == early
    assert proof.check(key.verifier)
    assert proof.record.decision["complaint_id"] == "C-2"
    assert log.prove("C-2", early, record=False).record is None
    size = log.size
    for id, given, code in (
        ("C-5", early, "checkpoint-before"),
        ("C-2", replace(early, root=b"\0" * 32), "checkpoint-unlike"),
        ("C-2", replace(early, size=99), "checkpoint-unlike"),
        ("C-9", early, "entry-missing"),
    ):
        with pytest.raises(AuditError) as caught:
            log.prove(id, given)
        assert caught.value.code == code
    assert log.size == size, "what can't be proved is not read"


def test_a_proof_of_something_else_does_not_hold(proved, key):
    def holds(**parts):
        return InclusionProof.from_dict({**proved, **parts}).check(key.verifier)

    assert not holds(outline={**proved["outline"], "tier": "high"})
    assert not holds(outline={**proved["outline"], "index": 3})
    assert not holds(path=proved["path"][::-1])
    assert not holds(path=proved["path"][1:])
    assert not holds(record={**proved["record"], "complaint": {**proved["record"]["complaint"], "kind": "privacy"}})
    assert not holds(record_key=base64.b64encode(b"k" * 32).decode())
    assert not holds(outline={**proved["outline"], "tier": "\udcff"})


def test_a_proof_is_held_to_the_key_of_the_log(proved, key):
    proof = InclusionProof.from_dict(proved)
    with pytest.raises(AuditError) as caught:
        proof.check(Signer.new(key.name).verifier)
    assert caught.value.code == "signature-missing"
    forged = InclusionProof.from_dict({**proved, "checkpoint": proved["checkpoint"].replace("\n8\n", "\n7\n")})
    with pytest.raises(AuditError):
        forged.check(key.verifier)


@pytest.mark.parametrize(
    "parts",
    [
        {"path": ["AA=="]},
        {"path": 3},
        {"outline": []},
        {"outline": {"index": "1"}},
        {"record": 3},
        {"record_key": "?"},
        {"path": None},
    ],
)
def test_what_is_no_proof_is_told(proved, parts):
    with pytest.raises(AuditError) as caught:
        InclusionProof.from_dict({**proved, **parts})
    assert caught.value.code == "proof-not-one"
    for wrong in ({}, [], None, 7):
        with pytest.raises(AuditError):
            InclusionProof.from_dict(wrong)


def test_a_proof_of_a_newer_form_is_told(proved):
    with pytest.raises(AuditError) as caught:
        InclusionProof.from_dict({**proved, "proof": "2"})
    assert caught.value.code == "record-newer"


def test_of_an_erased_decision_the_outline_is_proved(log, record, key):
    log.append(record())
    log.erase("C-1", reason="an example")
    proof = log.prove("C-1", key)
    assert (proof.record, proof.check(key.verifier)) == (None, True)
    assert "record" not in proof.to_dict()


def test_every_entry_of_any_kind_can_be_proved(any_log, record, key):
    for _ in range(4):
        any_log.append(record())
        any_log.checkpoint(key)
    for index in range(8):
        assert any_log.prove(f"@{index}", key, record=False).check(key.verifier)
