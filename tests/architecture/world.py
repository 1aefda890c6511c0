"""小世界 — one thing of every kind, made through the actions, for the matrices of permissions and visibility."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cast import NOW, TODAY, Cast, draft, person
from foi.builders import at, filed
from gongkai.agencies.actions.delegate import delegate
from gongkai.agencies.actions.load_year import load_year
from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Delegation, Post
from gongkai.agencies.policies import PUBLIC, Actor
from gongkai.catalogue.models import CatalogueChange, Column
from gongkai.core.change import changing
from gongkai.core.models import LedgerEntry
from gongkai.disclosure.actions.attach import attach, detach
from gongkai.disclosure.actions.corrections import report_correction
from gongkai.disclosure.actions.discard import discard
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.relate import relate
from gongkai.disclosure.actions.reshape_catalogue import reshape_catalogue
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Attachment, CorrectionReport, Document, Version
from gongkai.disclosure.operations import Rename
from gongkai.foi.filing import Filed
from gongkai.foi.models import Letter
from gongkai.imports.actions.drop import add_dropped, open_drop
from gongkai.imports.actions.issue_token import issue_token
from gongkai.imports.actions.keep_source import add_source
from gongkai.imports.models import Batch, Source, Token
from gongkai.notices.actions.deliver import settle
from gongkai.notices.gateways import Outcome
from gongkai.notices.models import Notice, Trouble
from gongkai.notices.sending import Contact, notify
from gongkai.reporting.actions.declare import Evidence, Statement, declare
from gongkai.reporting.actions.illustrate_report import add_chart
from gongkai.reporting.actions.start_monthly import start_monthly
from gongkai.reporting.actions.start_report import start_report
from gongkai.reporting.models import AnnualReport, DeclaredFigure, Illustration, LibraryReport
from gongkai.rules.disclosure import RelationKind
from gongkai.rules.posts import Role
from gongkai.rules.pushing import Scope
from gongkai.rules.slices import Slice
from gongkai.screening.actions.mask import mask
from gongkai.screening.actions.sweep import start_sweep
from gongkai.screening.models import Original, Sweep
from gongkai.screening.scanning import found_in
from imports.tables import batch_of, row
from reporting.library_stage import kept

PEOPLE = ("anonymous", "lin", "shen", "liang", "zheng", "guan", "zhao", "wang")
"""Everyone for whom a matrix has a column: nobody signed in, and the cast."""

OWN = frozenset({"lin", "shen", "liang", "zheng"})
"""Those who see what the housing bureau has not published."""

# What each kind of document is called: no title stands in another one, none can be met by chance.
TITLES = {
    "public": "蓝鹊桥梁养护办法",
    "draft": "赤狐河道整治草稿",
    "in_review": "青鸾水库调度送审稿",
    "in_signing": "白鹭公园改造待签稿",
    "scheduled": "金雕机场选址定时稿",
    "staff": "玄龟档案内部资料",
    "on_application": "银杏道路依申请件",
    "withheld": "黑豹案卷不公开件",
    "withdrawn": "紫貂名册撤回件",
    "old": "橙雀学校旧版名称",
    "new": "橙鸽学校新版名称",
    "spoilt": "绿鲵社区泄密旧版",
    "mended": "绿蛙社区改正新版",
    "discarded": "灰鹤码头作废稿",
}
SECRET = (
    "draft",
    "in_review",
    "in_signing",
    "scheduled",
    "staff",
    "on_application",
    "withheld",
    "withdrawn",
    "spoilt",
    "discarded",
)
"""What the public never meets, in any channel."""


@dataclass
class World:
    """小世界 — documents and versions by kind, and the rest that addresses name."""

    cast: Cast
    documents: dict[str, Document]
    versions: dict[str, Version]
    files: dict[str, Attachment]
    report: CorrectionReport
    change: CatalogueChange
    lent: Delegation
    group: str
    original: Original
    source: Source
    token: Token
    table: Batch
    drop: Batch
    sweep: Sweep
    notice: Notice
    filed: Filed
    figure: DeclaredFigure
    annual_report: AnnualReport
    library_report: LibraryReport

    @cached_property
    def letter(self) -> Letter:
        """The receipt of the application."""
        return self.filed.case.letters.earliest("id")

    @cached_property
    def chart(self) -> Illustration:
        """The chart in the annual report."""
        return Illustration.objects.get(section__report=self.annual_report)

    def actor(self, person: str) -> Actor:
        """Someone by name; the public for "anonymous"."""
        return PUBLIC if person == "anonymous" else self.cast.people[person]


def _finish(cast: Cast, version_id: int, *, publish_at: Any = None) -> None:
    submit(version_id, actor=cast.lin, now=NOW)
    pass_review(version_id, actor=cast.shen, now=NOW)
    sign(version_id, actor=cast.liang, now=NOW, publish_at=publish_at)


def not_taken(cast: Cast) -> Notice:
    """A notice that a server has refused."""
    with changing(cast.lin, NOW) as change:
        change.record("sample.told", cast.housing)
        places = {"number": "样本-1", "link": "/"}
        [notice] = notify(
            change,
            "answered",
            to=Contact(email="yangben@example.org"),
            places=places,
            subject=cast.housing,
            agency=cast.housing,
        )
    settle({notice.pk: Outcome(trouble=Trouble.REFUSED, final=True)}, NOW)
    return notice


def _with_file(cast: Cast, title: str, **values: Any) -> Version:
    version = draft(cast, title=title, document_number="", body_html=f"<p>{title}的正文。</p>", **values)
    name = f"{title}附件.txt"
    attach(version.pk, actor=cast.lin, now=NOW, name=name, data=f"{title}的附件".encode())
    return version


def _again(cast: Cast, document_id: int, title: str) -> None:
    """Publish a document once more under another title."""
    document = Document.objects.get(pk=document_id)
    version_id = document.working_id or revise(document_id, actor=cast.lin, now=NOW).pk
    for file in Version.objects.get(pk=version_id).attachments.all():
        detach(file.pk, version_id=version_id, actor=cast.lin, now=NOW)
    values = {"title": title, "change_note": "改了名称", "body_html": f"<p>{title}的正文。</p>"}
    save_draft(version_id, actor=cast.lin, now=NOW, values=values)
    _finish(cast, version_id)


def _versions(cast: Cast) -> dict[str, Version]:
    titles = TITLES
    made = {
        "public": _with_file(cast, titles["public"]),
        "draft": _with_file(cast, titles["draft"]),
        "in_review": _with_file(cast, titles["in_review"]),
        "in_signing": _with_file(cast, titles["in_signing"]),
        "scheduled": _with_file(cast, titles["scheduled"]),
        "staff": _with_file(cast, titles["staff"], column=cast.internal),
        "on_application": _with_file(
            cast, titles["on_application"], attribute="on_application", ground="limited_interest"
        ),
        "withheld": _with_file(cast, titles["withheld"], attribute="withheld", ground="third_party"),
        "withdrawn": _with_file(cast, titles["withdrawn"]),
        "old": _with_file(cast, titles["old"]),
        "spoilt": _with_file(cast, titles["spoilt"]),
        "discarded": _with_file(cast, titles["discarded"]),
    }
    for kind in ("public", "staff", "on_application", "withheld", "withdrawn", "old", "spoilt"):
        _finish(cast, made[kind].pk)
    _finish(cast, made["scheduled"].pk, publish_at=NOW + timedelta(days=30))
    submit(made["in_review"].pk, actor=cast.lin, now=NOW)
    submit(made["in_signing"].pk, actor=cast.lin, now=NOW)
    pass_review(made["in_signing"].pk, actor=cast.shen, now=NOW)
    return made


def make_world(cast: Cast) -> World:
    """Make one thing of every kind at the housing bureau."""
    versions = _versions(cast)
    discard(versions["discarded"].pk, actor=cast.lin, now=NOW)
    _again(cast, versions["old"].document_id, TITLES["new"])
    gone = [versions["withdrawn"].document_id, versions["spoilt"].document_id]
    withdraw(gone, actor=cast.liang, now=NOW, reason="含有个人隐私")
    group = LedgerEntry.objects.filter(action="disclosure.withdraw").latest("id").group
    _again(cast, versions["spoilt"].document_id, TITLES["mended"])
    documents = {
        kind: Document.objects.select_related("agency", "column").get(pk=version.document_id)
        for kind, version in versions.items()
    }
    relate(documents["old"].pk, actor=cast.lin, now=NOW, kind=RelationKind.INTERPRETS, to=documents["public"])
    report = report_correction(
        agency=cast.housing,
        document=documents["public"],
        page=f"/documents/{documents['public'].pk}/",
        words="第三条少了一个字",
        contact="",
        now=NOW,
    )
    change = reshape_catalogue(
        Rename("20-1-interpretation", "解读回应"),
        actor=cast.zheng,
        now=NOW,
        office_id=cast.city.pk,
        reason="统一名称",
    )
    post = Post.objects.get(user_id=cast.lin.user_id, role=Role.LIAISON)
    assert cast.guan.user_id
    load_year(calendar().years[TODAY.year], actor=cast.zheng, now=NOW)
    lent = delegate(
        post.pk,
        actor=cast.lin,
        now=NOW,
        to_id=_colleague(cast),
        since=TODAY,
        until=date(2026, 12, 31),
    )
    files = {
        kind: version.attachments.get() for kind, version in versions.items() if version.attachments.exists()
    }
    start_monthly(cast.housing, 2026, 3, actor=cast.lin, now=NOW)
    return World(
        cast,
        documents,
        versions,
        files,
        report,
        change,
        lent,
        str(group),
        _original(cast),
        *_doors(cast),
        _table(cast),
        _drop(cast),
        start_sweep(None, actor=cast.zheng, now=NOW),
        not_taken(cast),
        filed(cast, now=at(date(2021, 3, 1))),  # late, whatever the clock on the wall says
        declared(cast),
        _illustrated(cast),
        kept(cast),
    )


def _illustrated(cast: Cast) -> AnnualReport:
    """A report in draft, with a chart in its first section."""
    report = start_report(cast.housing, 2026, actor=cast.lin, now=NOW)
    section = report.sections.all()[0]
    add_chart(section.pk, report_id=report.pk, chart="foi.received:months", actor=cast.lin, now=NOW)
    return report


def declared(cast: Cast) -> DeclaredFigure:
    """A figure that the liaison has declared, with evidence."""
    stated = [Statement(Slice("permits.decisions"), Decimal(12))]
    evidence = Evidence("样本凭据.txt", "样本凭据".encode())
    [figure] = declare(cast.housing.pk, stated, year=2026, evidence=evidence, actor=cast.lin, now=NOW)
    return figure


def _table(cast: Cast) -> Batch:
    """A table that was taken in and is not loaded yet."""
    with TemporaryDirectory() as folder:
        return batch_of(cast, Path(folder), [row(1)])


def _drop(cast: Cast) -> Batch:
    """A file that the liaison has dropped."""
    batch = open_drop(actor=cast.lin, now=NOW, agency=cast.housing)
    add_dropped(batch.pk, "示例.txt", "示例".encode(), actor=cast.lin, now=NOW)
    return batch


def _doors(cast: Cast) -> tuple[Source, Token]:
    """A sister site that is harvested, and the token of an organ's own system."""
    values = {"name": "示例旧网站", "url": "https://old.example.gov.cn/", "kind": Source.Kind.LIST}
    source = add_source(cast.housing, actor=cast.lin, now=NOW, values=values)
    token, _ = issue_token(
        cast.housing, actor=cast.zheng, now=NOW, name="示例系统", scopes=[Scope.DRAFT], days=365
    )
    return source, token


def _original(cast: Cast) -> Original:
    """What was kept apart when a draft was masked."""
    version = draft(
        cast, title="留存原件的示例稿", document_number="", body_html="<p>本人手机：13800000001</p>"
    )
    mask(version.pk, [found.key for found in found_in(version)], actor=cast.lin, now=NOW)
    return Original.objects.get(version=version)


def _colleague(cast: Cast) -> int:
    actor = person("ding", "丁示例", (Role.LIAISON, cast.education))
    assert actor.user_id is not None
    return actor.user_id


def columns_of(cast: Cast) -> list[Column]:
    """The housing bureau's columns."""
    return list(Column.objects.filter(agency=cast.housing))
