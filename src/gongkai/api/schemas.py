"""接口的形状 — every object that the read API answers with, exactly as its OpenAPI description says.

Codes are stable; names and labels are for people. Days are ISO 8601 dates, times carry their offset.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

MOST = 100
"""Objects of one page at most."""

Standing = Literal["upcoming", "in_force", "amended", "repealed", "expired"]
Order = Literal["relevance", "newest"]


class Exact(Schema):
    """准确的形状 — nothing is sent that the description does not name."""

    model_config = ConfigDict(extra="forbid")


class Error(Exact):
    """错误 — a code for programs, words for people, and the parameter concerned if one is."""

    code: str
    message: str
    field: str | None = None


class Problem(Exact):
    """错误答复 — the one shape of every refusal."""

    error: Error


class Named(Exact):
    """名称 — something by its code."""

    code: str
    name: str


class Notice(Exact):
    """撤回告知 — when, by which organ and why; never what the document said."""

    agency: Named
    index_number: str | None
    withdrawn_at: datetime
    reason: str | None = Field(description="Missing where only earlier versions were withdrawn")


class Withdrawn(Problem):
    """已撤回 — the answer at the address of what was withdrawn."""

    notice: Notice


class AgencyOut(Exact):
    """机关 — an organ in the tree, in use or not."""

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent: str | None = Field(description="Code of the superior organ")
    status: str
    successor: str | None = Field(description="Code of the organ that it was merged into")
    url: str


class AgencyDetail(AgencyOut):
    """机关详情 — with its facts and the names it bore before."""

    uscc: str
    document_code: str
    disclosure_office: str = Field(
        description="The office inside the organ that handles disclosure; may be empty"
    )
    address: str
    hours: str
    phone: str
    fax: str
    email: str
    website: str
    closed_on: date | None
    former_names: list[str]
    subordinates: list[str] = Field(description="Codes of the organs directly below it")


class ColumnOut(Exact):
    """栏目 — a column of an organ; a column stands below `parent`."""

    code: str
    name: str
    parent: str | None
    section: str
    basis: str
    unit: str
    update_period: str
    documents: int = Field(description="Documents that are public in this very column")
    last_published_on: date | None
    url: str


class TermOut(Exact):
    """类目 — one class of a scheme."""

    code: str
    name: str
    parent: str | None


class SchemeOut(Exact):
    """分类法 — a scheme with its classes, parents first."""

    code: str
    name: str
    terms: list[TermOut]


class Validity(Exact):
    """有效性 — whether the text holds today."""

    code: Standing
    label: str


class DocumentOut(Exact):
    """政府信息 — what a list says of a document."""

    id: int
    title: str
    url: str = Field(description="The permanent address")
    index_number: str
    document_number: str
    agency: Named
    column: Named | None
    genre: Named | None
    subject: Named | None
    formed_on: date | None
    published_at: datetime = Field(description="When it was first public")
    revised_at: datetime = Field(description="Since when the current version is public")
    version: int
    validity: Validity
    summary: str
    snippet: str | None = Field(
        None, description="A piece of the text with the search words, where q was given"
    )


class DocumentList(Exact):
    """文件列表 — one page of documents, the newest or the most telling first."""

    total: int
    page: int
    pages: int
    items: list[DocumentOut]


class FileOut(Exact):
    """附件 — a file that belongs to a version."""

    name: str
    caption: str
    url: str
    size: int = Field(description="Bytes")
    media_type: str
    sha256: str


class RelationOut(Exact):
    """文件关系 — how this document stands to another; `incoming` where the other one says so."""

    kind: str
    label: str
    incoming: bool
    id: int | None = Field(description="The other document, where it is in this catalogue")
    title: str
    document_number: str
    url: str | None


class VersionRow(Exact):
    """版次 — a version in the history; of a withdrawn one only that it was there."""

    number: int
    published_at: datetime
    change_note: str | None
    sha256: str | None
    withdrawn: bool
    url: str


class Content(Exact):
    """内容 — what one version says."""

    title: str
    document_number: str
    joint_agencies: list[Named]
    formed_on: date | None
    in_force_from: date | None
    in_force_until: date | None
    validity: Validity
    attribute: str
    genre: Named | None
    subject: Named | None
    audience: Named | None
    theme: Named | None
    keywords: list[str]
    summary: str
    source: str
    editor: str
    script: str
    body_html: str = Field(
        description="Sanitised; addresses in it begin with / and are relative to this site"
    )
    body_text: str
    attachments: list[FileOut]
    sha256: str = Field(description="Digest of the content, as the page shows it")
    citation: str


class VersionOut(Content):
    """版本 — one version that the public may read."""

    id: int
    number: int
    current: bool
    published_at: datetime
    change_note: str
    url: str


class DocumentDetail(Content):
    """政府信息详情 — the current version with what stands around it."""

    id: int
    url: str = Field(description="The permanent address")
    index_number: str
    agency: Named
    column: Named | None
    published_at: datetime
    revised_at: datetime
    version: int
    replaced_by: int | None = Field(description="The document that replaced it")
    relations: list[RelationOut]
    versions: list[VersionRow]


_Code = Annotated[str, Field(max_length=40)]


class Wanted(Schema):
    """查询条件 — what a list is narrowed to; several values of one parameter mean any of them."""

    q: str = Field("", max_length=300, description="Search words, as on the search page")
    agency: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{1,40}$", description="Code of an organ")
    subordinates: bool = Field(True, description="With the organs below it")
    column: str | None = Field(
        None, pattern=r"^[0-9A-Za-z-]{1,60}$", description="Code of a column, with those below it"
    )
    genre: list[_Code] = Field([], max_length=20)
    subject: list[_Code] = Field([], max_length=20)
    year: list[Annotated[int, Field(ge=1900, le=2999)]] = Field(
        [], max_length=50, description="Year in which it was formed"
    )
    validity: list[Standing] = Field([], max_length=5)
    published_from: date | None = Field(None, description="Current version public since this day or later")
    published_to: date | None = Field(None, description="Current version public since this day or earlier")
    order: Order | None = Field(None, description="relevance where q is given, else newest")
    page: int = Field(1, ge=1, le=10_000)
    limit: int = Field(20, ge=1, le=MOST)
