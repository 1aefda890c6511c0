"""同一时刻的答复 — two who sign, one who signs while another gives back, two who serve; a recount in between."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from cast import NOW, TODAY, Cast, make_cast, person
from concurrency.test_same_moment import at_once, nothing_amiss, one_only
from foi.answering import GIVEN, KEPT, PLACES, drafted, in_signing, signed
from foi.builders import at, filed, in_hand
from gongkai.agencies.actions.load_year import load_year
from gongkai.agencies.policies import PUBLIC
from gongkai.foi.actions.decide import return_decision, save_decision, sign_decision
from gongkai.foi.actions.extend import decide_extension, propose_extension
from gongkai.foi.actions.letters import edit_letter
from gongkai.foi.actions.merge import merge
from gongkai.foi.actions.recompute import recompute_cases
from gongkai.foi.actions.serve import serve
from gongkai.foi.actions.supplement import receive_supplement, request_supplement
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.models import Case, Decision, Letter
from gongkai.foi.recompute import differences
from gongkai.notices.models import Notice
from gongkai.rules.calendar import Holiday, YearTable
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation
from gongkai.rules.serving import ServiceWay
from place import Place

END_OF_YEAR = date(2026, 12, 21)
NEXT = YearTable(
    2027, "国办示例〔2026〕1号", (), (Holiday("元旦", (date(2027, 1, 1), date(2027, 1, 4))),), ()
)


@pytest.fixture
def stage(real_database: str) -> Cast:
    """The cast, on a database to which threads really commit."""
    return make_cast()


def test_two_leaders_who_sign_one_decision_issue_one_letter(stage: Cast) -> None:
    second = person("fu", "副示例", (Role.LEADER, stage.housing))
    decision = in_signing(stage)
    one_only(
        at_once(
            *[lambda who=who: sign_decision(decision.pk, actor=who, now=NOW) for who in (stage.liang, second)]
        )
    )
    letter = Letter.objects.get(decision=decision)
    assert letter.frozen_at is not None
    assert letter.signed_by_id == Decision.objects.get().signed_by_id
    assert Case.objects.get().events.filter(kind="decided").count() == 1
    nothing_amiss()


def test_a_signature_and_a_return_leave_one_of_the_two(stage: Cast) -> None:
    decision = in_signing(stage)
    one_only(
        at_once(
            lambda: sign_decision(decision.pk, actor=stage.liang, now=NOW),
            lambda: return_decision(decision.pk, reason="请核对", actor=stage.liang, now=NOW),
        )
    )
    letter = Letter.objects.get(decision=decision)
    decision.refresh_from_db()
    assert (decision.state, letter.frozen_at) in {("signed", NOW), ("draft", None)}
    nothing_amiss()


def test_a_letter_that_is_edited_while_it_is_signed_is_signed_as_it_stands(stage: Cast) -> None:
    decision = in_signing(stage)
    letter = Letter.objects.get(decision=decision)
    before, said = letter.paragraphs, [*letter.paragraphs, "另附说明。"]
    edited, done = at_once(
        lambda: edit_letter(
            letter.pk,
            title=letter.title,
            paragraphs=said,
            revision=letter.revision,
            actor=stage.liang,
            now=NOW,
        ),
        lambda: sign_decision(decision.pk, actor=stage.liang, now=NOW),
    )
    assert not isinstance(done, Exception)
    with pytest.raises(RuleViolation, match="已经定稿"):  # whoever comes second is told why
        edit_letter(letter.pk, title="甲", paragraphs=said, revision=1, actor=stage.liang, now=NOW)
    letter.refresh_from_db()
    assert letter.paragraphs == (before if isinstance(edited, Exception) else said)
    assert letter.frozen_at == NOW
    nothing_amiss()


def test_two_who_save_one_decision_never_overwrite_each_other(stage: Cast) -> None:
    decision = drafted(stage)
    one_only(
        at_once(
            *[
                lambda who=who, part=part: save_decision(
                    decision.pk,
                    parts=(part,),
                    ticked=[],
                    revision=decision.revision,
                    actor=who,
                    now=NOW,
                    **PLACES,
                )
                for who, part in ((stage.wang, GIVEN), (stage.zheng, KEPT))
            ]
        )
    )
    assert decision.parts.count() == 1
    nothing_amiss()


def test_a_reply_that_two_officers_serve_at_once_answers_its_case_once(stage: Cast) -> None:
    letter = signed(stage)
    at_once(
        *[
            lambda who=who: serve(letter.pk, way=ServiceWay.ONLINE, sent_on=TODAY, actor=who, now=NOW)
            for who in (stage.wang, stage.zheng)
        ]
    )
    case = Case.objects.get()
    assert (case.state, case.answered_on) == ("answered", TODAY)
    assert Notice.objects.filter(template="answered", about_id=case.pk, channel="site").count() == 1
    nothing_amiss()


def test_two_cases_that_are_merged_into_each_other_at_once_do_not_end_in_a_circle(stage: Cast) -> None:
    first, second = in_hand(stage), in_hand(stage)
    one_only(
        at_once(
            lambda: merge([first.pk], second.pk, actor=stage.wang, now=NOW),
            lambda: merge([second.pk], first.pk, actor=stage.zheng, now=NOW),
        )
    )
    assert Case.objects.filter(merged_into=None).count() == 1
    nothing_amiss()


def test_a_recount_while_officers_work_on_the_cases_leaves_every_clock_right(stage: Cast) -> None:
    now = at(END_OF_YEAR)
    extending, asking, going = (filed(stage, now=now) for _ in range(3))
    extension = propose_extension(
        extending.case.pk, working_days=5, reason="材料多", actor=stage.wang, now=now
    )
    request_supplement(asking.case.pk, ground="unclear", what="请写明年度", actor=stage.wang, now=now)
    before = Case.objects.get(pk=extending.case.pk).due_on
    load_year(NEXT, actor=stage.zheng, now=now)
    results = at_once(
        lambda: recompute_cases(now),
        lambda: decide_extension(extension.pk, approved=True, actor=stage.liang, now=now),
        lambda: receive_supplement(key=asking.key, answer="2025 年", actor=PUBLIC, now=now),
        lambda: withdraw(key=going.key, actor=PUBLIC, now=now),
        lambda: filed(stage, now=now),
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert list(differences()) == []
    after = Case.objects.get(pk=extending.case.pk)
    assert before is not None
    assert (after.provisional, Case.objects.get(pk=going.case.pk).state) == (False, "closed")
    assert after.due_on is not None
    assert after.due_on > before
    nothing_amiss()


@pytest.mark.slow
def test_one_form_sent_to_two_processes_at_once_is_one_case(real_database: str, tmp_path: Path) -> None:
    stage = make_cast()
    place = Place(tmp_path, real_database, stage)
    script = (
        "import django, sys; django.setup()\n"
        "from datetime import date\n"
        "from django.utils import timezone\n"
        "from gongkai.agencies.policies import PUBLIC\n"
        "from gongkai.foi.actions.file_case import file_case\n"
        "from gongkai.foi.filing import ApplicantFacts, Filing\n"
        "from gongkai.rules.receiving import Channel\n"
        "who = ApplicantFacts(kind='citizen', name='样本甲', phone='00000000001')\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "now = timezone.now()\n"
        f"form = Filing(agency_id={stage.housing.pk}, applicant=who, title='示例', channel=Channel.ONLINE,\n"
        "    arrived_on=timezone.localdate(now), submission='同一张表')\n"
        "made = file_case(form, actor=PUBLIC, now=now)\n"
        "print(made.case.pk, made.key, made.query_code)\n"
    )
    others = [place.start("-c", script, stdin=subprocess.PIPE) for _ in range(2)]
    for other in others:
        assert other.stdout
        assert other.stdout.readline() == b"ready\n", place.words
    for other in others:
        assert other.stdin
        other.stdin.write(b"\n")
        other.stdin.flush()
    told = {other.communicate(timeout=30)[0] for other in others}
    assert len(told) == 1, place.words
    assert Case.objects.get().letters.count() == 1
    nothing_amiss()
