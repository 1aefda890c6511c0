"""今天 — what an official must do now, in groups, the most pressing first; each thing with one next step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.calendar import calendar, missing_year
from gongkai.agencies.policies import LOAD_CALENDAR, Actor
from gongkai.agencies.queries import agencies_for, jurisdiction
from gongkai.catalogue import queries as catalogue
from gongkai.catalogue.models import Column
from gongkai.disclosure import desk, policies, queries
from gongkai.disclosure.models import CorrectionReport, Review, Version
from gongkai.foi.turns import Turn, turns_of
from gongkai.reporting import monthly_page
from gongkai.reporting import queries as reports
from gongkai.reporting.models import AnnualReport, MonthlyStatistics
from gongkai.rules.disclosure import VersionState
from gongkai.rules.monthly import monthly_form
from gongkai.ui.templatetags.ui import month_day, say
from gongkai.ui.wording import written

SCOPES = ("mine", "unit", "all")
MOST_COLUMNS = 3  # overdue columns of one organ that are named one by one


@dataclass(frozen=True, slots=True)
class Todo:
    """一件事 — when it is due in words, what it is, its page, how it stands, and its one next step.

    `scopes` names the filters under which it shows; `late` marks what has passed its limit.
    """

    when: str
    day: date | None
    late: bool
    title: str
    about: str
    standing: str
    page: str
    url: str
    step: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Group:
    """一组事 — its name, a hint, the list where all of it stands, and its things in order."""

    name: str
    hint: str
    url: str
    todos: list[Todo]


class Day:
    """一个人的今天 — reads everything once, so that the counts of the filters and the list agree."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        self.today = timezone.localdate(now)
        self.calendar = calendar()
        self.own = desk.own_agencies(actor)

    def groups(self) -> list[Group]:
        """Return every group, also the empty ones."""
        drafts = list(queries.to_draft(self.actor))
        returns = desk.last_returns(drafts)
        fresh = [version for version in drafts if version.pk not in returns]
        pressing = [version for version in fresh if self._presses(version)]
        calm = [version for version in fresh if not self._presses(version)]
        back = [version for version in drafts if version.pk in returns]
        documents = "/desk/documents/?tab="
        return [
            *self._cases(),
            Group(_("退回的"), _("改完再送"), f"{documents}returned", self._returned(back, returns)),
            Group(_("等您保密审查"), _("一件一件往下审"), "/desk/review/", self._waiting_review()),
            Group(_("等您签发"), _("签发后公开"), "/desk/sign/", self._waiting_sign()),
            Group(_("等您签发的年报"), _("看过核对再签发"), "/desk/reports/", self._reports()),
            Group(_("月度统计"), _("确认以后报送"), "/desk/monthly/", self._months()),
            Group(
                _("快到期和超期的稿件"),
                _("自形成起 20 个工作日内公开"),
                f"{documents}unit",
                self._drafts(pressing),
            ),
            Group(_("读者纠错"), _("等您答复"), "/desk/corrections/", self._corrections()),
            Group(_("其他草稿"), _("写完送审"), f"{documents}mine", self._drafts(calm)),
            Group(_("到期没更新的栏目"), _("有新内容就补上"), "/desk/catalogue/overdue/", self._columns()),
            Group(_("工作日历"), _("通知一般在第四季度公布"), "/desk/calendar/", self._calendar()),
            Group(_("定时公开"), _("到时自动公开，不用您动"), f"{documents}scheduled", self._scheduled()),
        ]

    def _cases(self) -> list[Group]:
        """Applications that wait for this actor, in the groups that the room of cases makes of them."""
        return [
            Group(group.name, group.hint, group.url, [self._case(each) for each in group.turns])
            for group in turns_of(self.actor, self.today, self.calendar)
        ]

    def _case(self, turn: Turn) -> Todo:
        case = turn.case
        address = f"/desk/cases/{case.pk}/"
        return Todo(
            when=turn.when,
            day=case.due_on,
            late=turn.late,
            title=case.title,
            about=f"{case.number}{_('，')}{case.agency.short_name}",
            standing=case.get_state_display(),
            page=address,
            url=turn.step.url,
            step=turn.step.label,
            scopes=self._scopes(case.agency_id, mine=turn.mine),
        )

    def _presses(self, version: Version) -> bool:
        left = desk.time_left(version, self.today, self.calendar)
        return left is not None and left.near

    def _scopes(self, agency_id: int, *, mine: bool) -> frozenset[str]:
        unit = agency_id in self.own
        return frozenset(name for name, held in zip(SCOPES, (mine, unit, True), strict=True) if held)

    def _of_version(
        self,
        versions: Iterable[Version],
        standing: Callable[[Version], str],
        url: str,
        step: str,
        *,
        to_all: bool,
    ) -> list[Todo]:
        """Make things of versions; `to_all`: they wait for the actor's post, not for their author."""
        todos = []
        for version in versions:
            left = desk.time_left(version, self.today, self.calendar)
            document = version.document
            column = say(document.column.name) if document.column else _("还没选栏目")
            todos.append(
                Todo(
                    when=left.words if left else _("没有期限"),
                    day=left.last if left else None,
                    late=bool(left and left.late),
                    title=version.title or _("（还没有标题）"),
                    about=f"{document.agency.short_name}{_('，')}{column}",
                    standing=standing(version),
                    page=f"/desk/documents/{document.pk}/",
                    url=f"/desk/documents/{document.pk}/{url}",
                    step=step,
                    scopes=self._scopes(
                        document.agency_id, mine=to_all or version.author_id == self.actor.user_id
                    ),
                )
            )
        return sorted(todos, key=lambda todo: todo.day or date.max)

    def _returned(self, versions: list[Version], returns: dict[int, Review]) -> list[Todo]:
        def standing(version: Version) -> str:
            review = returns[version.pk]
            return _("%(who)s退回：%(reason)s") % {"who": review.by.name, "reason": review.reason}

        return self._of_version(versions, standing, "edit/", _("去修改"), to_all=False)

    def _drafts(self, versions: list[Version]) -> list[Todo]:
        def standing(version: Version) -> str:
            who = version.author.name if version.author else _("系统")
            return _("%(who)s起草，%(day)s保存") % {"who": who, "day": _day(version.saved_at)}

        return self._of_version(versions, standing, "edit/", _("继续起草"), to_all=False)

    def _waiting_review(self) -> list[Todo]:
        return self._of_version(queries.to_review(self.actor), _sent, "review/", _("去审查"), to_all=True)

    def _waiting_sign(self) -> list[Todo]:
        def standing(version: Version) -> str:
            return _("保密审查已通过，%(sent)s") % {"sent": _sent(version)}

        return self._of_version(queries.to_sign(self.actor), standing, "sign/", _("去签发"), to_all=True)

    def _scheduled(self) -> list[Todo]:
        versions = queries.working_versions(self.actor).filter(state=VersionState.SCHEDULED)

        def standing(version: Version) -> str:
            hour = timezone.localtime(version.scheduled_for)
            return _("已签发，%(hour)s 自动公开") % {"hour": f"{written(hour.date())} {hour:%H:%M}"}

        return self._of_version(versions.order_by("scheduled_for"), standing, "", _("查看"), to_all=False)

    def _reports(self) -> list[Todo]:
        """Name the annual reports that wait for this actor's signature."""
        return [self._report(report) for report in reports.to_sign(self.actor)]

    def _report(self, report: AnnualReport) -> Todo:
        due = reports.deadline_of(report.agency, report.year).day
        who = report.submitted_by.name if report.submitted_by else _("系统")
        return Todo(
            when=_("公布期限"),
            day=due,
            late=self.today > due,
            title=str(report),
            about=report.agency.short_name,
            standing=_("%(who)s %(day)s送来")
            % {"who": who, "day": _day(report.submitted_at or report.saved_at)},
            page=report.address,
            url=report.address,
            step=_("去签发"),
            scopes=self._scopes(report.agency_id, mine=True),
        )

    def _months(self) -> list[Todo]:
        """Name the months that this actor confirms or submits next."""
        return [self._month(row, step) for row, step in monthly_page.to_settle(self.actor)]

    def _month(self, row: MonthlyStatistics, step: str) -> Todo:
        due = monthly_form().due(row.year, row.month)
        return Todo(
            when=_("报送期限"),
            day=due,
            late=self.today > due,
            title=_("%(year)d年%(month)d月的统计") % {"year": row.year, "month": row.month},
            about=row.agency.short_name,
            standing=row.get_state_display(),
            page=row.address,
            url=row.address,
            step=_("去确认") if step == "confirm" else _("去报送"),
            scopes=self._scopes(row.agency_id, mine=row.agency_id in self.own),
        )

    def _corrections(self) -> list[Todo]:
        return [self._correction(report) for report in queries.open_corrections(self.actor)]

    def _correction(self, report: CorrectionReport) -> Todo:
        return Todo(
            when=_("%(day)s收到") % {"day": _day(report.reported_at)},
            day=None,
            late=False,
            title=report.words[:60],
            about=_("读者纠错，%(agency)s") % {"agency": report.agency.short_name},
            standing=str(report.document) if report.document else report.page,
            page=f"/desk/corrections/{report.pk}/",
            url=f"/desk/corrections/{report.pk}/",
            step=_("去答复"),
            scopes=self._scopes(report.agency_id, mine=report.agency_id in self.own),
        )

    def _calendar(self) -> list[Todo]:
        """Name the year whose holidays must be loaded now, to those who load it."""
        year = missing_year(self.today, self.calendar)
        if year is None or not self.actor.may(LOAD_CALENDAR):
            return []
        here = jurisdiction()
        if here is None or not self.actor.may(LOAD_CALENDAR, here.root):
            return []
        address = f"/desk/calendar/load/?year={year}"
        return [
            Todo(
                when=_("通知公布后"),
                day=None,
                late=year == self.today.year,
                title=_("载入 %(year)d 年的节假日安排") % {"year": year},
                about=here.root.short_name,
                standing=_("还没有载入，到这一年的期限都是暂定的"),
                page="/desk/calendar/",
                url=address,
                step=_("去载入"),
                scopes=frozenset(SCOPES),
            )
        ]

    def _columns(self) -> list[Todo]:
        """Name each overdue column, or for an organ with many only how many."""
        mine = agencies_for(self.actor, policies.DRAFT)
        overdue = catalogue.overdue(self.today).filter(agency__in=mine)
        todos = []
        for _agency, group in groupby(overdue, key=lambda column: column.agency_id):
            columns = list(group)
            many = len(columns) > MOST_COLUMNS
            todos += [self._organ(columns)] if many else [self._column(column) for column in columns]
        return todos

    def _organ(self, columns: list[Column]) -> Todo:
        agency = columns[0].agency
        address = f"/desk/catalogue/organs/{agency.code}/?overdue=1"
        return Todo(
            when=_("已过更新周期"),
            day=None,
            late=True,
            title=_("%(n)d 个栏目到期没更新") % {"n": len(columns)},
            about=agency.short_name,
            standing=_("、").join(say(column.name) for column in columns[:MOST_COLUMNS]) + _("等"),
            page=address,
            url=address,
            step=_("看栏目"),
            scopes=self._scopes(agency.pk, mine=agency.pk in self.own),
        )

    def _column(self, column: Column) -> Todo:
        last = column.last_published_on
        return Todo(
            when=_("已过更新周期"),
            day=None,
            late=True,
            title=say(column.name),
            about=_("栏目，%(agency)s") % {"agency": column.agency.short_name},
            standing=(
                _("%(period)s，上次更新 %(day)s")
                % {"period": column.get_update_period_display(), "day": written(last)}
                if last
                else _("%(period)s，还没有公开过") % {"period": column.get_update_period_display()}
            ),
            page=f"/organs/{column.agency.code}/columns/{column.code}/",
            url=f"/desk/documents/new/?column={column.pk}",
            step=_("更新栏目"),
            scopes=self._scopes(column.agency_id, mine=column.agency_id in self.own),
        )


def in_scope(groups: list[Group], scope: str) -> list[Group]:
    """Return the groups with only what shows under a filter, without those that are then empty."""
    kept = [
        Group(group.name, group.hint, group.url, [todo for todo in group.todos if scope in todo.scopes])
        for group in groups
    ]
    return [group for group in kept if group.todos]


def counts(groups: list[Group]) -> dict[str, int]:
    """Return how many things show under each filter."""
    return {scope: sum(scope in todo.scopes for group in groups for todo in group.todos) for scope in SCOPES}


def _sent(version: Version) -> str:
    who = version.author.name if version.author else _("系统")
    at = version.submitted_at or version.saved_at
    return _("%(who)s %(day)s送来") % {"who": who, "day": _day(at)}


def _day(at: datetime) -> str:
    return month_day(timezone.localtime(at).date())
