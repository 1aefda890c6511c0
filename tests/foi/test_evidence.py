"""证据卷 — what a reconsideration body gets is whole, and who made it is known."""

import json
import zipfile
from io import BytesIO

import pypdfium2
import pytest
from django.http import Http404

from cast import NOW, Cast
from foi.answering import GIVEN, KEPT, a_case, drafted
from gongkai.agencies.calendar import calendar
from gongkai.core.models import LedgerEntry
from gongkai.foi.actions.decide import PartFacts, sign_decision, submit_decision
from gongkai.foi.actions.make_evidence import make_evidence
from gongkai.foi.actions.release import attach_release
from gongkai.foi.actions.serve import serve
from gongkai.foi.clocks import reading_of
from gongkai.foi.evidence import Evidence
from gongkai.foi.models import Case, Reveal
from gongkai.rules.process import RuleViolation
from gongkai.rules.serving import ServiceWay


def a_served_case(cast: Cast) -> Case:
    case = a_case(cast)
    file = attach_release(case.pk, name="汇总表.txt", data="样本".encode(), actor=cast.wang, now=NOW)
    part = PartFacts(GIVEN.what, GIVEN.reply, GIVEN.elements, files=(file.pk,))
    decision = submit_decision(drafted(cast, part, KEPT, case=case).pk, actor=cast.wang, now=NOW)
    letter = sign_decision(decision.pk, actor=cast.liang, now=NOW).letters.get()
    serve(
        letter.pk,
        way=ServiceWay.POST,
        sent_on=letter.dated_on,
        tracking_number="样本邮件0001",
        actor=cast.wang,
        now=NOW,
    )
    return case


def made(cast: Cast) -> Evidence:
    return make_evidence(a_served_case(cast).pk, reason="行政复议答复", actor=cast.wang, now=NOW)


def test_the_evidence_file_tells_the_whole_case(cast: Cast) -> None:
    evidence = made(cast)
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(evidence.pdf))
    flat = "".join(text.split())
    reading = reading_of(Case.objects.get(), calendar())
    assert reading is not None
    for words in (
        "示例小区维修资金使用情况",
        *("".join(sentence.split()) for sentence in reading.explanation),
        "临建公开复〔2026〕1号",
        "样本邮件0001",
        "梁示例",
        "国务院令第711号",
        "第三十三条行政机关收到政府信息公开申请，能够当场答复的",
        LedgerEntry.objects.filter(action="foi.decided").get().digest,
    ):
        assert words in flat

    with zipfile.ZipFile(BytesIO(evidence.archive)) as files:
        names = files.namelist()
        entries = json.loads(files.read("留痕.json"))
    assert any(name.startswith("文书/") and "临建公开复" in name for name in names)
    assert any(name.startswith("材料/") and name.endswith("汇总表.txt") for name in names)
    assert [entry["action"] for entry in entries][-2:] == ["foi.serve", "foi.served"]


def test_who_made_it_and_why_is_on_record(cast: Cast) -> None:
    made(cast)
    reveal = Reveal.objects.get()
    assert (reveal.by, reveal.reason) == (cast.wang.user, "行政复议答复")
    entry = LedgerEntry.objects.filter(action="foi.make_evidence").get()
    assert entry.note.text == "行政复议答复"


def test_it_needs_a_purpose_and_a_post(cast: Cast) -> None:
    case = a_case(cast)
    with pytest.raises(RuleViolation, match="用途"):
        make_evidence(case.pk, reason="", actor=cast.wang, now=NOW)
    with pytest.raises(Http404):
        make_evidence(case.pk, reason="好奇", actor=cast.zhao, now=NOW)
    assert not Reveal.objects.exists()
