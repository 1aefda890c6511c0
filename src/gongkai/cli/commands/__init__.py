"""命令 — one module per command: HELP, arguments(parser) and run(args) -> exit status.

A module imports what is heavy inside its functions, so that `--help` answers at once. A name that Python
keeps for itself gets a trailing underscore in the file name only (import_.py).
"""
