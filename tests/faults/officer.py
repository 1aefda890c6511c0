"""经办人 — a process that changes things without end and notes each change once it was acknowledged.

Run as `python officer.py NOTES SEED`. Each line of NOTES is written after the action returned: what was done
to which document, as JSON.
"""

import json
import os
import random
import sys
from pathlib import Path

import django


def main(notes: Path, seed: int) -> None:
    """Publish, revise, withdraw, schedule, attach: whatever the dice say."""
    django.setup()
    from django.utils import timezone

    from gongkai.agencies.models import Agency, User
    from gongkai.agencies.queries import actor_for
    from gongkai.catalogue.models import Column
    from gongkai.disclosure.actions.attach import attach
    from gongkai.disclosure.actions.create_draft import create_draft
    from gongkai.disclosure.actions.pass_review import pass_review
    from gongkai.disclosure.actions.sign import sign
    from gongkai.disclosure.actions.submit import submit
    from gongkai.disclosure.actions.withdraw import withdraw

    lin, shen, liang = (
        actor_for(User.objects.get(username=name), timezone.localdate()) for name in ("lin", "shen", "liang")
    )
    housing = Agency.objects.get(code="lj-housing")
    column = Column.objects.get(agency=housing, code="20-1-normative")
    dice, out = random.Random(seed), notes.open("a", encoding="utf-8", buffering=1)

    def note(done: str, document_id: int, **more: object) -> None:
        out.write(json.dumps({"done": done, "document": document_id, **more}) + "\n")

    public: list[int] = []
    while True:
        now = timezone.now()
        if public and dice.random() < 0.3:
            pk = public.pop(dice.randrange(len(public)))
            withdraw([pk], actor=liang, now=now, reason="示例理由")
            note("withdrawn", pk)
            continue
        title = f"示例文件之{dice.randrange(10**9)}"
        values = {
            "title": title,
            "formed_on": timezone.localdate(now),
            "attribute": "proactive",
            "body_html": "<p>示例正文。</p>",
        }
        version = create_draft(housing, actor=lin, now=now, column=column, values=values)
        note("draft", version.document_id, title=title)
        data = dice.randbytes(2000).hex().encode()
        kept = attach(version.pk, actor=lin, now=now, name="附件.txt", data=data)
        note("attach", version.document_id, digest=kept.file_id, size=len(data))
        submit(version.pk, actor=lin, now=now)
        pass_review(version.pk, actor=shen, now=now)
        note("review", version.document_id)
        sign(version.pk, actor=liang, now=now)
        note("published", version.document_id)
        public.append(version.document_id)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    main(Path(sys.argv[1]), int(sys.argv[2]))
