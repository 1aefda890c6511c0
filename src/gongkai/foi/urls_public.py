"""依申请公开的公众地址."""

from django.urls import URLPattern, URLResolver, path

from gongkai.foi import (
    views_public,
    views_public_deeds,
    views_public_find,
    views_public_form,
    views_public_mine,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("application/new/", views_public_form.new, name="application-new"),
    path("application/new/<slug:step>/", views_public_form.step, name="application-step"),
    path("application/check/", views_public_form.check, name="application-check"),
    path("application/saved/", views_public_form.saved, name="application-saved"),
    path("application/resume/", views_public_form.resume, name="application-resume"),
    path("application/discard/", views_public_form.discard, name="application-discard"),
    path("application/mine/", views_public_mine.mine, name="application-mine"),
    path("application/mine/code/", views_public_mine.code, name="application-mine-code"),
    path("application/mine/open/<str:link>/", views_public_mine.opened, name="application-mine-open"),
    path("application/mine/leave/", views_public_mine.leave, name="application-mine-leave"),
    path("application/progress/", views_public_find.progress, name="application-progress"),
    path("application/answered/", views_public_find.answered, name="application-answered"),
    path("application/form/", views_public_find.form, name="application-form"),
    path("application/form.<slug:ending>", views_public_find.form_file, name="application-form-file"),
    path("application/cases/<str:key>/", views_public.case, name="case"),
    path("application/cases/<str:key>/receipt/", views_public.receipt, name="case-receipt"),
    path("application/cases/<str:key>/qr.svg", views_public.qr_code, name="case-qr"),
    path("application/cases/<str:key>/letters/<int:letter_id>/", views_public.letter, name="case-letter"),
    path(
        "application/cases/<str:key>/letters/<int:letter_id>.<slug:ending>",
        views_public.letter_file,
        name="case-letter-file",
    ),
    path("application/cases/<str:key>/files/<int:case_file_id>/", views_public.file, name="case-file"),
    path("application/cases/<str:key>/supplement/", views_public_deeds.supplement, name="case-supplement"),
    path("application/cases/<str:key>/reasons/", views_public_deeds.giving_reasons, name="case-reasons"),
    path("application/cases/<str:key>/withdraw/", views_public_deeds.withdrawal, name="case-withdraw"),
    path("application/cases/<str:key>/urge/", views_public_deeds.urging, name="case-urge"),
    path("application/cases/<str:key>/showing/", views_public_deeds.showing, name="case-showing"),
    path("application/cases/<str:key>/correct/", views_public_deeds.correction, name="case-correct"),
]
