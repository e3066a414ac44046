"""Facts: the complaint that comes in, the facts it may state, and the sheet that the engines read."""
