"""Each kind of slip is made where an author could make it, and nowhere else."""

from __future__ import annotations

from datetime import date

TIER = {"severity": "low"}


def test_a_sum_in_a_cell_moves_by_one_fen_and_its_sign_by_equality(says):
    found = says({"when": {"claimed_amount": "< 200.00"}, "then": TIER})
    assert found["threshold"] == [
        "claimed_amount: < 200.00 -> < 199.99",
        "claimed_amount: < 200.00 -> < 200.01",
    ]
    assert found["comparison"] == ["claimed_amount: < 200.00 -> <= 200.00"]
    assert found["negation"] == ["claimed_amount: < 200.00 -> not so"]


def test_a_test_that_no_value_meets_is_no_mutant(says):
    found = says({"when": {"claimed_amount": "> 0.00"}, "then": TIER})
    assert found["comparison"] == ["claimed_amount: > 0.00 -> >= 0.00"]
    assert found["threshold"] == ["claimed_amount: > 0.00 -> > 0.01"]


def test_days_between_two_facts_move_by_one_day(says):
    found = says({"when": {"occurred_on": ">= received_on - 7 days"}, "then": TIER})
    assert found["threshold"] == [
        "occurred_on: >= received_on - 7 days -> >= received_on - 8 days",
        "occurred_on: >= received_on - 7 days -> >= received_on - 6 days",
    ]


def test_both_ends_of_an_interval_move(says):
    found = says({"when": {"claimed_amount": "[200..1000)"}, "then": TIER})
    assert len(found["threshold"]) == 4
    assert len(found["comparison"]) == 2
    assert found["condition"] == ["claimed_amount: [200..1000) dropped"]


def test_an_order_of_named_values_widens_and_narrows_by_one(says):
    found = says({"when": {"media_risk": ">= possible"}, "then": TIER})
    assert found["comparison"] == [
        "media_risk: >= possible -> none too",
        "media_risk: >= possible -> without possible",
    ]


def test_each_value_of_a_list_is_forgotten_in_turn(says):
    found = says({"when": {"kind": ["vehicle", "privacy"]}, "then": TIER})
    assert found["value"] == [
        "kind: [vehicle, privacy] -> without privacy",
        "kind: [vehicle, privacy] -> without vehicle",
    ]


def test_an_exclusion_loses_one_of_its_values(says):
    found = says({"when": {"kind": "not([vehicle, privacy])"}, "then": TIER})
    assert found["value"] == [
        "kind: not([vehicle, privacy]) -> without vehicle",
        "kind: not([vehicle, privacy]) -> without privacy",
    ] or [text.rpartition(" ")[2] for text in found["value"]] == ["vehicle", "privacy"]


def test_cells_and_branches_are_dropped_one_by_one(says):
    branches = [{"kind": "privacy"}, {"customer_unwell": True}]
    found = says({"when": {"facts_clear": True, "any": branches}, "then": TIER})
    assert found["condition"] == [
        "facts_clear: true dropped",
        "kind: privacy, customer_unwell: true dropped",
        "kind: privacy branch of `any` dropped",
        "customer_unwell: true branch of `any` dropped",
    ]


def test_a_condition_after_not_loses_its_not(mutants):
    rule = {"when": {"not": {"kind": "privacy", "facts_clear": True}}, "then": TIER}
    assert "not: kind: privacy, facts_clear: true -> without `not`" in [one.says for one in mutants(rule)]


def test_a_tier_is_exchanged_for_each_one_beside_it(says):
    found = says({"then": {"severity": "mid"}})
    assert found["output"] == ["severity: mid -> severity: low", "severity: mid -> severity: high"]
    assert found["effect"] == ["the rule dropped"]


def test_names_are_exchanged_for_others_that_the_ruleset_uses(says):
    found = says({"then": {"lead": "security"}}, {"then": {"lead": "reception", "action": {"explain": "resolve"}}})
    assert found["output"] == ["lead: security -> lead: reception", "lead: reception -> lead: security"]
    assert found["effect"] == [
        "the rule dropped",
        "lead: reception dropped",
        "action explain: resolve dropped",
    ]


def test_what_is_permitted_is_forbidden_and_required_and_its_range_mistaken(says):
    found = says({"then": {"permit": {"compensation": {"max": "199.99"}}}})
    assert found["output"] == [
        "permit compensation -> forbid compensation",
        "permit compensation -> require compensation",
    ]
    assert found["effect"] == ["permit compensation: its max dropped", "the rule dropped"]
    assert found["threshold"] == [
        "permit compensation: 199.99 -> 199.98",
        "permit compensation: 199.99 -> 200.00",
    ]


def test_a_deadline_moves_by_one_of_its_unit_and_takes_another_span_of_its_clock(says):
    found = says({"then": {"deadline.respond": "2 working days"}}, {"then": {"deadline.respond": "24h"}})
    assert found["threshold"] == [
        "deadline.respond: 2 working days from received -> deadline.respond: 1 working day from received",
        "deadline.respond: 2 working days from received -> deadline.respond: 3 working days from received",
        "deadline.respond: 24h from received -> deadline.respond: 23h from received",
        "deadline.respond: 24h from received -> deadline.respond: 25h from received",
    ]
    assert "deadline.respond: 24h from received -> deadline.respond: 2 working days from received" in found["output"]


def test_a_formula_is_mistaken_in_its_figures_signs_and_ends(says):
    amount = "min(30 percent * injury.medical_expenses + 5.00, 100.00)"
    found = says({"then": {"item": {"medical": {"amount": amount, "needs": ["evidence.photo"]}}}})
    assert [text for text in found["comparison"] if "min(" in text and "-> max(" in text]
    assert [text for text in found["comparison"] if " + 5.00 -> " in text and text.endswith(" - 5.00")]
    assert "item medical: 30 -> 31" in found["threshold"]
    assert "item medical: 100.00 -> 99.99" in found["threshold"]
    assert "item medical: its need evidence.photo dropped" in found["effect"]
    assert found["output"] == ["item medical -> not_payable"]


def test_a_removed_exception_silences_no_more(mutants):
    general = {"id": "general", "then": {"severity": "high"}}
    special = {"id": "special", "exception_to": ["general"], "when": {"kind": "privacy"}, "then": TIER}
    (mutant,) = [one for one in mutants(general, special) if one.kind == "exception"]
    assert mutant.says == "exception_to: general removed"
    assert mutant.ruleset.rule("house/general").silencers == ()
    assert mutant.ruleset.rule("house/special").silences == ()


def test_effective_days_move_by_one_and_the_law_changes_with_them(mutants):
    effective = {"from": "2024-07-01", "until": "2024-07-01"}
    found = [one for one in mutants({"effective": effective, "then": TIER}) if one.kind == "day"]
    assert [one.says for one in found] == [
        "effective from: 2024-07-01 -> 2024-06-30",
        "effective until: 2024-07-01 -> 2024-07-02",
    ]
    assert date(2024, 6, 30) in found[0].ruleset.changes


def test_each_dated_figure_of_a_parameter_moves_by_one_unit_and_so_does_its_day(says):
    limit = {
        "unit": "CNY",
        "values": {"2020-01-01": "5000.00"},
        "basis": "assumption",
        "reason": "an example",
        "title": {"en": "Limit", "zh": "限额"},
    }
    found = says({"when": {"claimed_amount": "< limit"}, "then": TIER}, parameters={"limit": limit})
    assert found["threshold"] == [
        "from 2020-01-01: 5000.00 -> 4999.99",
        "from 2020-01-01: 5000.00 -> 5000.01",
    ]
    assert found["day"] == ["from 2020-01-01 -> 2019-12-31", "from 2020-01-01 -> 2020-01-02"]


def test_presumptions_and_the_authority_ladder_are_mistaken_too(says):
    found = says(
        {"when": {"media_risk": "possible"}, "then": TIER},
        presume={"media_risk": "none", "customer_unwell": False},
        authority=[{"role": "duty_manager", "upto": "200.00"}, {"role": "senior_management"}],
    )
    assert found["presumption"] == ["presumed none -> possible", "presumed false -> true"]
    assert found["authority"] == ["upto 200.00 -> 199.99", "upto 200.00 -> 200.01"]


def test_only_the_rules_of_the_ruleset_itself_are_mistaken(write, mutants):
    write({"id": "below", "then": TIER}, name="below")
    found = mutants({"id": "above", "then": TIER}, extends=["../below"], tiers=["low", "mid"])
    assert {one.of for one in found} == {"house/above"}


def test_a_mutant_knows_its_place_and_leaves_the_original_as_it_was(mutants):
    found = mutants({"when": {"claimed_amount": "< 200.00"}, "then": TIER})
    assert all(str(one.place).startswith("house/ruleset.yaml:") for one in found)
    assert len({one.ruleset.rules[0].condition for one in found if one.kind == "threshold"}) == 2
