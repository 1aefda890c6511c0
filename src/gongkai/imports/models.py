"""导入的事实 — batches and what each brought in, what was learnt on the way, other systems and sister sites.

Everything that comes in from outside belongs to a Batch: dropped files, a table, what an organ's own system
pushed, what a harvest fetched. An Item is one row or file of a batch and the version that came of it. The
identity of a thing in its old system is (`origin`, `old_id`); the item that speaks for it today is `current`,
and there is one at most, so that importing again finds what is already here. No item is ever deleted: undoing
a batch makes its items past, and those before them current again.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, User
from gongkai.catalogue.models import Column
from gongkai.core.models import StoredFile
from gongkai.disclosure.models import Document, Version


class Batch(models.Model):
    """批次 — what came in together: checked, loaded, sent through review and, if need be, undone together.

    `job` is what the worker does with it just now, on whose behalf and how far it has come: `done` of `total`,
    `cursor` being the last row or item that is finished, so that a job goes on wherever it was broken off.
    """

    class Kind(models.TextChoices):
        FILES = "files", pgettext_lazy("batch", "文件")
        TABLE = "table", _("表格")
        PUSH = "push", _("推送")
        HARVEST = "harvest", _("采集")

    class State(models.TextChoices):
        OPEN = "open", _("待核对")
        CHECKED = "checked", _("已试运行")
        LOADING = "loading", _("已部分载入")
        LOADED = "loaded", _("已载入")
        REVERTED = "reverted", _("已撤销")

    class Job(models.TextChoices):
        NONE = "", _("没有在办")
        CHECK = "check", _("试运行")
        LOAD = "load", _("载入")
        SUBMIT = "submit", _("整批送审")
        PASS = "pass", _("整批审查")
        SIGN = "sign", _("整批签发")
        REVERT = "revert", _("整批撤销")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    agency = models.ForeignKey(
        Agency, verbose_name=_("经办机关"), on_delete=models.PROTECT, related_name="import_batches"
    )
    organs = models.ManyToManyField(Agency, verbose_name=_("涉及机关"), blank=True, related_name="+")
    origin = models.CharField(_("来源系统"), max_length=80)
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("原始文件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_digest = models.CharField(_("文件摘要"), max_length=64, blank=True)
    beside = models.ForeignKey(
        StoredFile,
        verbose_name=_("所附压缩包"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    mapping = models.JSONField(_("列的对应"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    job = models.CharField(_("在办"), max_length=10, choices=Job.choices, blank=True, default=Job.NONE)
    job_by = models.ForeignKey(
        User, verbose_name=_("交办人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    job_reason = models.CharField(_("理由"), max_length=500, blank=True)
    cursor = models.BigIntegerField(_("办到"), default=0)
    done = models.PositiveIntegerField(_("已办件数"), default=0)
    total = models.PositiveIntegerField(_("总件数"), default=0)
    stopped = models.CharField(_("中断原因"), max_length=500, blank=True)
    counts = models.JSONField(_("计数"), default=dict, blank=True)
    made_by = models.ForeignKey(
        User, verbose_name=_("导入人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("导入时间"))
    loaded_at = models.DateTimeField(_("载入完成时间"), null=True, blank=True)
    reverted_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("批次")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="batch_reverted_says_when", condition=~Q(state="reverted") | Q(reverted_at__isnull=False)
            )
        ]
        # What the worker asks for every second.
        indexes = [models.Index(fields=["id"], name="batch_in_work", condition=~Q(job=""))]

    def __str__(self) -> str:
        """By what people know it: the table, system or site, or when how many files were dropped."""
        if self.kind != self.Kind.FILES:
            return self.file_name or self.origin
        made_at = f"{timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"
        return gettext("%(when)s 的 %(n)d 个文件") % {"when": made_at, "n": self.total}


class Item(models.Model):
    """导入件 — one row or file of a batch, and the version that came of it.

    `published_on`, `index_number` and `old_path` are what the old system had made public already.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("等待读取")
        CREATED = "created", _("新稿件")
        UPDATED = "updated", _("更新稿件")
        REVISED = "revised", _("新的版本")
        TAKEN_ALONG = "taken_along", _("随其他文件")
        REFUSED = "refused", _("没有导入")

    batch = models.ForeignKey(
        Batch, verbose_name=_("批次"), on_delete=models.PROTECT, related_name="items", db_index=False
    )
    row = models.PositiveIntegerField(_("行号"))
    origin = models.CharField(_("来源系统"), max_length=80)
    old_id = models.CharField(_("原系统标识"), max_length=200)
    digest = models.CharField(_("内容摘要"), max_length=64, blank=True)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    current = models.BooleanField(_("现行"), default=True)
    previous = models.ForeignKey(
        "self",
        verbose_name=_("上一次导入"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    document = models.ForeignKey(
        Document,
        verbose_name=_("政府信息"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="import_items",
    )
    version = models.ForeignKey(
        Version,
        verbose_name=_("版本"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    revision = models.PositiveIntegerField(_("导入时的保存次数"), default=0)
    published_on = models.DateField(_("原公开日期"), null=True, blank=True)
    index_number = models.CharField(_("原索引号"), max_length=60, blank=True)
    old_path = models.CharField(_("原地址"), max_length=300, blank=True)
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("文件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    note = models.CharField(_("说明"), max_length=500, blank=True)
    detail = models.JSONField(_("细节"), default=dict, blank=True)

    class Meta:
        verbose_name = _("导入件")
        ordering = ["batch", "row"]
        constraints = [
            models.UniqueConstraint(name="item_row_once", fields=["batch", "row"]),
            models.UniqueConstraint(
                name="item_current_once", fields=["origin", "old_id"], condition=Q(current=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.old_id


class RowProblem(models.Model):
    """行问题 — what is wrong with one cell of a table: an error keeps the row out, a warning does not."""

    class Weight(models.TextChoices):
        ERROR = "error", _("错误")
        WARNING = "warning", _("提醒")

    batch = models.ForeignKey(
        Batch, verbose_name=_("批次"), on_delete=models.CASCADE, related_name="problems", db_index=False
    )
    row = models.PositiveIntegerField(_("行号"))
    column = models.CharField(_("列"), max_length=100, blank=True)
    value = models.CharField(_("原值"), max_length=60, blank=True)
    weight = models.CharField(_("轻重"), max_length=8, choices=Weight.choices)
    message = models.CharField(_("问题"), max_length=300)

    class Meta:
        verbose_name = _("行问题")
        ordering = ["batch", "row", "id"]
        indexes = [models.Index(fields=["batch", "weight", "row"], name="problem_of_batch")]

    def __str__(self) -> str:
        return f"{self.row} {self.column} {self.message}"


class Mapping(models.Model):
    """列的对应 — which column of a table says what, remembered by the words of its header.

    `columns` holds the mapping as `imports.layout.Layout` writes it.
    """

    signature = models.CharField(_("表头摘要"), max_length=64)
    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.CASCADE, related_name="import_mappings"
    )
    origin = models.CharField(_("来源系统"), max_length=80, blank=True)
    columns = models.JSONField(_("各列"), default=dict)
    saved_by = models.ForeignKey(
        User, verbose_name=_("保存人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("列的对应")
        constraints = [models.UniqueConstraint(name="mapping_once", fields=["agency", "signature"])]

    def __str__(self) -> str:
        return f"{self.agency} {self.origin}"


class Habit(models.Model):
    """导入习惯 — what an officer corrected, as a rule for an organ's next files.

    `key` is what the file says, `value` what is meant: a letterhead → the code of an organ; a genre → the code
    of a column; the form of an index number
    (`intake.index_numbers.form_of`), which is key and value, as an organ may write several.
    """

    class Kind(models.TextChoices):
        LETTERHEAD = "letterhead", _("发文机关标志")
        INDEX_PATTERN = "index_pattern", _("索引号样式")
        COLUMN_OF_GENRE = "column_of_genre", _("体裁的栏目")

    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.CASCADE, related_name="import_habits"
    )
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    key = models.CharField(_("文件里写的"), max_length=200, blank=True)
    value = models.CharField(_("应当是"), max_length=200)
    times = models.PositiveIntegerField(_("改正次数"), default=1)
    learnt_from = models.ForeignKey(
        Document, verbose_name=_("来自"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    learnt_by = models.ForeignKey(
        User, verbose_name=_("改正人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    learnt_at = models.DateTimeField(_("改正时间"))

    class Meta:
        verbose_name = _("导入习惯")
        constraints = [models.UniqueConstraint(name="habit_once", fields=["agency", "kind", "key"])]

    def __str__(self) -> str:
        return f"{self.key} → {self.value}"


class Token(models.Model):
    """接口令牌 — lets an organ's own system push; only the digest of its secret is kept."""

    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="import_tokens"
    )
    name = models.CharField(_("用途"), max_length=80)
    digest = models.CharField(_("令牌摘要"), max_length=64, unique=True)
    prefix = models.CharField(_("令牌开头"), max_length=12)
    scopes = models.JSONField(_("可办事项"), default=list)
    made_by = models.ForeignKey(User, verbose_name=_("发放人"), on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("发放时间"))
    expires_at = models.DateTimeField(_("失效时间"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("收回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口令牌")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.name


class Received(models.Model):
    """已收请求 — what a token sent under an idempotency key and what it was answered, so that asking again is safe."""

    token = models.ForeignKey(
        Token, verbose_name=_("接口令牌"), on_delete=models.PROTECT, related_name="received", db_index=False
    )
    key = models.CharField(_("幂等键"), max_length=120)
    request_digest = models.CharField(_("请求摘要"), max_length=64)
    status = models.PositiveSmallIntegerField(_("答复状态"))
    answer = models.JSONField(_("答复"), default=dict)
    received_at = models.DateTimeField(_("收到时间"), db_index=True)

    class Meta:
        verbose_name = _("已收请求")
        constraints = [models.UniqueConstraint(name="received_once", fields=["token", "key"])]

    def __str__(self) -> str:
        return self.key


class Source(models.Model):
    """采集来源 — a sister site's list page, feed or sitemap that is read into drafts on a schedule.

    A round reads up to `pages` pages of the list; `onward` and `page` say where a round that was broken off goes on.
    `select` is an XPath of where the list stands on its page, empty for anywhere.
    """

    class Kind(models.TextChoices):
        LIST = "list", _("列表页")
        ATOM = "atom", _("Atom 或 RSS")
        SITEMAP = "sitemap", _("站点地图")

    class State(models.TextChoices):
        ACTIVE = "active", _("在用")
        PAUSED = "paused", _("暂停")
        FAILING = "failing", _("连续失败")

    name = models.CharField(_("名称"), max_length=80)
    url = models.URLField(_("网址"), max_length=500, unique=True)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    agency = models.ForeignKey(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="import_sources"
    )
    column = models.ForeignKey(
        Column, verbose_name=_("栏目"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    select = models.CharField(_("选取规则"), max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(_("每次最多读几页列表"), default=1)
    onward = models.CharField(_("接着读的列表页"), max_length=500, blank=True)
    page = models.PositiveSmallIntegerField(_("本次读到第几页"), default=0)
    interval_minutes = models.PositiveIntegerField(_("间隔（分钟）"), default=360)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.ACTIVE)
    etag = models.CharField("ETag", max_length=200, blank=True)
    last_modified = models.CharField("Last-Modified", max_length=60, blank=True)
    last_at = models.DateTimeField(_("上次采集"), null=True, blank=True)
    next_at = models.DateTimeField(_("下次采集"), null=True, blank=True, db_index=True)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)
    last_error = models.CharField(_("上次的错误"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        User, verbose_name=_("建立人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("建立时间"))

    class Meta:
        verbose_name = _("采集来源")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Fetched(models.Model):
    """采集记录 — one address that a source named: when it was seen and fetched, and what came of it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("待采集")
        TAKEN = "taken", _("已起草")
        UNCHANGED = "unchanged", _("没有变化")
        CHANGED = "changed", _("原页面有改动")
        REFUSED = "refused", _("没有导入")
        FAILED = "failed", _("取不到")

    source = models.ForeignKey(
        Source, verbose_name=_("采集来源"), on_delete=models.PROTECT, related_name="fetched", db_index=False
    )
    url = models.CharField(_("网址"), max_length=500)
    title = models.CharField(_("列表上的标题"), max_length=300, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.WAITING)
    etag = models.CharField("ETag", max_length=200, blank=True)
    last_modified = models.CharField("Last-Modified", max_length=60, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64, blank=True)
    seen_at = models.DateTimeField(_("最近看到"))
    fetched_at = models.DateTimeField(_("采集时间"), null=True, blank=True)
    not_before = models.DateTimeField(_("不早于"), null=True, blank=True)
    tries = models.PositiveIntegerField(_("次数"), default=0)
    error = models.CharField(_("错误"), max_length=300, blank=True)
    item = models.ForeignKey(
        Item, verbose_name=_("导入件"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("采集记录")
        ordering = ["-seen_at", "-id"]
        constraints = [models.UniqueConstraint(name="fetched_once", fields=["source", "url"])]
        indexes = [models.Index(fields=["source", "status", "id"], name="fetched_waiting")]

    def __str__(self) -> str:
        return self.url
