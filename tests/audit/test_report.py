"""The report of a log as files: what it counts, what it shows, where it is written and where not."""

from __future__ import annotations

import json
import re
import stat
from datetime import date
from pathlib import Path

import pytest

from complaint_rules import AuditLog, Engine
from complaint_rules.audit.report import pages
from complaint_rules.audit.report.report import write_report
from complaint_rules.audit.report.tally import MOST_TIMES, Recent
from complaint_rules.errors import AuditError
from tests.conftest import HEADER
from tests.hostile import as_yaml


@pytest.fixture
def out(tmp_path) -> Path:
    """Where a report goes."""
    return tmp_path / "made" / "report"


@pytest.fixture(scope="module")
def timed(tmp_path_factory) -> Engine:
    """An engine of rules with deadlines, and a remedy that is approved."""
    folder = tmp_path_factory.mktemp("timed") / "timed"
    folder.mkdir()
    effects = {
        "deadline.acknowledge": {"within": "at once", "from": "received"},
        "deadline.respond": {"within": "24h", "from": "received"},
        "deadline.retain": {"within": "3 years", "from": "resolved"},
        "permit": "apology",
        "approval": {"role": "duty_manager", "for": "solution"},
    }
    rules = [
        {"id": "all", "then": {"severity": "low", "lead": "customer_service", **effects}},
        {"id": "grave", "when": {"kind": "personal_injury"}, "then": {"severity": "high"}},
    ]
    stated = [{"basis": "assumption", "reason": "an example", **rule} for rule in rules]
    header = {"ruleset": "timed", **HEADER, "tiers": ["low", "high"], "calendar": "weekends", "rules": stated}
    (folder / "ruleset.yaml").write_text(as_yaml(header), encoding="utf-8")
    return Engine.load(folder, engine="python")


def texts(out: Path, lang: str = "") -> dict[str, str]:
    """The pages of decisions in one language, by entry."""
    wanted = re.compile(rf"(\d+){lang}\.html")
    files = ((wanted.fullmatch(file.name), file) for file in (out / "decisions").iterdir())
    return {found[1]: file.read_text("utf-8") for found, file in files if found}


def names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def panel(text: str, key: str) -> list[list[str]]:
    """The table of a chart."""
    part = text[text.index(f'id="chart-{key}"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", part[: part.find("</table>")], re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def test_there_is_an_index_and_a_page_a_decision_in_each_language(log, record, out):
    log.append(record())
    log.append(record())
    write_report(log, out)
    pages_of = [f"decisions/{entry}{lang}.html" for entry in "01" for lang in ("", ".zh")]
    assert names(out) == sorted([*pages_of, "index.html", "index.zh.html", "report.json"])
    assert '<html lang="en">' in (out / "index.html").read_text("utf-8")
    assert '<html lang="zh-Hans">' in (out / "index.zh.html").read_text("utf-8")


def test_a_report_is_made_of_every_kind_of_database(any_log, record, out):
    any_log.append(record())
    any_log.event("C-1", "resolved", "2026-03-05T10:00:00+08:00")
    assert write_report(any_log, out).decisions == 1
    assert "Resolved" in texts(out)["0"]


def test_one_language_has_names_without_it(log, record, out):
    log.append(record())
    write_report(log, out, langs=["zh"])
    assert names(out) == ["decisions/0.html", "index.html", "report.json"]
    assert "处理决定" in (out / "index.html").read_text("utf-8")


def test_every_link_leads_to_a_page_of_the_report(log, record, out):
    for _ in range(3):
        log.append(record())
    write_report(log, out)
    for file in out.rglob("*.html"):
        text = file.read_text("utf-8")
        links, ids = re.findall(r'href="([^"]*)"', text), set(re.findall(r' id="([^"]*)"', text))
        assert links
        for link in links:
            name, _, anchor = link.partition("#")
            assert (file.parent / name).exists() if name else anchor in ids, link


def test_pages_fetch_nothing_and_let_in_only_their_own_style_and_script(log, record, out):
    log.append(record())
    write_report(log, out)
    for file in out.rglob("*.html"):
        text = file.read_text("utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
        assert policy is not None
        assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy[1]
        assert not re.search(r"https?://(?!www\.w3\.org)|<link|<img|<iframe| style=", text)


def test_that_the_records_were_read_is_an_entry(log, record, out):
    log.append(record())
    write_report(log, out, by="an auditor")
    entry = log.entry(1)
    assert (entry.kind, entry.outline["what"], entry.outline["by"]) == ("read", "report", "an auditor")
    assert entry.outline["count"] == 1
    assert log.verify().ok


def test_the_report_is_of_the_decisions_that_the_filters_find(log, record, out):
    log.append(record())
    log.append(record(kind="personal_injury"))
    tally = write_report(log, out, tier="high")
    assert tally.decisions == 1
    assert [*texts(out)] == ["1"]
    assert "severity: high" in (out / "index.html").read_text("utf-8")
    with pytest.raises(AuditError, match="soon"):
        write_report(log, out, since="soon")
    assert [*texts(out)] == ["1"]


def test_a_report_of_nothing_says_so(log, out):
    write_report(log, out)
    text = (out / "index.html").read_text("utf-8")
    assert "no decision that fits" in text
    assert "<form" not in text


def test_charts_count_tiers_rules_approvals_and_assumptions(log, record, out):
    log.append(record())
    log.append(record(received_at="2026-03-05T10:00:00+08:00"))
    log.append(record(received_at="2026-03-20T10:00:00+08:00", kind="personal_injury"))
    write_report(log, out)
    text = (out / "index.html").read_text("utf-8")
    head, *rows = panel(text, "tiers")
    at = {name: head.index(name) for name in head}
    assert [[row[0], row[at["low"]], row[at["high"]]] for row in rows] == [
        ["2026-03-02", "2", "0"],
        ["2026-03-16", "0", "1"],
    ]
    assert ["house/plain", "3"] in panel(text, "rules")
    assert ["house/grave", "1"] in panel(text, "rules")
    assert ["house/kept", "3"] in panel(text, "assumptions")
    assert ["Day of the event", "3"] in panel(text, "presumed")


def test_approvals_are_counted_by_the_role_that_gives_them(log, timed, complaint, out):
    log.append(timed.record(complaint()))
    write_report(log, out)
    assert ["duty manager", "1"] in panel((out / "index.html").read_text("utf-8"), "approvals")


def test_deadlines_met_are_counted_by_day_and_told_from_late_ones(log, timed, complaint, out):
    for _ in range(3):
        log.append(timed.record(complaint()))
    log.event("C-1", "met:respond", "2026-03-05T09:00:00+08:00")
    log.event("C-2", "met:respond", "2026-03-05T09:00:00+08:00")
    log.event("C-2", "met:respond", "2026-03-05T23:00:00+08:00")
    log.event("C-3", "met:acknowledge", "2026-03-04T10:01:00+08:00")
    write_report(log, out)
    head, *rows = panel((out / "index.html").read_text("utf-8"), "met")
    assert head == ["Day", "in time", "late", "no date to compare with"]
    assert rows == [["2026-03-04", "0", "0", "1"], ["2026-03-05", "1", "1", "0"]]
    first, second, third = (texts(out)[entry] for entry in "012")
    assert "met in time, 2026-03-05 09:00" in first
    assert "met late, 2026-03-05 23:00" in second
    assert "not noted as met" in third


def test_a_deadline_counts_for_the_decision_that_was_in_force(log, timed, complaint, out):
    stated = complaint()
    log.append(timed.record(stated))
    log.append(timed.record({**stated, "kind": "personal_injury"}))
    log.event("C-1", "met:respond", "2026-03-05T09:00:00+08:00")
    write_report(log, out)
    _, *rows = panel((out / "index.html").read_text("utf-8"), "met")
    assert rows == [["2026-03-05", "1", "0", "0"]]
    assert "Decided again: entry 1" in texts(out)["0"]


def test_the_timeline_is_in_the_order_of_time(log, timed, complaint, out):
    log.append(timed.record(complaint()))
    log.event("C-1", "resolved", "2026-03-04T18:00:00+08:00", by="a clerk")
    write_report(log, out)
    text = texts(out)["0"]
    part = text[text.index("<ol>") : text.index("</ol>")]
    moments = re.findall(r'datetime="([^"]*)"', part)
    assert moments == sorted(moments)
    assert "2026-03-04T18:00+08:00" in moments
    assert "noted by a clerk" in part
    assert re.search(r"Keep the file: 3 years after", text)


def test_an_erased_decision_shows_its_outline_and_says_so(log, record, out):
    log.append(record(claimed_amount="7654.00"))
    log.append(record())
    log.erase("C-1", reason="asked for", by="an officer")
    tally = write_report(log, out)
    assert (tally.decisions, tally.erased) == (2, 1)
    for lang, said in (("", "The record was erased"), (".zh", "记录已删除")):
        text = texts(out, lang.replace(".", r"\."))["0"]
        assert said in text
        assert "asked for" in text
        assert "house/plain" in text
        assert "7654" not in text
        assert "an officer" in text
    assert "erased" in (out / "index.html").read_text("utf-8")


def test_a_long_index_has_pages(log, record, out, monkeypatch):
    monkeypatch.setattr(pages, "ROWS", 2)
    for _ in range(5):
        log.append(record())
    write_report(log, out, langs=["en"])
    found = {name: (out / name).read_text("utf-8") for name in names(out) if name.startswith("index")}
    listed = {name: re.findall(r">(C-\d)</a>", text) for name, text in found.items()}
    assert listed == {"index.html": ["C-5", "C-4"], "index-2.html": ["C-3", "C-2"], "index-3.html": ["C-1"]}
    assert ["house/plain", "5"] in panel(found["index.html"], "rules")
    assert 'href="index-3.html" rel="next"' in found["index-2.html"]
    assert 'href="index.html" rel="prev"' in found["index-2.html"]
    assert "Page 2 of 3" in found["index-2.html"]


def test_a_report_has_no_more_decisions_than_allowed(log, record, out):
    log.append(record())
    log.append(record())
    with pytest.raises(AuditError, match="2 decisions are more than the 1"):
        write_report(log, out, most=1)
    assert not out.exists()
    assert log.size == 2, "nothing was read"


def test_days_are_counted_within_bounds():
    counts = Recent()
    for day in range(2 * MOST_TIMES):
        counts.count(date.fromordinal(700_000 + day), "x")
    counts.count(date.fromordinal(1), "x")
    assert len(counts) == MOST_TIMES
    assert max(counts).toordinal() == 700_000 + 2 * MOST_TIMES - 1


# --- where it is written


def test_a_report_is_for_its_owner_alone(log, record, out):
    log.append(record())
    write_report(log, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o700


def test_an_older_report_is_replaced(log, record, out):
    log.append(record())
    write_report(log, out)
    log.erase("C-1", reason="asked for")
    write_report(log, out, langs=["en"])
    assert names(out) == ["decisions/0.html", "index.html", "report.json"]
    assert "was erased" in texts(out)["0"]
    assert [one.name for one in out.parent.iterdir()] == ["report"]


def test_an_empty_folder_is_taken(log, out):
    out.mkdir(parents=True)
    write_report(log, out)
    assert "index.html" in names(out)


@pytest.mark.parametrize("other", ["notes.txt", "decisions/notes.txt"])
def test_a_folder_with_anything_else_is_left_alone(log, record, out, other):
    log.append(record())
    write_report(log, out)
    (out / other).write_text("mine")
    before, size = names(out), log.size
    with pytest.raises(AuditError, match="is no report"):
        write_report(log, out)
    assert names(out) == before
    assert log.size == size, "nothing was read"


def test_a_file_and_a_folder_that_only_looks_like_a_report_are_left_alone(log, tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "index.html").write_text("mine")
    for name in ("file", "folder"):
        with pytest.raises(AuditError, match="is no report"):
            write_report(log, tmp_path / name)
    assert (tmp_path / "folder" / "index.html").read_text() == "mine"


def test_a_report_that_fails_leaves_the_older_one_and_nothing_half_written(url, log, record, out):
    log.append(record())
    write_report(log, out)
    before = {name: (out / name).read_bytes() for name in names(out)}
    log.append(record())
    with log._database.writing() as connection:
        connection.exec_driver_sql("UPDATE log_entries SET body = x'01' WHERE idx = 0")
    with AuditLog(url) as again, pytest.raises(AuditError):
        write_report(again, out)
    assert {name: (out / name).read_bytes() for name in names(out)} == before
    assert [one.name for one in out.parent.iterdir()] == ["report"]


def test_a_place_that_cant_be_written_is_told(log, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(AuditError) as told:
        write_report(log, tmp_path / "file" / "report")
    assert told.value.code == "unwritable"


def test_report_json_says_what_the_report_is_of(log, record, out):
    log.append(record())
    write_report(log, out, by="me", tier="low")
    stated = json.loads((out / "report.json").read_text("utf-8"))
    assert stated["decisions"] == 1
    assert (stated["log"], stated["by"], stated["filters"]) == (log.origin, "me", {"tier": "low"})
