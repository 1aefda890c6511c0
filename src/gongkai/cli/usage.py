"""用法 — what argparse says of how a command is used, in the reader's language: its own words are English only."""

import argparse
from collections.abc import Mapping
from types import MappingProxyType

from gongkai.cli.words import language

CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "usage: ": "用法：",
        "positional arguments": "参数",
        "options": "选项",
        "show this help message and exit": "显示用法",
        "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
        "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
        "the following arguments are required: %s": "还要写明：%s",
        "unrecognized arguments: %s": "没有这样的参数：%s",
        "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可以用：%(choices)s",
        "invalid %(type)s value: %(value)r": "%(value)r 不对",
        "expected one argument": "后面要写一个值",
        "expected at least one argument": "后面至少要写一个值",
        "ignored explicit argument %r": "后面不能写 %r",
        "not allowed with argument %s": "不能和 %s 一起用",
        "one of the arguments %s is required": "要写明其中一个：%s",
        "ambiguous option: %(option)s could match %(matches)s": "%(option)s 可以是：%(matches)s",
    }
)
"""By what argparse says. It lists no types here that a reader would know: arguments check themselves."""


def speak() -> None:
    """Let argparse speak Chinese from now on, unless the reader asked for English."""
    if language() != "en":
        setattr(argparse, "_", lambda words: CHINESE.get(words, words))  # noqa: B010  its own gettext, as it imports it
