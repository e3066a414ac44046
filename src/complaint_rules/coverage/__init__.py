"""Coverage: what the cases beside a ruleset show of its rules, their tests and the clauses behind them."""
