"""表单的样子 — the kit's classes for forms that are made elsewhere."""

from django import forms, template

register = template.Library()


@register.filter
def kit(form: forms.Form) -> forms.Form:
    """Give the fields of a form the kit's class, and take their placeholders away (labels stand above)."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["class"] = "input"
        field.help_text = ""
    form.use_required_attribute = False
    return form
