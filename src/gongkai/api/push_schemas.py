"""推送接口的形状 — what an organ's own system sends and is answered."""

from datetime import date
from typing import Literal

from ninja import Field

from gongkai.api.schemas import Exact, Problem

Outcome = Literal["created", "updated", "revised", "kept", "unchanged"]


class FieldProblem(Exact):
    """字段的问题 — the field of the request and what is wrong with it."""

    field: str
    message: str


class PushProblem(Problem):
    """没有收下 — the refusal, with every field that is wrong."""

    fields: list[FieldProblem] = []


class Me(Exact):
    """令牌 — whose it is and what it may do."""

    agency: str
    name: str
    scopes: list[str]
    expires_on: date


class DocumentIn(Exact):
    """一件政府信息 — as the organ's own system has it. What is pushed again under the same `old_id` is brought level."""

    old_id: str = Field(min_length=1, max_length=200, description="Its lasting identifier in your system")
    title: str = Field(min_length=1, max_length=500)
    body_html: str = Field("", description="Markup or plain text; cleaned on arrival")
    document_number: str = Field("", max_length=100)
    addressee: str = Field("", max_length=300)
    formed_on: date | None = None
    published_on: date | None = Field(None, description="When your own site made it public")
    in_force_from: date | None = None
    in_force_until: date | None = None
    validity: str = Field(
        "", max_length=20, description="有效, 修改, 废止, 失效 or the codes of the read API"
    )
    column: str = Field("", max_length=200, description="Code, name or path of a column of the organ")
    subject: str = Field("", max_length=60, description="Code or name of a class")
    genre: str = Field("", max_length=60, description="Code or name of a class")
    keywords: list[str] = Field([], max_length=20)
    summary: str = Field("", max_length=500)
    source: str = Field("", max_length=100)
    editor: str = Field("", max_length=40)
    attribute: str = Field("", max_length=20, description="主动公开, 依申请公开, 不予公开 or their codes")
    index_number: str = Field("", max_length=60)
    url: str = Field("", max_length=500, description="Its address on your site; it will lead here")


class HoldOut(Exact):
    """待处理 — what must be settled before it goes on, and where."""

    message: str
    stops: bool
    url: str


class DocumentOut(Exact):
    """收下的一件 — where it stands."""

    id: int
    old_id: str
    outcome: Outcome | None = Field(None, description="What became of this request")
    state: str = Field(description="State of the draft in work, empty for none")
    status: str = Field(description="unpublished, published, withdrawn")
    returned: str = Field(description="Why it was sent back, empty unless it was")
    warnings: list[FieldProblem] = []
    holds: list[HoldOut] = []
    desk_url: str
    public_url: str | None


class FileOut(Exact):
    """收下的附件."""

    id: int
    name: str
    size: int
    sha256: str
