"""编辑器的话 — what the editor's script says, from the same catalogue as every other word."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: dict[str, Promise] = {
    "toolbar": _("正文格式"),
    "paragraph": _("段落"),
    "heading": pgettext_lazy("editor", "标题"),
    "bullets": _("列表"),
    "numbers": _("编号"),
    "table": _("表格"),
    "picture": _("图片"),
    "undo": pgettext_lazy("editor", "撤销"),
    "redo": _("重做"),
    "picture_failed": _("图片没有传上去，请检查网络和登录后再试。"),
    "writing": _("正在写，还没有保存"),
    "saving": _("正在保存"),
    "offline": _("没有保存：网络断了。您写的还在这一页，也存在这台电脑上，连上后会自动再存。"),
    "signed_out": _("没有保存：登录已经过期。您写的存在这台电脑上。"),
    "sign_in": _("重新登录，回来接着写"),
    "not_saved": _("没有保存："),
}


def words() -> dict[str, str]:
    """Return them in the language of the page."""
    return {name: str(word) for name, word in WORDS.items()}
