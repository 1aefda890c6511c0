"""错误 — what a command raises when it cannot do its work."""


class CommandFailed(Exception):
    """命令失败 — said in one line on stderr; exit status 1."""
