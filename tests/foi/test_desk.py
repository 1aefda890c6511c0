"""申请的工作台 — lists, the case page, every deed by its small form, by role and by cost in queries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import TODAY, Cast, person
from foi.builders import by_letter, filed, in_hand
from gongkai.agencies.policies import Actor
from gongkai.foi import policies
from gongkai.foi.actions.add_file import add_file
from gongkai.foi.actions.consult import ask_organ, ask_third_party
from gongkai.foi.actions.extend import propose_extension
from gongkai.foi.deeds_after import ALL
from gongkai.foi.desk_lists import LISTS
from gongkai.foi.desk_organs import by_organ
from gongkai.foi.desk_page import TABS
from gongkai.foi.models import Case, CaseFile, Reveal
from gongkai.rules.application_process import CaseState
from gongkai.rules.posts import Role

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]
MOST_QUERIES = 15


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return str(answer.content.decode())


def done(client: Client, address: str, **sent: object) -> str:
    """Send a form that gets done; return where it leads."""
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def refused(client: Client, address: str, status: int = 422, **sent: object) -> str:
    """Send a form that is refused; return the page that says why."""
    answer = client.post(address, sent)
    assert answer.status_code == status
    return str(answer.content.decode())


def cost(queries: CaptureQueriesContext) -> int:
    """How many queries a page took, without those that tell who is signed in since when."""
    session = ("usersession", "SAVEPOINT", "django_session", '"password"')
    return sum(not any(each in query["sql"] for each in session) for query in queries)


def open_case(cast: Cast, **values: object) -> Case:
    """A case that Wang has in hand since today."""
    return in_hand(cast, now=timezone.now(), **values)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_of_a_case_opens_and_names_no_applicant(cast: Cast, signed_in: SignIn, tab: str) -> None:
    case = in_hand(cast)
    text = page(signed_in(cast.wang), f"/desk/cases/{case.pk}/?tab={tab}")
    assert case.number in text
    assert "样本甲" not in text
    assert "13800000000" not in text


def test_every_deed_opens_or_says_why_not(cast: Cast, signed_in: SignIn) -> None:
    case = open_case(cast)
    office = signed_in(cast.zheng)
    for name, deed in ALL.items():
        if not deed.things and deed.permission is not policies.SIGN_DECISION:
            assert str(deed.title) in page(office, f"/desk/cases/{case.pk}/{name}/")
    barred = page(office, f"/desk/cases/{case.pk}/payment/")
    assert "现在不能办" in barred
    assert "办理中" in barred
    page(office, f"/desk/cases/{case.pk}/nothing/", 404)
    page(office, f"/desk/cases/{case.pk}/opinion/1/", 404)


def test_the_page_says_why_a_step_is_blocked(cast: Cast, signed_in: SignIn) -> None:
    case = open_case(cast)
    propose_extension(case.pk, working_days=10, reason="材料分散在几处", actor=cast.wang, now=timezone.now())
    officer = page(signed_in(cast.wang), f"/desk/cases/{case.pk}/")
    assert "已经提请延长，等候决定。" in officer
    assert "“签发决定”由分管领导办理，您没有这个岗位" in officer
    assert "批准延长" in page(signed_in(cast.liang), f"/desk/cases/{case.pk}/")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_stays_within_its_queries(cast: Cast, signed_in: SignIn, name: str) -> None:
    for number in range(4):
        in_hand(cast, title=f"第 {number} 份示例名单")
    by_letter(cast)
    client = signed_in(cast.wang)
    page(client, "/desk/cases/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(client, f"/desk/cases/?list={name}&q=示例&state=in_hand&organ=lj-housing&year=2026")
    assert cost(queries) <= MOST_QUERIES


@pytest.mark.parametrize("tab", TABS)
def test_a_case_stays_within_its_queries(cast: Cast, signed_in: SignIn, tab: str) -> None:
    case = open_case(cast)
    ask_third_party(
        case.pk,
        name="示例公司",
        contact="样本路 2 号",
        what="报价明细",
        reason="可能是商业秘密",
        actor=cast.wang,
        now=timezone.now(),
    )
    client = signed_in(cast.wang)
    page(client, f"/desk/cases/{case.pk}/")
    with CaptureQueriesContext(connection) as queries:
        page(client, f"/desk/cases/{case.pk}/?tab={tab}")
    assert cost(queries) <= MOST_QUERIES


def test_filters_narrow_the_list(cast: Cast, signed_in: SignIn) -> None:
    wanted = in_hand(cast, title="望楼桥养护合同")
    other = by_letter(cast, title="江南路排水合同")
    client = signed_in(cast.wang)
    for query in ("q=望楼桥", "state=in_hand", "channel=online", f"q={wanted.number}"):
        text = page(client, f"/desk/cases/?list=all&{query}")
        assert wanted.title in text
        assert other.title not in text
    assert "这里没有申请" in page(client, "/desk/cases/?list=all&year=2026&q=没有这样的字")
    assert other.title in page(client, "/desk/cases/?list=confirm")
    assert wanted.title in page(client, "/desk/cases/?list=all&state=x&year=x&page=y")


def test_late_cases_stand_in_their_list_and_in_the_offices_table(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast, now=timezone.now() - timedelta(days=90))
    assert case.title in page(signed_in(cast.wang), "/desk/cases/?list=overdue")
    organs = page(signed_in(cast.zheng), "/desk/cases/organs/")
    assert "list=overdue&amp;organ=lj-housing" in organs
    urged = done(signed_in(cast.zheng), f"/desk/cases/{case.pk}/urge/", words="已经超期，请三日内答复。")
    assert urged == f"/desk/cases/{case.pk}/"
    assert case.letters.filter(kind="urging").exists()


def test_the_offices_table_counts_the_first_answer_as_the_indicators_do(cast: Cast) -> None:
    case = in_hand(cast)
    first = {"first_answered_on": TODAY, "first_due_on": TODAY - timedelta(days=1)}
    Case.objects.filter(pk=case.pk).update(answered_on=None, **first)
    (housing,) = by_organ(cast.zheng, TODAY)
    assert (housing.open, housing.answered, housing.in_time) == (1, 1, 0)
    Case.objects.filter(pk=case.pk).update(first_due_on=TODAY)
    assert by_organ(cast.zheng, TODAY)[0].in_time == 1


def test_an_applicant_is_seen_for_a_reason_that_is_kept(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast)
    client, address = signed_in(cast.wang), f"/desk/cases/{case.pk}/applicant/"
    assert "样本甲" not in page(client, address)
    assert "请写明查看的理由" in refused(client, address, reason="")
    shown = client.post(address, {"reason": "电话联系申请人"})
    assert "样本甲" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    look = Reveal.objects.get(case=case)
    assert (look.by, look.reason) == (cast.wang.user, "电话联系申请人")
    page(signed_in(cast.lin), address, 404)


def test_proof_of_identity_opens_only_with_a_reason(cast: Cast, signed_in: SignIn) -> None:
    case = in_hand(cast)
    kept = add_file(
        case.pk,
        kind=CaseFile.Kind.IDENTITY,
        name="证件.txt",
        data="样本".encode(),
        actor=cast.wang,
        now=timezone.now(),
    )
    client, address = signed_in(cast.wang), f"/desk/cases/{case.pk}/files/{kept.pk}/"
    assert client.get(address).status_code == 302
    sent = client.post(address, {"reason": "核对身份"})
    assert sent.content.decode() == "样本"
    assert "sandbox" in sent["Content-Security-Policy"]
    assert Reveal.objects.filter(case=case).count() == 1
    page(signed_in(cast.zhao), address, 404)


def test_a_refused_form_keeps_what_was_typed(cast: Cast, signed_in: SignIn) -> None:
    case = open_case(cast)
    text = refused(
        signed_in(cast.wang),
        f"/desk/cases/{case.pk}/third-party/",
        name="示例公司",
        contact="",
        what="报价明细",
        reason="可能是商业秘密",
        arrives_on="",
        letter="您好：\n请提出意见。",
    )
    for typed in ("示例公司", "报价明细", "可能是商业秘密", "请提出意见。"):
        assert typed in text
    assert case.letters.filter(kind="third-party-consultation").count() == 0


def test_a_letter_is_seen_and_written_otherwise_before_it_goes(cast: Cast, signed_in: SignIn) -> None:
    case = open_case(cast)
    client, address = signed_in(cast.wang), f"/desk/cases/{case.pk}/supplement/"
    facts = {"ground": "unclear", "what": "请写明是哪一年的名单", "workdays": "10"}
    preview = client.post(address, {**facts, "do": "preview"})
    assert "请写明是哪一年的名单" in preview.content.decode()
    assert case.supplements.count() == 0
    done(client, address, **facts, letter="请写明年份。\n逾期不补正的，视为放弃申请。")
    letter = case.letters.get(kind="supplement-notice")
    assert letter.paragraphs == ["请写明年份。", "逾期不补正的，视为放弃申请。"]
    assert Case.objects.get(pk=case.pk).state == CaseState.AWAITING_SUPPLEMENT


def test_what_the_same_form_brings_twice_is_done_once(cast: Cast, signed_in: SignIn) -> None:
    case = open_case(cast)
    client, address = signed_in(cast.wang), f"/desk/cases/{case.pk}/extend/"
    for _ in range(2):
        done(client, address, once="样本", working_days="5", reason="材料分散")
    assert case.extensions.count() == 1


def test_reasons_are_asked_for_and_written_down_at_the_desk(cast: Cast, signed_in: SignIn) -> None:
    case, client = in_hand(cast), signed_in(cast.wang)
    address = f"/desk/cases/{case.pk}/"
    asked = {"reason": "一月内三百件", "workdays": "10"}
    preview = client.post(f"{address}ask-reasons/", {**asked, "do": "preview"}).content.decode()
    assert "明显超过合理范围：一月内三百件" in preview
    client.post(f"{address}ask-reasons/", asked)
    assert case.letters.filter(kind="reasons-notice").count() == 1
    assert "已经要求申请人说明理由" in page(client, f"{address}ask-reasons/")
    client.post(f"{address}give-reasons/", {"words": "课题研究"})
    assert case.events.get(kind="reasons_given").note == "课题研究"
    assert "申请人已经说明理由" in page(client, f"{address}give-reasons/")


def test_a_fee_goes_out_with_the_leaders_signature_only(cast: Cast, signed_in: SignIn) -> None:
    case, officer, leader = in_hand(cast, now=timezone.now()), signed_in(cast.wang), signed_in(cast.liang)
    address = f"/desk/cases/{case.pk}/"
    officer.post(f"{address}fee/", {"basis": "items", "count": "12", "accounts": "示例银行柜台"})
    assert not case.letters.filter(kind="fee-notice").exists()
    fee = case.fee_notices.get()
    assert f"{address}decide-fee/{fee.pk}/" in page(leader, address)
    assert "示例银行柜台" in page(leader, f"{address}decide-fee/{fee.pk}/")
    leader.post(f"{address}decide-fee/{fee.pk}/", {"approved": "yes"})
    letter = case.letters.get(kind="fee-notice")
    assert letter.signed_by == cast.liang.user


def test_another_organ_answers_what_it_is_asked(cast: Cast, signed_in: SignIn) -> None:
    case = open_case(cast)
    clerk = person("qian", "钱示例", (Role.CASE_OFFICER, cast.education))
    page(signed_in(clerk), f"/desk/cases/{case.pk}/", 404)
    asked = ask_organ(
        case.pk,
        agency_id=cast.education.pk,
        what="联合发文",
        opinion="可以公开",
        actor=cast.wang,
        now=timezone.now(),
    )
    client, address = signed_in(clerk), f"/desk/cases/{case.pk}/own-opinion/{asked.pk}/"
    for where in (f"/desk/cases/{case.pk}/", "/desk/"):
        assert address in page(client, where)
    assert "您没有这个岗位" not in page(client, f"/desk/cases/{case.pk}/")
    page(client, f"/desk/cases/{case.pk}/applicant/", 404)
    page(client, f"/desk/cases/{case.pk}/opinion/{asked.pk}/", 404)
    form = page(client, address)
    assert "可以公开" in form  # what the letter to them says
    assert "逾期未答复" not in form
    done(client, address, answer="consent", reason="")
    asked.refresh_from_db()
    assert asked.answer == "consent"
    assert address not in page(client, "/desk/")


def test_the_page_of_the_day_names_what_waits(cast: Cast, signed_in: SignIn) -> None:
    by_letter(cast, title="平常信函的示例")
    late = in_hand(cast, now=timezone.now() - timedelta(days=90), title="超期的示例")
    text = page(signed_in(cast.wang), "/desk/")
    assert "平常信函的示例" in text
    assert f"/desk/cases/{late.pk}/decision/" in text
    assert "快到期和超期的申请" in text
    assert "平常信函的示例" not in page(signed_in(cast.zhao), "/desk/?scope=all")


def test_a_case_of_an_organ_is_nobody_elses(cast: Cast, signed_in: SignIn) -> None:
    case = filed(cast).case
    clerk = person("qian", "钱示例", (Role.CASE_OFFICER, cast.education))
    client = signed_in(clerk)
    assert case.title not in page(client, "/desk/cases/?list=all")
    letter = case.letters.earliest("pk")
    for address in (
        f"cases/{case.pk}/",
        f"cases/{case.pk}/assign/",
        f"letters/{letter.pk}/",
        f"letters/{letter.pk}.docx",
    ):
        page(client, f"/desk/{address}", 404)


def test_the_search_box_of_the_masthead_looks_where_its_reader_may_look(
    cast: Cast, signed_in: SignIn
) -> None:
    for actor, address in ((cast.wang, "/desk/cases/"), (cast.lin, "/desk/documents/")):
        client = signed_in(actor)
        assert (
            f'role="search" aria-label="工作台" action="{address}"' in client.get("/desk/").content.decode()
        )
        assert client.get(address, {"q": "电梯"}).status_code == 200
    assert 'role="search"' not in signed_in(cast.guan).get("/desk/").content.decode()


def test_what_was_merged_says_with_which_and_a_number_that_is_none_is_named(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.wang)
    leading, other = open_case(cast), open_case(cast)
    merge = f"/desk/cases/{leading.pk}/merge/"
    text = refused(client, merge, cases=[other.pk], numbers="样本-00001")
    assert "没有编号是样本-00001的申请" in text
    assert 'value="样本-00001"' in text
    done(client, merge, numbers=other.number)
    link = f'<a href="/desk/cases/{other.pk}/">{other.number}</a>'
    assert f"并案办理：{link}" in page(client, f"/desk/cases/{leading.pk}/")
