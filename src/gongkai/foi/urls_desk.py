"""依申请公开的工作台地址."""

from django.urls import URLPattern, URLResolver, path

from gongkai.foi import (
    views_desk,
    views_desk_case,
    views_desk_decision,
    views_desk_deed,
    views_desk_letter,
    views_desk_new,
    views_desk_papers,
    views_desk_release,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/", views_desk.cases, name="desk_cases"),
    path("cases/organs/", views_desk.organs, name="desk_case_organs"),
    path("cases/new/", views_desk_new.new, name="desk_new_case"),
    path("cases/new/hints/", views_desk_new.hints, name="desk_new_case_hints"),
    path("cases/<int:case_id>/", views_desk_case.case, name="desk_case"),
    path("cases/<int:case_id>/applicant/", views_desk_case.applicant, name="desk_case_applicant"),
    path("cases/<int:case_id>/evidence/", views_desk_case.evidence, name="desk_case_evidence"),
    path("cases/<int:case_id>/receipt/", views_desk_new.receipt, name="desk_case_receipt"),
    path("cases/<int:case_id>/files/<int:file_id>/", views_desk_case.file, name="desk_case_file"),
    path("cases/<int:case_id>/papers/<slug:kind>/", views_desk_papers.case_paper, name="desk_case_paper"),
    path("cases/<int:case_id>/decision/", views_desk_decision.edit, name="desk_decision"),
    path("cases/<int:case_id>/sign/", views_desk_decision.sign, name="desk_sign_decision"),
    path("cases/<int:case_id>/release/<int:file_id>/", views_desk_release.release, name="desk_release"),
    path(
        "cases/<int:case_id>/release/<int:file_id>/pages/<int:number>/",
        views_desk_release.release_page,
        name="desk_release_page",
    ),
    path("cases/<int:case_id>/<slug:name>/", views_desk_deed.deed, name="desk_case_deed"),
    path("cases/<int:case_id>/<slug:name>/<int:target_id>/", views_desk_deed.deed, name="desk_case_deed_of"),
    path("letters/<int:letter_id>/", views_desk_letter.letter, name="desk_letter"),
    path(
        "letters/<int:letter_id>/papers/<slug:kind>/",
        views_desk_papers.letter_paper,
        name="desk_letter_paper",
    ),
    path("letters/<int:letter_id>/edit/", views_desk_letter.edit, name="desk_letter_edit"),
    path("letters/<int:letter_id>.<slug:ending>", views_desk_letter.letter_file, name="desk_letter_file"),
]
