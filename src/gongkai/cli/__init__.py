"""命令行 — the command line: one module per command in commands/."""
