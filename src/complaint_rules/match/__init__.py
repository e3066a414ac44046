"""Match: which rules a fact sheet meets, and how surely. Three engines behind one interface; they never import each other."""
