"""提供的信息 — nothing private goes out: checked, redacted, justified, and the original stays here."""

from io import BytesIO

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from cast import NOW, Cast
from foi.answering import GIVEN, a_case, drafted
from gongkai.core.models import LedgerEntry
from gongkai.foi import releases
from gongkai.foi.actions.decide import PartFacts, submit_decision
from gongkai.foi.actions.release import attach_release, justify_release, redact_release, remove_release
from gongkai.foi.files import read_file
from gongkai.foi.models import CaseFile
from gongkai.privacy.region import Region
from gongkai.rules.privacy import Kind
from gongkai.rules.process import RuleViolation, StepNotAllowed
from privacy.samples import resident_id

SECRET = resident_id(1)
LINE = f"Account holder {SECRET} paid"


def a_pdf() -> bytes:
    """One page with an identity number in its first line."""
    stream = BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.drawString(72, 770, LINE)
    canvas.drawString(72, 700, "Sample sheet of the fund")
    canvas.save()
    return stream.getvalue()


def words_of(data: bytes) -> str:
    return str(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded())


def ink_in(data: bytes, top: float, bottom: float) -> bool:
    """Whether anything stands on the page between two heights, shares of it from above."""
    page = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("L")
    darkest, _ = page.crop((0, int(page.height * top), page.width, int(page.height * bottom))).getextrema()
    return bool(darkest < 128)


def attached(cast: Cast, data: bytes = b"", name: str = "明细.pdf") -> CaseFile:
    return attach_release(a_case(cast).pk, name=name, data=data or a_pdf(), actor=cast.wang, now=NOW)


def test_what_is_found_in_a_file_stops_it(cast: Cast) -> None:
    file = attached(cast)
    assert [one.kind for one in releases.findings_of(file) if one.stops] == [Kind.RESIDENT_ID]
    assert SECRET not in str(file.findings)
    assert "居民身份证号" in "".join(releases.obstacles(file))


def test_a_decision_does_not_go_on_with_an_open_finding(cast: Cast) -> None:
    file = attached(cast)
    part = PartFacts(GIVEN.what, GIVEN.reply, GIVEN.elements, files=(file.pk,))
    decision = drafted(cast, part, case=file.case)
    with pytest.raises(RuleViolation, match="居民身份证号"):
        submit_decision(decision.pk, actor=cast.wang, now=NOW)

    made = redact_release(file.pk, kinds=[Kind.RESIDENT_ID], actor=cast.wang, now=NOW)
    assert releases.obstacles(made) == []
    assert decision.parts.get().files.get() == made
    submit_decision(decision.pk, actor=cast.wang, now=NOW)
    assert decision.letters.get().attachments == ["明细"]
    with pytest.raises(StepNotAllowed):
        remove_release(made.pk, actor=cast.wang, now=NOW)


@pytest.mark.parametrize("given", [{"kinds": [Kind.RESIDENT_ID]}, {"regions": [Region(0, 0, 0, 1, 0.1)]}])
def test_what_is_redacted_is_gone_and_the_original_is_kept(cast: Cast, given: dict[str, object]) -> None:
    file = attached(cast)
    made = redact_release(file.pk, actor=cast.wang, now=NOW, **given)  # type: ignore[arg-type]
    file.refresh_from_db()
    assert SECRET not in words_of(read_file(made))
    assert ink_in(read_file(made), 0.15, 0.19)  # the other line is still to be seen
    assert SECRET in words_of(read_file(file))
    assert (file.kind, made.kind) == (CaseFile.Kind.ORIGINAL, CaseFile.Kind.RELEASE)
    assert made.redacted_from == file


def test_what_may_stay_needs_a_reason(cast: Cast) -> None:
    file = attached(cast)
    keys = [one.key for one in releases.findings_of(file)]
    with pytest.raises(RuleViolation, match="理由"):
        justify_release(file.pk, keys=keys, reason=" ", actor=cast.wang, now=NOW)
    file = justify_release(file.pk, keys=keys, reason="申请人本人的号码", actor=cast.wang, now=NOW)
    assert releases.obstacles(file) == []
    entry = LedgerEntry.objects.filter(action="foi.justify_release").get()
    assert "本人" not in str(entry.detail)


def test_a_file_that_cannot_be_looked_into_stops(cast: Cast) -> None:
    file = attached(cast, b"%PDF-1.7 nothing else", "坏的.pdf")
    assert [one.kind for one in releases.findings_of(file)] == [""]
    assert releases.obstacles(file)


def test_a_removed_file_is_given_to_nobody(cast: Cast) -> None:
    file = attached(cast)
    remove_release(file.pk, actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="不在这件申请提供的信息里"):
        drafted(cast, PartFacts(GIVEN.what, GIVEN.reply, GIVEN.elements, files=(file.pk,)), case=file.case)
