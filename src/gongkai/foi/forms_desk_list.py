"""列表的筛选 — words, state, channel, organ and year; what is not understood does not narrow."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.models import Agency
from gongkai.foi.desk_lists import Filters
from gongkai.rules.application_process import CASE_STATE_LABELS
from gongkai.rules.receiving import CHANNEL_LABELS
from gongkai.ui import fields


class FilterForm(fields.DeskForm):
    """筛选."""

    q = fields.words(_l("编号、所需信息、文号"), most=100)
    state = fields.choice(_l("状态"), empty=_l("全部"))
    channel = fields.choice(_l("渠道"), empty=_l("全部"))
    organ = fields.choice(_l("机关，含下级"), empty=_l("全部"))
    year = fields.choice(_l("年份"), empty=_l("全部"))

    def __init__(self, data: Any, *, organs: QuerySet[Agency], years: Iterable[int]) -> None:
        """Take the query of a page, and what can be chosen."""
        super().__init__(data)
        self.organs = {organ.code: organ for organ in organs}
        everything = ("", _("全部"))
        choices: dict[str, list[tuple[str, str]]] = {
            "state": fields.labelled(CASE_STATE_LABELS),
            "channel": fields.labelled(CHANNEL_LABELS),
            "organ": [(code, organ.short_name) for code, organ in self.organs.items()],
            "year": [(str(year), str(year)) for year in years],
        }
        for name, listed in choices.items():
            self.fields[name].choices = [everything, *listed]  # type: ignore[attr-defined]

    @property
    def filters(self) -> Filters:
        """What was chosen, as far as it is understood."""
        if not self.is_bound:
            return Filters()
        self.is_valid()
        said = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return Filters(
            words=said["q"].replace("\0", ""),
            state=said["state"],
            channel=said["channel"],
            under=self.organs[said["organ"]].path if said["organ"] else "",
            year=int(said["year"]) if said["year"] else None,
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows the list."""
        return self.filters != Filters()
