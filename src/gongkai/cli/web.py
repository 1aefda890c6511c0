"""网页进程 — granian, tied to the supervisor: `python -m gongkai.cli.web GRANIAN-ARGUMENTS`."""

from granian.cli import cli

from gongkai.cli import lifeline

if __name__ == "__main__":
    lifeline.hold_on()
    cli()
