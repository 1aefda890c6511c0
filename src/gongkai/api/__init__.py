"""开放接口 — the public, versioned contract."""
