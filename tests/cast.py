"""演员表 — the fixed cast of every test, and builders that go through the real actions.

Housing bureau of Linjiang (invented): Lin drafts, Shen reviews, Liang signs. The disclosure office (Zheng)
oversees the whole city; Guan administers; Zhao drafts at another organ and must see nothing of housing's. Wang
takes and handles applications at housing.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from gongkai.agencies.models import Agency, Jurisdiction, Post, User
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import actor_for
from gongkai.catalogue.models import Column
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.models import Document, Version
from gongkai.rules.posts import Role
from gongkai.screening.actions.settle import look_at
from gongkai.screening.scanning import found_in

NOW = datetime(2026, 10, 12, 1, 0, tzinfo=UTC)  # 9 in the morning in Shanghai
TODAY = date(2026, 10, 12)
PASSWORD = "correct-horse-示例-1"


@dataclass
class Cast:
    """演员表 — organs, people, and the housing bureau's columns."""

    province: Agency
    city: Agency
    office: Agency
    housing: Agency
    education: Agency
    lin: Actor
    shen: Actor
    liang: Actor
    zheng: Actor
    guan: Actor
    zhao: Actor
    wang: Actor
    normative: Column
    interpretation: Column
    internal: Column
    report: Column

    @property
    def people(self) -> dict[str, Actor]:
        """Everyone by the name that tests use."""
        return {
            name: getattr(self, name) for name in ("lin", "shen", "liang", "zheng", "guan", "zhao", "wang")
        }


def organ(
    code: str, name: str, short: str, kind: str, level: str, parent: Agency | None = None, **facts: Any
) -> Agency:
    """Make an organ with its path."""
    agency = Agency.objects.create(
        code=code, name=name, short_name=short, kind=kind, level=level, parent=parent, **facts
    )
    agency.path = f"{parent.path if parent else '/'}{agency.pk}/"
    agency.save(update_fields=["path"])
    return agency


def person(username: str, name: str, *posts: tuple[Role, Agency]) -> Actor:
    """Make a person with posts, as an actor."""
    user = User(username=username, name=name)
    user.set_password(PASSWORD)
    user.save()
    for role, agency in posts:
        Post.objects.create(user=user, agency=agency, role=role, since=date(2020, 1, 1))
    return actor_for(user, TODAY)


def column(agency: Agency, code: str, name: str, **facts: Any) -> Column:
    """Make a column of an organ."""
    facts = {"section": "statutory", "opened_on": date(2020, 1, 1), **facts}
    return Column.objects.create(agency=agency, code=code, name=name, **facts)


def make_cast() -> Cast:
    """Set the stage."""
    province = organ("shifan", "示范省人民政府", "省政府", "government", "province")
    city = organ("linjiang", "临江市人民政府", "市政府", "government", "city", province)
    office = organ(
        "lj-office",
        "临江市人民政府办公室",
        "市政府办公室",
        "department",
        "city",
        city,
        phone="0000-0000 0001",
        address="临江市示例路 1 号",
        hours="工作日 8:30–12:00",
    )
    housing = organ(
        "lj-housing",
        "临江市住房和城乡建设局",
        "市住房城乡建设局",
        "department",
        "city",
        city,
        phone="0000-0000 0002",
        document_code="临建",
    )
    education = organ("lj-education", "临江市教育局", "市教育局", "department", "city", city)
    Jurisdiction.objects.create(
        root=city, host_agency=office, site_name="临江市政府信息公开", site_id_code="0000000000"
    )
    policy = column(housing, "20-1", "政策文件")
    return Cast(
        province=province,
        city=city,
        office=office,
        housing=housing,
        education=education,
        lin=person("lin", "林示例", (Role.LIAISON, housing)),
        shen=person("shen", "申示例", (Role.REVIEWER, housing)),
        liang=person("liang", "梁示例", (Role.LEADER, housing)),
        zheng=person("zheng", "郑示例", (Role.OFFICE, city)),
        guan=person("guan", "管示例", (Role.ADMINISTRATOR, city)),
        zhao=person("zhao", "赵示例", (Role.LIAISON, education)),
        wang=person("wang", "王示例", (Role.CASE_OFFICER, housing)),
        normative=column(housing, "20-1-normative", "行政规范性文件", parent=policy, depth=2),
        interpretation=column(housing, "20-1-interpretation", "政策解读", parent=policy, depth=2),
        internal=column(housing, "internal", "内部资料", audience="staff"),
        report=column(housing, "report", "政府信息公开年报", section="report"),
    )


def draft(cast: Cast, *, column: Column | None = None, now: datetime = NOW, **values: Any) -> Version:
    """A draft of the housing bureau by Lin, complete unless the values say otherwise."""
    facts = {
        "title": "临江市老旧小区加装电梯办法",
        "document_number": "临建〔2026〕9号",
        "formed_on": date(2026, 9, 29),
        "attribute": "proactive",
        "body_html": "<p>为了方便居民上下楼，制定本办法。</p>",
        **values,
    }
    return create_draft(cast.housing, actor=cast.lin, now=now, column=column or cast.normative, values=facts)


def submitted(cast: Cast, *, now: datetime = NOW, **values: Any) -> Version:
    """A version that waits for Shen's review."""
    return submit(draft(cast, now=now, **values).pk, actor=cast.lin, now=now)


def reviewed(cast: Cast, *, now: datetime = NOW, **values: Any) -> Version:
    """A version that waits for Liang's signature."""
    return pass_review(submitted(cast, now=now, **values).pk, actor=cast.shen, now=now)


def published(cast: Cast, *, now: datetime = NOW, **values: Any) -> Document:
    """A document before the public."""
    version = sign(reviewed(cast, now=now, **values).pk, actor=cast.liang, now=now)
    return Document.objects.select_related("public", "agency", "column").get(pk=version.document_id)


def looked_through(cast: Cast, version: Version, *, now: datetime = NOW) -> Version:
    """A draft of which Lin has looked at everything that asks for it: files of a test are often no real ones."""
    if keys := [found.key for found in found_in(version)]:
        look_at(version.pk, keys, actor=cast.lin, now=now)
    return version
