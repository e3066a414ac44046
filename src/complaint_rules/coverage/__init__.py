"""Coverage: how far a ruleset's cases exercise its rules, their tests and the clauses behind them."""
