"""申请人附来的文件 — how many, how large each, how much of one visitor in a day; refused in words for the form."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gongkai.agencies.requests import Request
from gongkai.core.rates import seconds_to_wait
from gongkai.foi.forms_application import FILE_BYTES, FILES_A_STEP

_DAY = 24 * 3600
_MEGABYTE = 1024 * 1024


def handed_in(request: Request) -> list[tuple[str, bytes]]:
    """Return the files that a visitor sent, with their bytes; raises ValidationError for too many or too much."""
    sent = request.FILES.getlist("file")
    if len(sent) > FILES_A_STEP:
        raise ValidationError(_("最多附 %(most)s 个文件") % {"most": FILES_A_STEP})
    for file in sent:
        if (file.size or 0) > FILE_BYTES:
            raise ValidationError(
                _("“%(name)s”超过 %(most)s MB，请压缩后再传")
                % {"name": file.name, "most": FILE_BYTES // _MEGABYTE}
            )
    size = sum(file.size or 0 for file in sent)
    most = settings.VISITOR_BYTES
    if size and (wait := seconds_to_wait(request, "handed-in", limit=most, window=_DAY, uses=size)):
        raise ValidationError(
            _("从您这里一天最多能传 %(most)s MB，请过 %(hours)s 小时再传，或者把材料寄给、交给受理机关")
            % {"most": most // _MEGABYTE, "hours": -(-wait // 3600)}
        )
    return [(file.name or "", file.read()) for file in sent]
