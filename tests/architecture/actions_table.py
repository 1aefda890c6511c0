"""谁能办什么 — a row for every action that somebody carries out: who may, and what the others are told.

Whoever is in `may` gets it done. The others get Denied, or Http404 where they must not even know that the thing
exists: `sees` names those who know of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from architecture.world import not_taken
from cast import NOW, TODAY, Cast, draft, organ, person, published, reviewed, submitted
from gongkai.agencies.actions import (
    appoint,
    close_agency,
    configure_site,
    create_agency,
    delegate,
    disable_account,
    end_post,
    load_year,
    merge_agency,
    move_agency,
    open_account,
    people_facts,
    rename_agency,
    reset_password,
    revoke_delegation,
    set_guide_text,
    update_agency,
)
from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency, Post, User
from gongkai.agencies.policies import Actor
from gongkai.catalogue.actions import edit_column as catalogue_edit_column
from gongkai.catalogue.actions import end_agency, load_schemes, load_structure, new_column
from gongkai.disclosure import policies
from gongkai.disclosure.actions import (
    access,
    attach,
    corrections,
    create_draft,
    discard,
    edit_column,
    pass_review,
    presence,
    relate,
    reshape_catalogue,
    return_draft,
    revise,
    save_draft,
    set_validity,
    sign,
    submit,
    undo_reshape,
    withdraw,
)
from gongkai.disclosure.operations import Rename
from gongkai.imports import queries, running
from gongkai.imports.actions import access as batch_access
from gongkai.imports.actions import (
    drop,
    import_file,
    issue_token,
    jobs,
    keep_source,
    load_rows,
    open_batch,
    pass_batch,
    pieces,
    reassign,
    revert_batch,
    settle_layout,
    sign_batch,
    submit_batch,
)
from gongkai.imports.layout import Layout
from gongkai.intake.read import read
from gongkai.notices.actions.read_messages import read_messages
from gongkai.notices.actions.send_again import send_again
from gongkai.rules.catalogue import structure
from gongkai.rules.disclosure import RelationKind, Validity
from gongkai.rules.posts import Role
from gongkai.rules.privacy import Kind, MaskRule
from gongkai.screening.actions import clean, mask, open_original, reveal, set_masks, settle, sweep
from gongkai.screening.models import Original
from gongkai.screening.scanning import found_in
from imports import tables as samples

Prepared = Callable[[Actor], Any]
ALL = frozenset({"lin", "shen", "liang", "zheng", "guan", "zhao", "wang", "anonymous"})
UNIT = frozenset({"lin", "shen", "liang", "zheng"})


@dataclass(frozen=True)
class Row:
    """一行 — prepares the stage and returns the deed; who may do it, and who at least knows of it."""

    prepare: Callable[[Cast], Prepared]
    may: frozenset[str]
    sees: frozenset[str] = ALL

    def outcome(self, name: str) -> str:
        """What happens when someone tries."""
        if name in self.may:
            return "done"
        return "denied" if name in self.sees else "hidden"


def who(names: str) -> frozenset[str]:
    return frozenset(names.split())


DRAFTS, OFFICE, ADMIN = who("lin zheng"), who("zheng"), who("guan")
SHAPES = who("zheng guan")


def _on_version(
    action: Callable[..., Any], make: Callable[..., Any] = draft, **given: Any
) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        version = make(cast)
        return lambda actor: action(version.pk, actor=actor, now=NOW, **given)

    return prepare


def _on_document(action: Callable[..., Any], **given: Any) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        document = published(cast)
        return lambda actor: action(document.pk, actor=actor, now=NOW, **given)

    return prepare


def _on_housing(action: Callable[..., Any], **given: Any) -> Callable[[Cast], Prepared]:
    return lambda cast: lambda actor: action(cast.housing.pk, actor=actor, now=NOW, **given)


def _on_file(action: Callable[..., Any], *words: str) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        version = draft(cast)
        file = attach.attach(version.pk, actor=cast.lin, now=NOW, name="名单.txt", data="甲".encode())
        return lambda actor: action(file.pk, *words, version_id=version.pk, actor=actor, now=NOW)

    return prepare


def _on_someone(action: Callable[..., Any], *, disabled: bool = False) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        someone = person("qian", "钱示例", (Role.LIAISON, cast.education))
        assert someone.user_id is not None
        if disabled:
            disable_account.disable_account(someone.user_id, actor=cast.guan, now=NOW)
        return lambda actor: action(someone.user_id, actor=actor, now=NOW)

    return prepare


def _spare(cast: Cast) -> Agency:
    return organ("lj-spare", "临江市示例局", "市示例局", "department", "city", cast.city)


def _merging(action: Callable[..., Any]) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        spare = _spare(cast)
        return lambda actor: action(
            spare.pk, actor=actor, now=NOW, successor_id=cast.housing.pk, reason="机构改革"
        )

    return prepare


def _closing(action: Callable[..., Any]) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        spare = _spare(cast)
        return lambda actor: action(spare.pk, actor=actor, now=NOW, reason="机构改革")

    return prepare


def _moving(cast: Cast) -> Prepared:
    spare = _spare(cast)
    return lambda actor: move_agency.move_agency(
        spare.pk, actor=actor, now=NOW, parent_id=cast.office.pk, reason="机构改革"
    )


def _lins_post(cast: Cast) -> Post:
    return Post.objects.get(user_id=cast.lin.user_id)


def _lending(cast: Cast) -> Prepared:
    to = person("qian", "钱示例").user_id
    post = _lins_post(cast)
    return lambda actor: delegate.delegate(
        post.pk, actor=actor, now=NOW, to_id=to or 0, since=TODAY, until=TODAY + timedelta(days=7)
    )


def _taking_back(cast: Cast) -> Prepared:
    to = person("qian", "钱示例").user_id
    lent = delegate.delegate(
        _lins_post(cast).pk, actor=cast.lin, now=NOW, to_id=to or 0, since=TODAY, until=TODAY
    )
    return lambda actor: revoke_delegation.revoke_delegation(lent.pk, actor=actor, now=NOW)


def _appointing(cast: Cast) -> Prepared:
    user_id = person("qian", "钱示例").user_id
    return lambda actor: appoint.appoint(
        actor=actor,
        now=NOW,
        user_id=user_id or 0,
        agency_id=cast.housing.pk,
        role=Role.LIAISON,
        since=TODAY,
    )


def _loading_year(cast: Cast) -> Prepared:
    return lambda actor: load_year.load_year(calendar().years[TODAY.year], actor=actor, now=NOW)


def _unloading_year(cast: Cast) -> Prepared:
    load_year.load_year(calendar().years[TODAY.year], actor=cast.zheng, now=NOW)
    return lambda actor: load_year.unload_year(TODAY.year, actor=actor, now=NOW, reason="载入错了")


def _reporting(cast: Cast) -> Prepared:
    report = corrections.report_correction(
        agency=cast.housing, document=None, page="/", words="这一页打不开", contact="", now=NOW
    )
    return lambda actor: corrections.answer_correction(report.pk, actor=actor, now=NOW, answer="已经修好")


def _reshaping(cast: Cast) -> Prepared:
    return lambda actor: reshape_catalogue.reshape_catalogue(
        Rename("20-1", "政策"), actor=actor, now=NOW, office_id=cast.city.pk, reason="统一名称"
    )


def _undoing(cast: Cast) -> Prepared:
    made = reshape_catalogue.reshape_catalogue(
        Rename("20-1", "政策"), actor=cast.zheng, now=NOW, office_id=cast.city.pk, reason="统一名称"
    )
    return lambda actor: undo_reshape.undo_reshape(made.pk, actor=actor, now=NOW, reason="改错了")


def _unrelating(cast: Cast) -> Prepared:
    document = published(cast)
    made = relate.relate(
        document.pk, actor=cast.lin, now=NOW, kind=RelationKind.CITES, to_text="某个上级文件"
    )
    return lambda actor: relate.unrelate(made.pk, document_id=document.pk, actor=actor, now=NOW)


def _importing(cast: Cast) -> Prepared:
    reading = read("关于示例的通知\n\n各单位：\n请办理。\n".encode(), "示例.txt")
    return lambda actor: import_file.import_file(reading, actor=actor, now=NOW, agency=cast.housing)


def _fetching(action: Callable[..., Any], field: str) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        version = draft(cast)
        return lambda actor: action(actor, policies.DRAFT, getattr(version, field))

    return prepare


def _looking_after(cast: Cast) -> Prepared:
    user = User.objects.get(pk=cast.zhao.user_id)
    return lambda actor: people_facts.check_manages(actor, user, TODAY)


def _withdrawing(cast: Cast) -> Prepared:
    document = published(cast)
    return lambda actor: withdraw.withdraw([document.pk], actor=actor, now=NOW, reason="含有个人隐私")


def _being_there(cast: Cast) -> Prepared:
    version = draft(cast)
    return lambda actor: presence.keep_presence(version, actor=actor, now=NOW)


_PRIVATE = "<p>申请人示例甲，本人手机：13800000001</p>"


def _on_finding(action: Callable[..., Any], *, one: bool = False, **given: Any) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        version = draft(cast, body_html=_PRIVATE)
        keys = [found.key for found in found_in(version)]
        return lambda actor: action(version.pk, keys[0] if one else keys, actor=actor, now=NOW, **given)

    return prepare


def _on_private_file(action: Callable[..., Any]) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        version = draft(cast)
        data = "姓名,手机\n示例甲,13800000001\n".encode()
        file = attach.attach(version.pk, actor=cast.lin, now=NOW, name="名单.csv", data=data)
        return lambda actor: action(file.pk, version_id=version.pk, actor=actor, now=NOW)

    return prepare


def _on_original(cast: Cast) -> Prepared:
    version = draft(cast, body_html=_PRIVATE)
    mask.mask(version.pk, [found.key for found in found_in(version)], actor=cast.lin, now=NOW)
    original = Original.objects.get()
    return lambda actor: open_original.open_original(original.pk, actor=actor, now=NOW)


def _on_notice(cast: Cast) -> Prepared:
    notice = not_taken(cast)
    return lambda actor: send_again(notice.pk, actor=actor, now=NOW)


def _stopping(cast: Cast) -> Prepared:
    begun = sweep.start_sweep(None, actor=cast.zheng, now=NOW)
    return lambda actor: sweep.stop_sweep(begun.pk, actor=actor, now=NOW)


_SOURCE = {"name": "示例旧网站", "url": "https://old.example.gov.cn/", "kind": "list"}


def _on_source(action: Callable[..., Any], **given: Any) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        source = keep_source.add_source(cast.housing, actor=cast.lin, now=NOW, values=_SOURCE)
        return lambda actor: action(source.pk, actor=actor, now=NOW, **given)

    return prepare


def _fetching_source(cast: Cast) -> Prepared:
    source = keep_source.add_source(cast.housing, actor=cast.lin, now=NOW, values=_SOURCE)
    return lambda actor: keep_source.source_for(actor, source.pk)


def _ending_token(cast: Cast) -> Prepared:
    token, _ = issue_token.issue_token(
        cast.housing, actor=cast.zheng, now=NOW, name="示例系统", scopes=["draft"], days=1
    )
    return lambda actor: issue_token.revoke_token(token.pk, actor=actor, now=NOW)


def _on_batch(action: Callable[..., Any], *before: str, **given: Any) -> Callable[[Cast], Prepared]:
    """A batch of one row, brought as far as the jobs `before` bring it."""

    def prepare(cast: Cast) -> Prepared:
        with TemporaryDirectory() as folder:
            batch = samples.batch_of(cast, Path(folder), [samples.row(1)])
        for job, actor in zip(before, (cast.lin, cast.lin, cast.shen), strict=False):
            samples.done(batch, job, actor)
        return lambda actor: action(batch.pk, actor=actor, **given)

    return prepare


def batch_access_first(batch_id: int, *, actor: Actor) -> Any:
    return batch_access.batch_for(actor, batch_id)


def looking_ahead(batch_id: int, *, actor: Actor) -> Any:
    return pieces.look_ahead(batch_id, queries.to_submit, actor, policies.DRAFT)


def _loading_rows(cast: Cast) -> Prepared:
    with TemporaryDirectory() as folder:
        batch = samples.batch_of(cast, Path(folder), [samples.row(1)])
    walk = running.Walk(batch, cast.lin, NOW)
    rows = walk.next_rows()
    walk.close()
    return lambda actor: load_rows.load_rows(batch.pk, rows, actor=actor, now=NOW)


def _opening(cast: Cast) -> Prepared:
    def do(actor: Actor) -> Any:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "目录.csv"
            path.write_bytes(samples.csv_of([samples.row(1)]))
            return open_batch.open_batch(path, path.name, actor=actor, now=NOW, agency=cast.housing)

    return do


def _on_drop(action: Callable[..., Any], *given: Any) -> Callable[[Cast], Prepared]:
    """What one does with files that one dropped oneself; nobody else's drop is there for them."""

    def prepare(cast: Cast) -> Prepared:
        batch = drop.open_drop(actor=cast.lin, now=NOW, agency=cast.housing)
        drop.add_dropped(batch.pk, "示例.txt", b"x", actor=cast.lin, now=NOW)
        return lambda actor: action(batch.pk, *given, actor=actor, now=NOW)

    return prepare


def _fetching_drop(cast: Cast) -> Prepared:
    batch = drop.open_drop(actor=cast.lin, now=NOW, agency=cast.housing)
    return lambda actor: drop.drop_for(actor, batch.pk)


def _reassigning(cast: Cast) -> Prepared:
    version = draft(cast)
    return lambda actor: reassign.reassign(version.pk, cast.education, actor=actor, now=NOW)


def _taking_document(cast: Cast) -> Prepared:
    reading = read("关于示例的通知\n\n各单位：\n请办理。\n".encode(), "示例.txt")
    batch = drop.open_drop(actor=cast.lin, now=NOW, agency=cast.housing)
    return lambda actor: drop.take_document(
        batch, "示例.txt", reading, {}, original=("示例.txt", b"x"), actor=actor, now=NOW
    )


TABLE: dict[str, Row] = {
    # 主动公开
    "disclosure.access.document_for": Row(_fetching(access.document_for, "document_id"), DRAFTS, UNIT),
    "disclosure.access.version_for": Row(_fetching(access.version_for, "pk"), DRAFTS, UNIT),
    "disclosure.attach.attach": Row(_on_version(attach.attach, name="名单.txt", data=b"1"), DRAFTS, UNIT),
    "disclosure.attach.caption": Row(_on_file(attach.caption, "名单"), DRAFTS, UNIT),
    "disclosure.attach.detach": Row(_on_file(attach.detach), DRAFTS, UNIT),
    "disclosure.corrections.answer_correction": Row(_reporting, DRAFTS, frozenset()),
    "disclosure.create_draft.create_draft": Row(
        lambda cast: lambda actor: create_draft.create_draft(cast.housing, actor=actor, now=NOW), DRAFTS
    ),
    "disclosure.discard.discard": Row(_on_version(discard.discard), DRAFTS, UNIT),
    "disclosure.edit_column.edit_column": Row(
        lambda cast: (
            lambda actor: edit_column.edit_column(
                cast.normative.pk, actor=actor, now=NOW, facts={"unit": "办公室"}
            )
        ),
        DRAFTS,
    ),
    "imports.import_file.import_file": Row(_importing, DRAFTS),
    "disclosure.pass_review.pass_review": Row(
        _on_version(pass_review.pass_review, submitted), who("shen"), UNIT
    ),
    # The page that keeps it is for those who see the draft; the public leaves no trace.
    "disclosure.presence.keep_presence": Row(_being_there, ALL),
    "disclosure.relate.relate": Row(
        _on_document(relate.relate, kind=RelationKind.CITES, to_text="某个上级文件"), DRAFTS
    ),
    "disclosure.relate.unrelate": Row(_unrelating, DRAFTS),
    "disclosure.reshape_catalogue.preview": Row(
        lambda cast: (
            lambda actor: reshape_catalogue.preview(Rename("20-1", "政策"), actor=actor, office=cast.city)
        ),
        OFFICE,
    ),
    "disclosure.reshape_catalogue.reshape_catalogue": Row(_reshaping, OFFICE),
    "disclosure.return_draft.return_draft": Row(
        _on_version(return_draft.return_draft, reviewed, reason="缺附件"), who("liang"), UNIT
    ),
    "disclosure.revise.revise": Row(_on_document(revise.revise), DRAFTS),
    "disclosure.save_draft.save_draft": Row(
        _on_version(save_draft.save_draft, values={"title": "新标题"}), DRAFTS, UNIT
    ),
    "disclosure.set_validity.set_validity": Row(
        _on_document(set_validity.set_validity, validity=Validity.REPEALED), DRAFTS
    ),
    "disclosure.sign.sign": Row(_on_version(sign.sign, reviewed), who("liang"), UNIT),
    "disclosure.submit.submit": Row(_on_version(submit.submit), DRAFTS, UNIT),
    "disclosure.undo_reshape.undo_reshape": Row(_undoing, OFFICE),
    "disclosure.withdraw.withdraw": Row(_withdrawing, who("liang zheng")),
    # 导入
    "imports.access.batch_for": Row(_on_batch(batch_access_first), UNIT, UNIT),
    "imports.jobs.begin_job": Row(_on_batch(jobs.begin_job, now=NOW, job="load"), DRAFTS, UNIT),
    "imports.load_rows.load_rows": Row(_loading_rows, DRAFTS, UNIT),
    "imports.open_batch.open_batch": Row(_opening, DRAFTS),
    "imports.pass_batch.pass_batch": Row(
        _on_batch(pass_batch.pass_batch, "load", "submit", now=NOW), who("shen"), UNIT
    ),
    "imports.pieces.look_ahead": Row(_on_batch(looking_ahead, "load"), DRAFTS, UNIT),
    "imports.revert_batch.revert_batch": Row(
        _on_batch(revert_batch.revert_batch, "load", now=NOW, reason="导错了"), DRAFTS, UNIT
    ),
    "imports.settle_layout.settle_layout": Row(
        _on_batch(settle_layout.settle_layout, now=NOW, layout=Layout((("标题", "title"),), origin="旧系统")),
        DRAFTS,
        UNIT,
    ),
    "imports.sign_batch.sign_batch": Row(
        _on_batch(sign_batch.sign_batch, "load", "submit", "pass", now=NOW), who("liang"), UNIT
    ),
    "imports.submit_batch.submit_batch": Row(
        _on_batch(submit_batch.submit_batch, "load", now=NOW), DRAFTS, UNIT
    ),
    "imports.drop.add_dropped": Row(
        _on_drop(drop.add_dropped, "另一份.txt", b"y"), who("lin"), ALL - {"zheng", "zhao"}
    ),
    "imports.drop.close_drop": Row(_on_drop(drop.close_drop), who("lin"), ALL - {"zheng", "zhao"}),
    "imports.drop.drop_for": Row(_fetching_drop, who("lin"), ALL - {"zheng", "zhao"}),
    "imports.drop.open_drop": Row(
        lambda cast: lambda actor: drop.open_drop(actor=actor, now=NOW, agency=cast.housing), DRAFTS
    ),
    "imports.drop.take_document": Row(_taking_document, DRAFTS),
    "imports.reassign.reassign": Row(_reassigning, who("zheng"), UNIT),
    "imports.issue_token.issue_token": Row(
        lambda cast: (
            lambda actor: issue_token.issue_token(
                cast.housing, actor=actor, now=NOW, name="示例系统", scopes=["draft"], days=1
            )
        ),
        who("zheng guan"),
    ),
    "imports.issue_token.revoke_token": Row(_ending_token, who("zheng guan"), who("zheng guan")),
    "imports.keep_source.add_source": Row(
        lambda cast: lambda actor: keep_source.add_source(cast.housing, actor=actor, now=NOW, values=_SOURCE),
        who("lin zheng"),
    ),
    "imports.keep_source.change_source": Row(
        _on_source(keep_source.change_source, values={"name": "另一名称"}), who("lin zheng"), who("lin zheng")
    ),
    "imports.keep_source.set_source_state": Row(
        _on_source(keep_source.set_source_state, active=False), who("lin zheng"), who("lin zheng")
    ),
    "imports.keep_source.source_for": Row(_fetching_source, who("lin zheng"), who("lin zheng")),
    # 通知
    "notices.read_messages.read_messages": Row(
        lambda cast: lambda actor: read_messages(actor=actor, now=NOW), ALL - {"anonymous"}
    ),
    "notices.send_again.send_again": Row(_on_notice, who("zheng guan")),
    # 隐私筛查
    "screening.clean.clean": Row(_on_private_file(clean.clean), DRAFTS, UNIT),
    "screening.clean.remove": Row(_on_private_file(clean.remove), DRAFTS, UNIT),
    "screening.mask.mask": Row(_on_finding(mask.mask), DRAFTS, UNIT),
    "screening.open_original.open_original": Row(_on_original, who("lin shen zheng"), ALL - {"zhao"}),
    "screening.reveal.reveal": Row(_on_finding(reveal.reveal, one=True), who("lin shen zheng"), UNIT),
    "screening.set_masks.set_masks": Row(
        lambda cast: lambda actor: set_masks.set_masks({Kind.EMAIL: MaskRule(2, 0)}, actor=actor, now=NOW),
        SHAPES,
    ),
    "screening.settle.justify": Row(_on_finding(settle.justify, words="本人书面同意"), who("shen"), UNIT),
    "screening.sweep.start_sweep": Row(
        lambda cast: lambda actor: sweep.start_sweep(None, actor=actor, now=NOW), OFFICE
    ),
    "screening.sweep.stop_sweep": Row(_stopping, OFFICE, who("shen liang zheng")),
    "screening.settle.look_at": Row(_on_finding(settle.look_at), who("lin shen zheng"), UNIT),
    # 目录
    "catalogue.edit_column.edit_column": Row(
        lambda cast: (
            lambda actor: catalogue_edit_column.edit_column(
                cast.normative.pk, actor=actor, now=NOW, facts={"name": "规范性文件"}
            )
        ),
        OFFICE,
    ),
    "catalogue.end_agency.close_agency": Row(_closing(end_agency.close_agency), SHAPES),
    "catalogue.end_agency.merge_agency": Row(_merging(end_agency.merge_agency), SHAPES),
    # Brought level with its files by the command line only; no page leads here.
    "catalogue.load_schemes.load_schemes": Row(
        lambda cast: lambda actor: load_schemes.load_schemes(actor=actor, now=NOW), ALL
    ),
    "catalogue.load_structure.load_structure": Row(
        lambda cast: (
            lambda actor: load_structure.load_structure(
                cast.education, structure("department"), actor=actor, now=NOW
            )
        ),
        OFFICE,
    ),
    "catalogue.new_column.new_column": Row(
        _on_housing(new_column.new_column, code="new", facts={"name": "新栏目"}), OFFICE
    ),
    # 机关与人员
    "agencies.appoint.appoint": Row(_appointing, ADMIN),
    "agencies.close_agency.close_agency": Row(_closing(close_agency.close_agency), SHAPES),
    "agencies.configure_site.configure_site": Row(
        lambda cast: (
            lambda actor: configure_site.configure_site(
                actor=actor,
                now=NOW,
                site_name="临江市政府信息公开平台",
                site_id_code="",
                icp_number="",
                host_agency=cast.office,
                index_pattern="{organ_code}/{year}-{serial:05d}",
            )
        ),
        ADMIN,
    ),
    "agencies.create_agency.create_agency": Row(
        lambda cast: (
            lambda actor: create_agency.create_agency(
                actor=actor,
                now=NOW,
                parent_id=cast.city.pk,
                code="lj-new",
                name="临江市示例局",
                short_name="市示例局",
                facts={"kind": "department", "level": "city"},
            )
        ),
        SHAPES,
    ),
    "agencies.delegate.delegate": Row(_lending, who("lin guan"), frozenset()),
    "agencies.disable_account.disable_account": Row(_on_someone(disable_account.disable_account), ADMIN),
    "agencies.disable_account.enable_account": Row(
        _on_someone(disable_account.enable_account, disabled=True), ADMIN
    ),
    "agencies.end_post.end_post": Row(
        lambda cast: (
            lambda actor: end_post.end_post(
                _lins_post(cast).pk, actor=actor, now=NOW, last_day=date(2026, 12, 31)
            )
        ),
        ADMIN,
    ),
    "agencies.load_year.load_year": Row(_loading_year, SHAPES),
    "agencies.load_year.unload_year": Row(_unloading_year, SHAPES),
    "agencies.merge_agency.merge_agency": Row(_merging(merge_agency.merge_agency), SHAPES),
    "agencies.move_agency.move_agency": Row(_moving, SHAPES),
    "agencies.open_account.open_account": Row(
        lambda cast: (
            lambda actor: open_account.open_account(
                actor=actor, now=NOW, username="sun", name="孙示例", email=""
            )
        ),
        ADMIN,
    ),
    "agencies.people_facts.check_manages": Row(_looking_after, ADMIN),
    "agencies.rename_agency.rename_agency": Row(
        _on_housing(
            rename_agency.rename_agency, name="临江市住房局", short_name="市住房局", reason="机构改革"
        ),
        SHAPES,
    ),
    "agencies.reset_password.reset_password": Row(_on_someone(reset_password.reset_password), ADMIN),
    "agencies.revoke_delegation.revoke_delegation": Row(_taking_back, who("lin guan"), frozenset()),
    "agencies.set_guide_text.set_guide_text": Row(
        _on_housing(set_guide_text.set_guide_text, text="周末不办公"), who("lin zheng guan")
    ),
    "agencies.update_agency.update_agency": Row(
        _on_housing(update_agency.update_agency, facts={"phone": "0000-0000 0003"}), SHAPES
    ),
}
