"""一件申请的一生 — from a phone to the evidence file for a court, and a letter at the counter, each step by its button."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from playwright.sync_api import Page

from gongkai.typesetting.paper import Paper, Paragraph
from gongkai.typesetting.pdf import pdf

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
SECRET = "样本单价一百元"


def sent(page: Page, **filled: str) -> None:
    """Fill in the form of a step and send it; a refusal would say so."""
    for name, words in filled.items():
        field = page.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"[name={name}][value={words}]").check()
        else:
            field.fill(words)
    page.locator("main form button.btn-do").last.click()
    assert page.locator("[data-errors]").count() == 0, page.locator("[data-errors]").inner_text()
    fits(page)


def fits(page: Page) -> None:
    """Nothing of a page stands beyond the edge of the screen."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0, page.url


def next_step(page: Page, case: str, words: str) -> None:
    """Open a case and press its one button."""
    page.goto(case)
    button = page.locator(".nextstep a.btn-do")
    assert button.inner_text() == words
    button.click()


def applied(phone: Page) -> str:
    """Apply from the phone; the address of the applicant's page."""
    on = phone.locator("main button.btn-big")
    on.click()
    phone.locator("#id_agency").select_option(index=1)
    on.click()
    phone.locator("input[value=citizen]").check()
    on.click()
    phone.locator("#id_name").fill("示例申请人")
    phone.locator("#id_id_number").fill("000000190001010000")
    on.click()
    phone.locator("#id_phone").fill("000-0000-0001")
    on.click()
    phone.locator("#id_description").fill("示例路改造工程的施工合同")
    on.click()
    phone.locator("input[name=form_wanted][value=electronic]").check()
    phone.locator("input[name=way_wanted][value=online]").check()
    on.click()
    on.click()
    phone.locator("input[name=may_be_shown][value=no]").check()
    on.click()
    on.click()
    phone.locator("main a.btn-do").click()
    return phone.url


def draws(officer: Page) -> None:
    """Draw a box over the line with the secret, on the picture of the page."""
    officer.locator(".finds a").first.click()
    frame = officer.locator("[data-page]").first
    frame.scroll_into_view_if_needed()
    frame.locator("img").evaluate("image => image.decode()")
    box = frame.bounding_box()
    assert box is not None
    officer.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.195)
    officer.mouse.down()
    officer.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.235, steps=4)
    officer.mouse.up()
    assert officer.locator("#id_page_0").input_value() == "1"
    officer.locator("button[value=regions]").click()


def decided(officer: Page, case: str) -> None:
    """Draft a decision in two parts, with a file of which a line is taken out."""
    next_step(officer, case, "拟决定")
    officer.locator("#tick_disclosable").check()
    officer.locator("[id='tick_commercial-secret']").check()
    officer.locator("button[value=propose]").click()
    sheet = pdf(Paper(title="样本合同", blocks=(Paragraph(SECRET), Paragraph("样本工期一百天"))))
    upload = {"name": "样本合同.pdf", "mimeType": "application/pdf", "buffer": sheet}
    officer.locator("#id_release").set_input_files(files=[upload])  # type: ignore[list-item]
    officer.locator("button[value=attach]").click()
    draws(officer)
    officer.goto(f"{case}decision/")
    officer.locator("[name=part_0_what]").fill("施工合同正文")
    officer.locator("[name=part_1_what]").fill("单价")
    officer.locator("[name=part_1_reason]").fill("公开会损害第三方的竞争地位")
    officer.locator("#id_review_body").fill("示例市人民政府")
    officer.locator("#id_court").fill("示例市示例区人民法院")
    officer.locator("button[value=letters]").click()
    assert "签发前的检查没有发现问题" in officer.locator("main").inner_text()
    officer.locator("button[value=submit]").click()


def test_from_the_phone_to_the_court(visit: Visit) -> None:
    phone = visit("/application/new/", width=360)
    mine = applied(phone)
    number = phone.locator("p.meta span").first.inner_text()
    officer, leader = visit("/desk/", as_="shouli"), visit("/desk/", as_="qianfa")
    officer.goto(f"/desk/cases/?list=all&q={number}")
    officer.locator("tr", has_text=number).locator("a.t").click()
    case = officer.url.partition("?")[0]

    next_step(officer, case, "分办")
    sent(officer)
    officer.goto(f"{case}supplement/")
    sent(officer, ground="unclear", what="请写明年度")
    phone.goto(mine)
    fits(phone)
    phone.goto(f"{mine}supplement/")
    sent(phone, answer="2025 年度")

    officer.goto(f"{case}extend/")
    sent(officer, reason="涉及几个标段，要逐份核对")
    next_step(leader, case, "批准延长")
    sent(leader, approved="yes")

    officer.goto(f"{case}third-party/")
    asked = {
        "name": "示例建设公司",
        "contact": "示例市样本路 2 号",
        "what": "单价",
        "reason": "可能涉及商业秘密",
    }
    sent(officer, **asked)
    next_step(officer, case, "送达文书")
    sent(officer, way="post", tracking_number="样本0001")
    next_step(officer, case, "记录意见")
    sent(officer, answer="refusal", reason="单价是商业秘密", reasonable="yes")

    decided(officer, case)
    next_step(leader, case, "签发")
    leader.locator("button[value=sign]").click()
    next_step(officer, case, "送达答复书")
    sent(officer, way="online")

    phone.goto(mine)
    fits(phone)
    assert "申请行政复议" in phone.locator("main").inner_text()
    given = phone.request.get(phone.locator("#h-files + ul a").first.get_attribute("href") or "").body()
    with pypdfium2.PdfDocument(given) as document:
        words = document[0].get_textpage().get_text_range()
    assert "样本工期一百天" in words
    assert SECRET not in words

    officer.goto(f"{case}remedy/")
    sent(officer, kind="reconsideration", reference="示例复〔2026〕1号")
    officer.goto(f"{case}evidence/")
    found = {form: evidence(officer, form) for form in ("zip", "pdf")}
    names = ZipFile(BytesIO(found["zip"])).namelist()
    assert {"00 卷首.pdf", "留痕.json", "SHA256SUMS"} <= set(names)
    assert len([name for name in names if name.startswith("文书/")]) == 6
    assert found["pdf"].startswith(b"%PDF")


def evidence(officer: Page, form: str) -> bytes:
    """Download the evidence file; the page stays, for the other form."""
    officer.locator("[name=reason]").fill("行政复议答复（示例）")
    officer.locator(f"[name=form][value={form}]").check()
    with officer.expect_download() as downloaded:
        officer.locator("main form button.btn-do").last.click()
    return downloaded.value.path().read_bytes()


def test_a_letter_at_the_counter_takes_four_fields_and_a_click(visit: Visit) -> None:
    officer = visit("/desk/cases/new/", as_="shouli")
    fits(officer)
    officer.locator("[name=agency]").select_option(index=1)
    photo = {"name": "样本申请.txt", "mimeType": "text/plain", "buffer": "样本".encode()}
    officer.locator("[name=application]").set_input_files(files=[photo])  # type: ignore[list-item]
    sent(officer, title="2025 年样本补助名单", name="示例来信人")
    assert officer.url.endswith("/receipt/")
    assert officer.locator("svg.scan").count() == 1
    officer.locator("main a.btn-line", has_text="再登记一件").click()
    assert officer.locator("[name=agency]").input_value() != ""
