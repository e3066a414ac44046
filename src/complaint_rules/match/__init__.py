"""Match: which rules a fact sheet satisfies, and how surely. Three engines, one interface; none imports another."""
