"""发通知 — what other rooms call inside their change: who is told what, by every way that they left us.

The notice is a row of the same transaction, and the row itself is the queue (`courier.py`): nothing is lost, and
nothing is sent for a change that was rolled back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.core.change import Change
from gongkai.notices.actions.write_notice import write_notice
from gongkai.notices.models import Channel, Notice, NoticeState, Trouble
from gongkai.notices.queries import about
from gongkai.notices.words import Filled, in_force


@dataclass(frozen=True, slots=True)
class Contact:
    """联系方式 — where somebody may be told; never shown by repr. An empty way is not used.

    `site`: also a message on the site: at `user`'s desk, or, without one, on the page of the thing itself.
    `language`: zh-hans or en; for others the Chinese words are used.
    """

    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    site: bool = False
    user: User | None = None
    language: str = "zh-hans"

    @classmethod
    def of(cls, user: User) -> "Contact":
        """Return where an official is told: at the desk, and by e-mail where the account has an address."""
        return cls(email=user.email, site=True, user=user)

    def ways(self, words: Filled) -> list[tuple[Channel, str, str, str]]:
        """Return (channel, address, subject, text) for each way that is open and for which there are words."""
        return [
            *([(Channel.SITE, "", words.subject, words.text)] if self.site else ()),
            *([(Channel.EMAIL, self.email, words.subject, words.email)] if self.email else ()),
            *([(Channel.SMS, self.phone, "", words.sms)] if self.phone and words.sms else ()),
        ]


def notify(
    change: Change,
    template: str,
    *,
    to: Contact,
    places: Mapping[str, object],
    subject: models.Model,
    agency: Agency,
    occasion: str = "",
) -> list[Notice]:
    """Tell somebody something about `subject`, in the name of `agency`; to be called inside `changing`.

    `places` fills the template's places: text, numbers, or days (datetime.date), and no more of a person than it
    must. With an `occasion` (such as a day, or "80") the same notice is written once for it, however often it is
    asked for. Raises UnknownNotice for an unknown template, ValueError unless its places are filled exactly.
    """
    words = in_force(template, timezone.localdate(change.now))
    filled = words.fill(places, agency.name, to.language)
    written = (
        write_notice(
            change,
            words,
            channel,
            to=address,
            user=to.user,
            subject=title,
            text=text,
            language=to.language,
            about=subject,
            agency=agency,
            occasion=occasion,
        )
        for channel, address, title, text in to.ways(filled)
    )
    return [notice for notice in written if notice is not None]


def forget(subject: models.Model) -> None:
    """Erase address and words of every notice about `subject`; that it was sent, when and how stays.

    Called inside the change that anonymises the thing itself. What still waits is not sent any more.
    """
    notices = about(subject)
    notices.update(to="", subject="", text="")
    notices.exclude(state=NoticeState.SENT).update(state=NoticeState.FAILED, trouble=Trouble.ADDRESS)
