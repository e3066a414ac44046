"""Match: which rules a fact sheet meets, and how surely. Three engines, one interface; none imports another."""
