"""一事一申请 — finding several matters in one description, so that each can be applied for by itself.

One application asks for one thing (国办公开办函〔2015〕207号 advises so): what is asked for together is answered
together, and the slowest part decides. A hint for the applicant, never a refusal.
"""

import re

_NUMBER = r"(?:[（(]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）、.．]|[①-⑳])"
_BEGINS = re.compile(rf"(?:^|(?<=[\n；;。]))\s*{_NUMBER}(?!\d)\s*", re.MULTILINE)
_ONLY_ASKS = re.compile(
    r"(?:我们?|本人|现)?(?:请|申请|要求|请求|希望)(?:贵局|贵单位|依法)*(?:公开|获取|提供)?(?:以下|下列)?(?:政府)?"
    r"(?:信息|内容|材料|文件)?"
)
"""What says no more than that somebody asks, so that it belongs to none of the things asked for."""
_SHORTEST = 4
_MOST = 10


def matters(description: str) -> tuple[str, ...]:
    """Return the numbered matters of a description, with what stands before the first in each, unless that only asks; () for a single one."""
    marks = list(_BEGINS.finditer(description))
    if len(marks) < 2:
        return ()
    before = description[: marks[0].start()].strip(" \r\n:：，,")
    if _ONLY_ASKS.fullmatch(before):
        before = ""
    ends = [*(mark.start() for mark in marks[1:]), len(description)]
    pieces = [
        description[mark.end() : end].strip(" \r\n；;，,。") for mark, end in zip(marks, ends, strict=True)
    ]
    found = [piece for piece in pieces if len(piece) >= _SHORTEST]
    if len(found) < 2:
        return ()
    return tuple(f"{before}：{piece}" if before else piece for piece in found[:_MOST])


def without_number(line: str) -> str:
    """Return a line without the number that it begins with."""
    return _BEGINS.sub("", line, count=1)
