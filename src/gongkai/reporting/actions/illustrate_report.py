"""年报插图 — put a picture or a chart between the paragraphs of a section, move it, say what it shows, take it out."""

import atexit
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gongkai.agencies.policies import Actor
from gongkai.core import files
from gongkai.core.change import Change, changing
from gongkai.disclosure.uploads import Upload, check_upload
from gongkai.intake.isolated import Isolated
from gongkai.intake.reading import FileRefused
from gongkai.reporting.actions.report_access import mark_saved, section_of_draft
from gongkai.reporting.held_files import forget_unheld
from gongkai.reporting.illustrations import elements_of, in_order
from gongkai.reporting.models import AnnualReport, Illustration, ReportSection
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation
from gongkai.rules.report_charts import chart_of, charts_of

PICTURES = ("png", "jpg", "jpeg", "webp")
MOST, MOST_BYTES = 20, 10 * 1024 * 1024
"""Of illustrations in a section, and of bytes in a picture."""
_CAPTION, _ALT = 200, 300
_isolated = Isolated()
atexit.register(_isolated.close)


def add_picture(
    section_id: int,
    *,
    report_id: int,
    name: str,
    data: bytes,
    alt: str,
    caption: str,
    after: int | None = None,
    actor: Actor,
    now: datetime,
) -> Illustration:
    """添加图片 — judged by its content and kept without what it says of place, device and author.

    It stands behind so many paragraphs and tables (`after`), None for behind all paragraphs. Raises RuleViolation for
    what is no PNG, JPEG or WebP, does not open whole, is too large, or has no words; StepNotAllowed, Denied, Http404.
    """
    words = _worded(caption, alt)
    upload, bare = _bare(name, data)
    with changing(actor, now) as change:
        report, section = section_of_draft(report_id, section_id, actor)
        stored = files.keep(bare, media_type=upload.media_type, now=now)
        made = _placed(section, after, Illustration(file=stored, caption=words[0], alt=words[1]))
        _recorded(change, "add_picture", report, made, file=stored.pk)
        mark_saved(report, now)
    return made


def add_chart(
    section_id: int,
    *,
    report_id: int,
    chart: str,
    caption: str = "",
    after: int | None = None,
    actor: Actor,
    now: datetime,
) -> Illustration:
    """添加图表 — one of those that the form has figures for, as `str` of `rules.report_charts.Chart` writes it.

    Its numbers are the report's: they move while it is a draft and are frozen with it. Raises RuleViolation for
    another chart; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        report, section = section_of_draft(report_id, section_id, actor)
        offered = {str(one) for _name, charts in charts_of(report.form_key, report.year) for one in charts}
        if chart not in offered:
            raise RuleViolation("请选择列出的图表", field="chart")
        words = caption.strip()[:_CAPTION] or chart_of(chart).title
        made = _placed(section, after, Illustration(chart=chart, caption=words))
        _recorded(change, "add_chart", report, made, chart=chart)
        mark_saved(report, now)
    return made


def describe_illustration(
    illustration_id: int, *, report_id: int, caption: str, alt: str = "", actor: Actor, now: datetime
) -> Illustration:
    """修改图题 — and of a picture what it shows in words. Raises as `add_picture`."""
    with changing(actor, now) as change:
        report, row = _illustration(report_id, illustration_id, actor)
        row.caption, row.alt = _worded(caption, alt) if row.file_id else (_captioned(caption), "")
        row.save(update_fields=["caption", "alt"])
        _recorded(change, "describe_illustration", report, row)
        mark_saved(report, now)
    return row


def move_illustration(
    illustration_id: int, *, report_id: int, down: bool, actor: Actor, now: datetime
) -> Illustration:
    """移动插图 — past what stands before or behind it: a paragraph, a table or another illustration.

    Raises RuleViolation at the end of its section; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        report, row = _illustration(report_id, illustration_id, actor)
        section = row.section
        standing = list(in_order(elements_of(section), section.illustrations.all()))
        at = standing.index(row)
        other = at + (1 if down else -1)
        if not 0 <= other < len(standing):
            raise RuleViolation("已经在这一部分的最前面或者最后面，不能再移")
        standing[at], standing[other] = standing[other], standing[at]
        _settle(standing)
        _recorded(change, "move_illustration", report, row)
        mark_saved(report, now)
    row.refresh_from_db()
    return row


def remove_illustration(illustration_id: int, *, report_id: int, actor: Actor, now: datetime) -> None:
    """移除插图 — with the file of a picture, where nothing else holds it; raises as `move_illustration`."""
    with changing(actor, now) as change:
        report, row = _illustration(report_id, illustration_id, actor)
        _recorded(change, "remove_illustration", report, row)
        stored = row.file
        row.delete()
        if stored:
            forget_unheld(stored)
        mark_saved(report, now)


def _bare(name: str, data: bytes) -> tuple[Upload, bytes]:
    """Return what an upload is, and the picture without what it says beside what it shows."""
    if name.rsplit(".", 1)[-1].lower() not in PICTURES:
        raise RuleViolation("请选择 PNG、JPG 或者 WEBP 图片", field="file")
    if len(data) > MOST_BYTES:
        raise RuleViolation(phrase("图片最大%(most)d MB", most=MOST_BYTES // 1024 // 1024), field="file")
    upload = check_upload(name, data)
    try:
        bare: bytes = _isolated.call("gongkai.privacy.pictures:bare_picture", data)
    except FileRefused as refusal:
        raise RuleViolation(refusal.message, field="file") from refusal
    return upload, bare


def _worded(caption: str, alt: str) -> tuple[str, str]:
    if not alt.strip():
        raise RuleViolation("请写明图片的内容，看不见图片的人读这段文字", field="alt")
    return _captioned(caption), alt.strip()[:_ALT]


def _captioned(caption: str) -> str:
    if not caption.strip():
        raise RuleViolation("请填写图题", field="caption")
    return caption.strip()[:_CAPTION]


def _placed(section: ReportSection, after: int | None, row: Illustration) -> Illustration:
    """Store a new illustration behind the others of its place."""
    elements = elements_of(section)
    lines = sum(isinstance(each, str) for each in elements)
    count = section.illustrations.count()
    if count >= MOST:
        raise RuleViolation(phrase("一部分最多%(most)d张图", most=MOST))
    row.section, row.position = section, count
    row.after = lines if after is None else max(0, min(after, len(elements)))
    row.save()
    return row


def _settle(standing: Sequence[object]) -> None:
    """Write where each illustration stands now."""
    passed = 0
    for number, each in enumerate(standing):
        if not isinstance(each, Illustration):
            passed += 1
        elif (each.after, each.position) != (passed, number):
            each.after, each.position = passed, number
            each.save(update_fields=["after", "position"])


def _illustration(report_id: int, illustration_id: int, actor: Actor) -> tuple[AnnualReport, Illustration]:
    row = Illustration.objects.filter(pk=illustration_id).select_related("section", "file").first()
    report, _section = section_of_draft(report_id, row.section_id if row else 0, actor)
    if row is None:
        raise RuleViolation("这张图刚刚由别人移除了，请重新打开页面")
    return report, row


def _recorded(change: Change, deed: str, report: AnnualReport, row: Illustration, **detail: Any) -> None:
    change.record(
        f"reporting.{deed}",
        report,
        agency_id=report.agency_id,
        section=row.section_id,
        illustration=row.pk,
        **detail,
    )
