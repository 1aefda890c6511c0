"""工作台的地址 — the officials' side of 主动公开."""

from django.urls import URLPattern, URLResolver, path

from gongkai.disclosure import (
    views_desk,
    views_desk_corrections,
    views_desk_document,
    views_desk_draft,
    views_desk_edit,
    views_desk_review,
    views_desk_withdraw,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("documents/", views_desk.documents, name="desk_documents"),
    path("documents/new/", views_desk_draft.new, name="desk_new"),
    path("documents/<int:document_id>/", views_desk_document.document, name="desk_document"),
    path("documents/<int:document_id>/edit/", views_desk_edit.edit, name="desk_edit"),
    path("documents/<int:document_id>/submit/", views_desk_document.submit, name="desk_submit"),
    path("documents/<int:document_id>/discard/", views_desk_document.discard, name="desk_discard"),
    path("documents/<int:document_id>/revise/", views_desk_document.revise, name="desk_revise"),
    path("documents/<int:document_id>/validity/", views_desk_document.validity, name="desk_validity"),
    path(
        "documents/<int:document_id>/differences/", views_desk_document.differences, name="desk_differences"
    ),
    path("documents/<int:document_id>/review/", views_desk_review.review, name="desk_review_one"),
    path("documents/<int:document_id>/sign/", views_desk_review.sign, name="desk_sign_one"),
    path("versions/<int:version_id>/", views_desk_document.version, name="desk_version"),
    path("versions/<int:version_id>/autosave/", views_desk_edit.autosave, name="desk_autosave"),
    path("versions/<int:version_id>/presence/", views_desk_draft.presence, name="desk_presence"),
    path("versions/<int:version_id>/hints/", views_desk_draft.hints, name="desk_hints"),
    path("versions/<int:version_id>/pictures/", views_desk_draft.add_picture, name="desk_picture"),
    path("versions/<int:version_id>/files/<int:attachment_id>/", views_desk_draft.file, name="desk_file"),
    path("review/", views_desk_review.to_review, name="desk_review"),
    path("sign/", views_desk_review.to_sign, name="desk_sign"),
    path("withdraw/", views_desk_withdraw.select, name="desk_withdraw"),
    path("withdraw/confirm/", views_desk_withdraw.confirm, name="desk_withdraw_confirm"),
    path("withdraw/done/<uuid:group>/", views_desk_withdraw.done, name="desk_withdraw_done"),
    path("corrections/", views_desk_corrections.corrections, name="desk_corrections"),
    path("corrections/<int:report_id>/", views_desk_corrections.answer, name="desk_correction"),
]
