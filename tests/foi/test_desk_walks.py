"""工作台上的几条路 — what is late, silent, or asked for afterwards is found by who has to act on it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast, person
from foi.answering import answered
from foi.builders import in_hand
from foi.test_desk import done, page
from gongkai.agencies.policies import Actor
from gongkai.foi.actions.charge import decide_fee, propose_fee
from gongkai.foi.actions.consult import ask_organ, ask_third_party
from gongkai.foi.actions.correct import request_correction
from gongkai.foi.actions.merge import split
from gongkai.foi.actions.opinion import record_answer
from gongkai.foi.actions.remedy import close_remedy, record_remedy
from gongkai.foi.actions.remind import escalate
from gongkai.foi.actions.serve import serve
from gongkai.foi.actions.transfer import transfer
from gongkai.foi.desk_lists import numbers, waiting_for
from gongkai.foi.grounds import asks_of, spoken_for
from gongkai.foi.models import Case
from gongkai.rules.citations import REGULATIONS_2019
from gongkai.rules.fees import FeeBasis
from gongkai.rules.posts import Role
from gongkai.rules.remedies import Route
from gongkai.rules.reply_kinds import Result
from gongkai.rules.serving import ServiceWay
from gongkai.ui.templatetags.ui import short_day

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]


def test_what_silence_means_is_said_once_the_limit_is_over(cast: Cast, signed_in: SignIn) -> None:
    now = timezone.now()
    case, client = in_hand(cast, now=now - timedelta(days=60)), signed_in(cast.wang)
    desk, means = f"/desk/cases/{case.pk}/", "视为同意公开（《政府信息公开条例》第三十四条）"
    words = {"name": "示例县档案局", "what": "联合发文", "opinion": "可以公开", "actor": cast.wang}
    asked = ask_organ(case.pk, **words, now=now - timedelta(days=50))
    serve(
        asked.letters.get().pk,
        way=ServiceWay.POST,
        sent_on=timezone.localdate(now),
        tracking_number="示例1",
        actor=cast.wang,
        now=now,
    )
    assert means in page(client, desk)
    form = f"{desk}opinion/{asked.pk}/"
    assert 'value="silence" id="id_answer_3" checked' in page(client, form)
    done(client, form, answer="silence", on="", reason="")
    assert means in page(client, f"{desk}?tab=handling")
    again = ask_organ(case.pk, **words, now=now)
    assert 'value="silence"' not in page(client, f"{desk}opinion/{again.pk}/")
    assert means not in page(client, desk)


def test_a_request_to_correct_waits_for_who_signs_until_it_is_answered(cast: Cast, signed_in: SignIn) -> None:
    case = answered(cast)
    leader = signed_in(cast.liang)
    empty = [page(leader, where) for where in ("/desk/", "/desk/cases/?list=sign")]
    assert not any("answer-correction" in text for text in empty)
    event = request_correction(
        case_id=case.pk, information="门牌号写错了", evidence="户口簿", actor=cast.wang, now=timezone.now()
    )
    address = f"/desk/cases/{case.pk}/answer-correction/{event.pk}/"
    for where in ("/desk/", "/desk/cases/?list=sign"):
        assert address in page(leader, where)
    assert numbers(cast.liang, timezone.localdate())["sign"] == 1
    assert waiting_for(cast.liang, timezone.localdate()) == 1
    assert waiting_for(cast.wang, timezone.localdate()) == 0
    done(leader, address, answer="refused", words="与户口簿一致")
    assert address not in page(leader, "/desk/")
    assert numbers(cast.liang, timezone.localdate())["sign"] == 0


def test_who_leads_finds_on_the_page_of_the_day_what_they_were_told_of(cast: Cast, signed_in: SignIn) -> None:
    late = in_hand(cast, now=timezone.now() - timedelta(days=90), title="超期的示例")
    fresh = in_hand(cast, now=timezone.now(), title="刚来的示例")
    leader = signed_in(cast.liang)
    assert late.title not in page(leader, "/desk/")
    escalate(timezone.now())
    text = page(leader, "/desk/")
    assert late.title in text
    assert "已超" in text
    assert fresh.title not in text


def open_groups(case: Case, *ticked: str) -> list[Result]:
    groups = asks_of(REGULATIONS_2019, ticked, spoken_for(case, timezone.localdate()))
    return [group.code for group in groups if group.open]


def test_the_grounds_that_the_case_speaks_for_stand_open(cast: Cast) -> None:
    now = timezone.now()
    case = in_hand(cast, now=now)
    assert open_groups(case) == [Result.GRANTED]
    assert open_groups(case, "not-held") == [Result.UNAVAILABLE]
    third = {"name": "样本公司", "contact": "示例路 1 号", "what": "报价", "reason": "可能是商业秘密"}
    asked = ask_third_party(case.pk, **third, actor=cast.wang, now=now)
    answer = {"reason": "会影响投标", "actor": cast.wang, "now": now}
    record_answer(asked.pk, answer="refusal", reasonable=True, **answer)
    assert set(spoken_for(case, now.date())) == {"commercial-secret", "personal-privacy"}
    assert open_groups(case) == [Result.GRANTED, Result.REFUSED]
    assert open_groups(case, "disclosable") == [Result.GRANTED, Result.REFUSED]


def test_every_ground_is_on_the_page_whatever_is_folded(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast, now=timezone.now())
    text = page(signed_in(cast.wang), f"/desk/cases/{case.pk}/decision/")
    assert text.count('name="ticked"') == sum(len(group.asks) for group in asks_of(REGULATIONS_2019, (), {}))
    assert text.count('<details class="grounds"') == len(Result)
    assert text.count('<details class="grounds" open>') == 1


def test_both_sides_read_where_a_case_was_passed_on_to(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast, now=timezone.now())
    transfer(case.pk, to=cast.education.pk, reason="学校的信息", actor=cast.wang, now=timezone.now())
    way = f"转送：{cast.housing.short_name}转给{cast.education.short_name}"
    officer = person("qian", "钱示例", (Role.CASE_OFFICER, cast.education))
    assert way in page(signed_in(officer), f"/desk/cases/{case.pk}/")
    assert way in page(Client(), f"/application/cases/{case.access_token}/")


def test_an_answer_that_was_annulled_is_not_offered_and_a_correction_moves_no_day(cast: Cast) -> None:
    case = answered(cast)
    on, later = case.answered_on, timezone.now()
    assert on is not None
    address = f"/application/cases/{case.access_token}/"
    request_correction(
        case_id=case.pk, information="门牌号写错了", evidence="户口簿", actor=cast.wang, now=later
    )
    text = page(Client(), address)
    assert f"{short_day(on)}已经答复" in text
    assert "答复，按时" in text
    assert "看答复" in text
    remedy = record_remedy(
        case.pk,
        kind=Route.LITIGATION,
        body="示例区人民法院",
        filed_on=on,
        actor=cast.wang,
        now=later,
    )
    today = timezone.localdate(later)
    close_remedy(remedy.pk, on=today, outcome="annulled", actor=cast.wang, now=later)
    text = page(Client(), address)
    assert "正在办理" in text
    assert "看答复" not in text


def test_who_must_pay_is_led_to_the_notice(cast: Cast) -> None:
    now = timezone.now()
    case = in_hand(cast, now=now)
    asked = propose_fee(
        case.pk, basis=FeeBasis.PAGES, count=260, accounts="示例账户", actor=cast.wang, now=now
    )
    decide_fee(asked.pk, approved=True, actor=cast.liang, now=now)
    letter = case.letters.get(kind="fee-notice")
    address = f"/application/cases/{case.access_token}/"
    text = page(Client(), address)
    assert f'class="btn" href="{address}letters/{letter.pk}/"' in text
    assert f"缴费 {asked.yuan} 元" in text


def test_another_organ_finds_what_it_owes_while_the_clock_stands_still(cast: Cast, signed_in: SignIn) -> None:
    now = timezone.now()
    case = in_hand(cast, now=now)
    words = {"what": "联合发文", "opinion": "可以公开", "actor": cast.wang, "now": now}
    ask_organ(case.pk, agency_id=cast.office.pk, **words)
    asked = ask_organ(case.pk, agency_id=cast.education.pk, **words)
    case.refresh_from_db()
    assert case.stopped_by
    officer = person("qian", "钱示例", (Role.CASE_OFFICER, cast.education))
    assert numbers(officer, now.date())["mine"] == waiting_for(officer, now.date()) == 1
    own = f"/desk/cases/{case.pk}/own-opinion/{asked.pk}/"
    for address in ("/desk/", "/desk/cases/", f"/desk/cases/{case.pk}/"):
        assert own in page(signed_in(officer), address)
    assert own not in page(signed_in(cast.wang), "/desk/cases/")


def test_an_answer_is_not_drafted_while_a_fee_waits_to_be_signed(cast: Cast, signed_in: SignIn) -> None:
    now = timezone.now()
    case = in_hand(cast, now=now)
    propose_fee(case.pk, basis=FeeBasis.PAGES, count=260, accounts="示例账户", actor=cast.wang, now=now)
    text = page(signed_in(cast.wang), f"/desk/cases/{case.pk}/")
    assert "等负责人签发收费通知" in text
    decide = f'href="/desk/cases/{case.pk}/decision/"'
    assert decide in text
    assert decide not in page(signed_in(cast.wang), "/desk/cases/")


def test_parts_of_a_divided_case_are_one_click_away(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast, now=timezone.now(), title="两件事")
    parts = split(case.pk, ["其一", "其二"], actor=cast.wang, now=timezone.now())
    story = page(signed_in(cast.wang), f"/desk/cases/{case.pk}/?tab=story")
    links = [f'<a href="/desk/cases/{part.pk}/">{part.number}</a>' for part in parts if part.pk != case.pk]
    assert links
    assert all(link in story for link in links)
