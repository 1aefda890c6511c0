"""表单的样子 — the kit's classes and our words for forms that are made elsewhere."""

from django import forms, template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

register = template.Library()

_LABELS = {
    "login": _l("登录名"),
    "password": _l("密码"),
    "oldpassword": _l("现在的密码"),
    "password1": _l("新密码"),
    "password2": _l("再输一次新密码"),
    "code": _l("验证码"),
}
# The first that is found in what a browser says of itself; most claim to be others as well.
_BROWSERS = (
    ("MicroMessenger", _l("微信")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", _l("鸿蒙")),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def kit(form: forms.Form | str) -> forms.Form | str:
    """Give the fields of a form the kit's class and our words; safe to repeat, and for pages without a form."""
    if isinstance(form, str):
        return form
    form.use_required_attribute = False
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["class"] = "input"
        field.help_text = ""
        label = _LABELS.get(name)
        if label and form.is_bound and form.has_error(name, "required"):
            form.errors[name] = form.error_class([_("请填写“%(label)s”") % {"label": label}])
    return form


@register.filter
def browser(user_agent: str) -> str:
    """Say in short which browser on which system this is."""
    name = next((words for mark, words in _BROWSERS if mark in user_agent), _("不认识的浏览器"))
    system = next((words for mark, words in _SYSTEMS if mark in user_agent), "")
    return f"{name}（{system}）" if system else str(name)
