"""Keys, notes and checkpoints are those of C2SP: what other tools sign is taken, what was changed is not."""

from __future__ import annotations

import base64

import pytest

from complaint_rules import AuditError, Checkpoint, Signer, Verifier
from complaint_rules.audit.notes import Note

GO_SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    f"{GO_TEXT}\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
"""The example of golang.org/x/mod/sumdb/note."""

C2SP_VERIFIER = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
C2SP_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
"""The example of the specification."""

ROOT = bytes(range(32))


def refused(call, code):
    with pytest.raises(AuditError) as caught:
        call()
    assert caught.value.code == code


def test_a_known_key_signs_what_another_tool_signs_with_it():
    signer = Signer.parse(GO_SIGNER)
    assert signer.sign(GO_TEXT) == GO_NOTE
    assert str(signer.verifier) == GO_VERIFIER
    assert signer.secret() == GO_SIGNER


@pytest.mark.parametrize(("note", "key"), [(GO_NOTE, GO_VERIFIER), (C2SP_NOTE, C2SP_VERIFIER)])
def test_notes_of_other_tools_are_taken(note, key):
    assert Note.parse(note).signed_by(Verifier.parse(key))


def test_signatures_of_unknown_keys_are_passed_over():
    other = Signer.new("PeterNeumann")
    both = other.sign(GO_TEXT) + GO_NOTE.removeprefix(f"{GO_TEXT}\n")
    assert Note.parse(both).signed_by(Verifier.parse(GO_VERIFIER))
    assert not Note.parse(other.sign(GO_TEXT)).signed_by(Verifier.parse(GO_VERIFIER))


def test_a_changed_text_is_not_signed_by_the_key():
    note = Note.parse(GO_NOTE.replace("answer", "answers"))
    refused(lambda: note.signed_by(Verifier.parse(GO_VERIFIER)), "signature-wrong")


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\nx\n",
        GO_NOTE[:-1],
        GO_NOTE.replace("—", "-"),
        f"\x07{GO_NOTE}",
        "a\n\n— b c\n",
    ],
)
def test_what_has_not_the_form_of_a_note_is_refused(note):
    refused(lambda: Note.parse(note), "note-not-one")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a+b",
        "a+b+c",
        GO_VERIFIER[:-4],
        GO_VERIFIER.replace("c74f20a3", "c74f20a4"),
        f"x{GO_VERIFIER}",
        GO_SIGNER,
    ],
)
def test_what_is_no_verifier_key_is_refused(text):
    refused(lambda: Verifier.parse(text), "log-key-not-one")


@pytest.mark.parametrize(
    "text", ["", "PRIVATE+KEY+a+b+c", GO_VERIFIER, GO_SIGNER[:-4], GO_SIGNER.replace("c74f20a3", "0")]
)
def test_what_is_no_signer_key_is_refused(text):
    refused(lambda: Signer.parse(text), "log-key-not-one")


def test_a_key_has_a_name_that_a_note_can_bear_and_does_not_show_its_secret():
    for name in ("", "a b", "a+b", "a\nb"):
        refused(lambda name=name: Signer.new(name), "log-key-name")
    made = Signer.new("shop.example/log")
    assert Signer.parse(made.secret()) == made
    assert base64.b64decode(made.secret().split("+", 4)[-1])[1:].hex() not in repr(made)
    refused(lambda: made.sign("no newline"), "note-not-one")


def test_a_checkpoint_says_origin_size_and_root_and_comes_back(key):
    made = Checkpoint.sign("shop.example/log", 20852163, ROOT, key)
    assert made.note.split("\n")[:4] == ["shop.example/log", "20852163", base64.b64encode(ROOT).decode(), ""]
    assert Checkpoint.parse(str(made)) == made
    made.require(key.verifier)
    refused(lambda: made.require(Signer.new("else").verifier), "signature-missing")


def test_lines_that_other_logs_add_to_a_checkpoint_are_passed_over(key):
    note = key.sign(f"a.example\n7\n{base64.b64encode(ROOT).decode()}\nmore\n")
    assert (Checkpoint.parse(note).size, Checkpoint.parse(note).root) == (7, ROOT)


@pytest.mark.parametrize(
    "text", ["a\n7\n", "a\n07\nAA==\n", "a\n-1\n{root}\n", "a\n7\nAA==\n", "\n7\n{root}\n", "a\n7\n{root}\n\nb\n"]
)
def test_what_is_no_checkpoint_is_refused(text, key):
    note = key.sign(text.format(root=base64.b64encode(ROOT).decode()))
    refused(lambda: Checkpoint.parse(note), "checkpoint-not-one")
