"""拟答复 — cases at the housing bureau as far as somebody has brought them, made through the actions."""

from datetime import datetime

from cast import NOW, TODAY, Cast
from gongkai.foi.actions.decide import (
    PartFacts,
    draft_decision,
    save_decision,
    sign_decision,
    submit_decision,
)
from gongkai.foi.actions.file_case import file_case
from gongkai.foi.actions.keep_file import keep_file
from gongkai.foi.actions.serve import serve
from gongkai.foi.filing import ApplicantFacts, Filing
from gongkai.foi.models import Case, CaseFile, Decision, Letter
from gongkai.rules.receiving import Channel
from gongkai.rules.serving import ServiceWay

PLACES = {"review_body": "临江市人民政府", "court": "示例区人民法院"}
GIVEN = PartFacts("维修资金使用情况汇总表", "granted", {"content": "汇总表一份", "way": "邮寄"})
KEPT = PartFacts("各户缴存明细", "internal-affairs", {"reason": "只用于内部核对，不对外产生影响"})


def a_case(cast: Cast, **facts: object) -> Case:
    """A letter about a maintenance fund that came by registered post."""
    given = {
        "agency_id": cast.housing.pk,
        "applicant": ApplicantFacts(
            kind="citizen", name="示例申请人", phone="13900000000", address="样本路1号"
        ),
        "title": "示例小区维修资金使用情况",
        "channel": Channel.REGISTERED_POST,
        "arrived_on": TODAY,
        "signed_for_on": TODAY,
        "way_wanted": "post",
        **facts,
    }
    return file_case(Filing(**given), actor=cast.wang, now=NOW).case  # type: ignore[arg-type]


def a_file(case: Case, kind: str, cast: Cast) -> CaseFile:
    return keep_file(case, kind, "回证.txt", "样本".encode(), "text/plain", who=cast.wang, now=NOW)


def drafted(cast: Cast, *parts: PartFacts, now: datetime = NOW, case: Case | None = None) -> Decision:
    case = case or a_case(cast)
    decision = draft_decision(case.pk, ticked=["disclosable"], actor=cast.wang, now=now)
    return save_decision(
        decision.pk,
        parts=parts or (GIVEN, KEPT),
        ticked=["disclosable", "internal-affairs"],
        revision=decision.revision,
        actor=cast.wang,
        now=now,
        **PLACES,
    )


def in_signing(cast: Cast, *parts: PartFacts) -> Decision:
    return submit_decision(drafted(cast, *parts).pk, actor=cast.wang, now=NOW)


def signed(cast: Cast, *parts: PartFacts) -> Letter:
    decision = sign_decision(in_signing(cast, *parts).pk, actor=cast.liang, now=NOW)
    return decision.letters.get()


def answered(cast: Cast, *parts: PartFacts, **facts: object) -> Case:
    decision = drafted(cast, *parts, case=a_case(cast, **facts))
    submit_decision(decision.pk, actor=cast.wang, now=NOW)
    letter = sign_decision(decision.pk, actor=cast.liang, now=NOW).letters.get()
    serve(letter.pk, way=ServiceWay.ONLINE, sent_on=TODAY, actor=cast.wang, now=NOW)
    return Case.objects.get(pk=decision.case_id)
