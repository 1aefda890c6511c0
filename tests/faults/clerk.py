"""受理员 — a process that takes applications in and answers them without end, noting each step once it was acknowledged.

Run as `python clerk.py NOTES SEED`, as `officer.py` is.
"""

import json
import os
import random
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import django

if TYPE_CHECKING:
    from gongkai.agencies.policies import Actor
    from gongkai.foi.models import Case


class Clerk:
    """受理员 — Wang, who handles, and Liang, who signs."""

    def __init__(
        self, wang: "Actor", liang: "Actor", agency_id: int, dice: random.Random, out: TextIO
    ) -> None:
        self.wang, self.liang, self.agency_id, self.dice, self.out = wang, liang, agency_id, dice, out

    def note(self, done: str, case_id: int, **more: object) -> None:
        self.out.write(json.dumps({"done": done, "case": case_id, **more}) + "\n")

    def file(self, today: date, now: datetime) -> "Case":
        from gongkai.foi.actions.file_case import file_case
        from gongkai.foi.filing import ApplicantFacts, Filing, IncomingFile
        from gongkai.rules.receiving import Channel

        number = self.dice.randrange(10**9)
        data = self.dice.randbytes(2000).hex()
        filing = Filing(
            agency_id=self.agency_id,
            applicant=ApplicantFacts(
                kind="citizen",
                name=f"示例申请人{number}",
                email=f"sample{number}@example.com",
                address="样本路1号",
            ),
            title=f"示例信息之{number}",
            channel=Channel.ORDINARY_LETTER,
            arrived_on=today,
            way_wanted="post",
            submission=str(number),
            files=(IncomingFile("application", "申请书.txt", data.encode()),),
        )
        filed = file_case(filing, actor=self.wang, now=now)
        self.note("filed", filed.case.pk, number=filed.case.number, key=filed.key, data=data)
        return filed.case

    def decide(self, case: "Case", now: datetime) -> int:
        """Draft, have signed; return the letter."""
        from gongkai.foi.actions.decide import (
            PartFacts,
            draft_decision,
            save_decision,
            sign_decision,
            submit_decision,
        )

        part = PartFacts(case.title, "granted", {"content": "汇总表一份", "way": "邮寄"})
        by: dict[str, Any] = {"actor": self.wang, "now": now}
        drafted = draft_decision(case.pk, ticked=["disclosable"], **by)
        places: dict[str, Any] = {"review_body": "临江市人民政府", "court": "示例区人民法院"}
        save_decision(
            drafted.pk, parts=(part,), ticked=["disclosable"], revision=drafted.revision, **places, **by
        )
        submit_decision(drafted.pk, **by)
        self.note("submitted", case.pk, decision=drafted.pk)
        letter = sign_decision(drafted.pk, actor=self.liang, now=now).letters.get()
        self.note("signed", case.pk, letter=letter.pk, number=letter.number, digest=letter.digest)
        return letter.pk

    def one(self, today: date, now: datetime) -> None:
        """A case from its arrival to its answer."""
        from gongkai.foi.actions.confirm import confirm
        from gongkai.foi.actions.serve import serve
        from gongkai.rules.serving import ServiceWay

        case = self.file(today, now)
        confirm(case.pk, on=today, actor=self.wang, now=now)
        self.note("confirmed", case.pk)
        letter = self.decide(case, now)
        serve(letter, way=ServiceWay.ONLINE, sent_on=today, actor=self.wang, now=now)
        self.note("answered", case.pk)


def main(notes: Path, seed: int) -> None:
    """Work until killed."""
    django.setup()
    from django.utils import timezone

    from gongkai.agencies.models import Agency, User
    from gongkai.agencies.queries import actor_for

    wang, liang = (
        actor_for(User.objects.get(username=name), timezone.localdate()) for name in ("wang", "liang")
    )
    housing = Agency.objects.get(code="lj-housing")
    out = notes.open("a", encoding="utf-8", buffering=1)
    clerk = Clerk(wang, liang, housing.pk, random.Random(seed), out)
    while True:
        now = timezone.now()
        clerk.one(timezone.localdate(now), now)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    main(Path(sys.argv[1]), int(sys.argv[2]))
