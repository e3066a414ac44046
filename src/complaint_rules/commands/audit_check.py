"""`audit verify`, `checkpoint`, `prove`, `replay`, `key`: show that nothing was changed, and decide again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from complaint_rules.commands.audit_files import open_log, read_small, signer, text_output, verifier, write_new
from complaint_rules.commands.audit_words import say
from complaint_rules.commands.console import DONE, FINDINGS, Console
from complaint_rules.errors import AuditError

if TYPE_CHECKING:
    from complaint_rules.audit.replay import Replay
    from complaint_rules.audit.verification import Verification

_MOST = 20
"""The most findings that are listed as text."""


def verify(
    console: Console,
    *,
    url: str | None,
    checkpoint: str | None,
    proof: str | None,
    key: str | None,
    quick: bool,
    format: str,
    lang: str,
) -> int:
    """Verify the log, or one proof without the log."""
    del lang
    if proof is not None:
        return _verify_proof(proof, key, console, format)
    note = None if checkpoint is None else read_small(checkpoint, console)
    with open_log(url) as log:
        found = log.verify(note, verifier=verifier(key, console), full=not quick, progress=_bar(console, "verified"))
    console.bar_done()
    if format == "json":
        _write_json(found.to_dict(), console)
    else:
        _tell(found, console)
    if found.checkpoint_size is not None and not found.signed:
        console.note(say(console.lang, "unsigned"))
    return DONE if found.ok else FINDINGS


def _tell(found: Verification, console: Console) -> None:
    lang = console.lang
    if found.ok:
        console.line(say(lang, "ok", f"{found.size:,}"))
        if found.checkpoint_size is not None:
            console.line(say(lang, "since", f"{found.checkpoint_size:,}"))
    else:
        if found.first is not None:
            console.line(say(lang, "first", found.first))
        for one in found.findings[:_MOST]:
            console.line(one.text(lang))
        if found.count > _MOST:
            console.line(say(lang, "more", f"{found.count - _MOST:,}"))
    if found.unchecked_keys:
        console.note(say(lang, "unchecked", f"{found.unchecked_keys:,}"))


def _verify_proof(file: str, key: str | None, console: Console, format: str) -> int:
    from complaint_rules.audit.proofs import InclusionProof

    try:
        data = json.loads(read_small(file, console))
    except (ValueError, RecursionError):
        raise AuditError.of("proof-not-one") from None
    proof, known = InclusionProof.from_dict(data), verifier(key, console)
    is_proved = proof.check(known)
    if format == "json":
        about = {"index": proof.entry.index, "complaint": proof.entry.complaint_id, "log": proof.checkpoint.origin}
        _write_json({"ok": is_proved, "signed": known is not None, **about}, console)
    elif is_proved:
        checkpoint = proof.checkpoint
        about_ = proof.entry.index, proof.entry.complaint_id, checkpoint.origin, f"{checkpoint.size:,}"
        console.line(say(console.lang, "proof_ok", *about_))
    else:
        console.line(say(console.lang, "proof_wrong"))
    if is_proved and known is None:
        console.note(say(console.lang, "proof_unsigned"))
    return DONE if is_proved else FINDINGS


def checkpoint(console: Console, *, url: str | None, key: str | None, output: str | None, lang: str) -> int:
    """Write a signed checkpoint."""
    del lang
    by = signer(key, console)
    with open_log(url) as log, text_output(output, console) as file:
        file.write(log.checkpoint(by).note)
    return DONE


def prove(
    id: str,
    console: Console,
    *,
    url: str | None,
    outline: bool,
    checkpoint: str | None,
    key: str | None,
    output: str | None,
    by: str | None,
    lang: str,
) -> int:
    """Write the proof of one decision."""
    del lang
    from complaint_rules.audit.checkpoints import Checkpoint

    proved_by = signer(key, console) if checkpoint is None else Checkpoint.parse(read_small(checkpoint, console))
    with open_log(url) as log:
        found = log.prove(id, proved_by, record=not outline, by=by)
    with text_output(output, console) as file:
        file.write(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n")
    return DONE


def replay(console: Console, *, url: str | None, against: str | None, format: str, by: str | None, lang: str) -> int:
    """Decide all entries again."""
    del lang
    from complaint_rules.engine import Engine

    engine = None if against is None else Engine.load(against)
    with open_log(url) as log:
        found = log.replay(engine, by=by, progress=_bar(console, "decided"))
    console.bar_done()
    if format == "json":
        _write_json(found.to_dict(), console)
    else:
        _tell_replay(found, console)
    return DONE if against is not None or found.ok else FINDINGS


def _tell_replay(found: Replay, console: Console) -> None:
    lang = console.lang

    def called(name: str | None) -> str:
        return say(lang, "nothing") if name is None else name

    counts = found.entries, found.same, found.provenance_only, found.different
    console.line(say(lang, "replay", *(f"{count:,}" for count in counts)))
    if found.erased or found.missing or found.refused:
        console.line(say(lang, "not_again", found.erased, found.missing, found.refused))
    data = found.to_dict()
    for name in ("tiers", "leads"):
        for one in data[name]:
            console.line(say(lang, name, called(one["from"]), called(one["to"]), one["count"]))
    for one in data["remedies"]:
        console.line(say(lang, "remedies", one["kind"], called(one["from"]), called(one["to"]), one["count"]))
    for one in data["approvals"]:
        console.line(say(lang, "approvals", one["role"], say(lang, one["change"]), one["count"]))
    for difference in found.differences[:_MOST]:
        told = difference.index, difference.complaint_id, ", ".join(difference.differs)
        console.line(say(lang, "differs", *told))
    if found.different > _MOST:
        console.line(say(lang, "more", f"{found.different - _MOST:,}"))


def key(file: str, name: str, console: Console, *, lang: str) -> int:
    """Make a signing key."""
    del lang
    from complaint_rules.audit.notes import Signer

    made = Signer.new(name)
    write_new(file, made.secret() + "\n", secret=True)
    write_new(f"{file}.pub", f"{made.verifier}\n", secret=False)
    console.line(str(made.verifier))
    return DONE


def _bar(console: Console, what: str) -> Callable[[int, int], None]:
    return lambda done, of: console.bar(done, of, what)


def _write_json(data: dict[str, Any], console: Console) -> None:
    console.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
