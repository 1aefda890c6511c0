"""下一步 — what an actor may do with a batch now, in the order in which it goes on."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.agencies.policies import Actor
from gongkai.disclosure import policies
from gongkai.imports import queries
from gongkai.imports.models import Batch


@dataclass(frozen=True, slots=True)
class Step:
    """一步 — a job that may be given, in words; `words` asks for a text that goes with it, `main` marks the next one."""

    job: str
    label: str
    hint: str
    words: str = ""
    required: bool = False
    main: bool = False


def steps_of(batch: Batch, actor: Actor) -> list[Step]:
    """Return what an actor may do with a batch now; nothing while a job is under way."""
    if batch.job:
        return []
    steps = []
    if batch.kind == Batch.Kind.TABLE and actor.may(policies.DRAFT, batch.agency):
        steps += _of_table(batch)
    if batch.state == Batch.State.LOADED:
        steps += _onward(batch, actor)
    return [*steps, *_back(batch, actor)]


def _of_table(batch: Batch) -> list[Step]:
    if batch.file_id is None:
        return []  # it is read where it lies, by the command line
    check = Step(Batch.Job.CHECK, _("试运行"), _("逐行查看问题，什么都不写入"), main=True)
    load = Step(
        Batch.Job.LOAD,
        _("载入"),
        _("没有问题的行变成稿件，有问题的留下"),
        main=batch.state != Batch.State.OPEN,
    )
    match batch.state:
        case Batch.State.OPEN:
            return [check]
        case Batch.State.CHECKED:
            return [load]
        case Batch.State.LOADING:
            return [Step(Batch.Job.LOAD, _("继续载入"), _("从中断的地方继续"), main=True)]
    return []


def _onward(batch: Batch, actor: Actor) -> list[Step]:
    steps = []
    if actor.may(policies.DRAFT) and (n := queries.to_submit(batch, actor).count()):
        label = _("整批送审：%(n)d 件") % {"n": n}
        steps.append(Step(Batch.Job.SUBMIT, label, _("不齐全的、有隐私没有处理的留在起草"), main=True))
    if actor.may(policies.REVIEW) and (n := queries.to_pass(batch, actor).count()):
        label = _("整批通过审查：%(n)d 件") % {"n": n}
        hint = _("您对每一件的保密审查负责；有隐私没有处理的不会通过")
        steps.append(Step(Batch.Job.PASS, label, hint, words=_("审查意见"), main=True))
    if actor.may(policies.SIGN) and (n := queries.to_sign(batch, actor).count()):
        label = _("整批签发：%(n)d 件") % {"n": n}
        steps.append(Step(Batch.Job.SIGN, label, _("原来公开过的保留原公开日期"), main=True))
    return steps


def _back(batch: Batch, actor: Actor) -> list[Step]:
    reading = batch.kind == Batch.Kind.FILES and batch.state == Batch.State.LOADING
    stands = batch.state in (Batch.State.LOADING, Batch.State.LOADED) and not reading
    if not stands or not actor.may(policies.DRAFT):
        return []
    if not (n := queries.to_revert(batch, actor).count()):
        return []
    label = _("整批撤销：%(n)d 件") % {"n": n}
    hint = _("稿件作废，已公开的撤回，旧地址不再转来")
    return [Step(Batch.Job.REVERT, label, hint, words=_("理由"), required=True)]
