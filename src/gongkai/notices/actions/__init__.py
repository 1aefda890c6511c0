"""变动 — one function per change of state."""
