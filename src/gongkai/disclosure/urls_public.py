from django.urls import URLPattern, URLResolver, path

from gongkai.disclosure import views_public, views_public_corrections, views_public_search

urlpatterns: list[URLPattern | URLResolver] = [
    path("documents/<int:pk>/", views_public.document, name="document"),
    path("documents/<int:pk>/beside/<int:other_pk>/", views_public.beside, name="document-beside"),
    path("documents/<int:pk>/versions/<int:number>/", views_public.version, name="document-version"),
    path("documents/<int:pk>/qr.svg", views_public.qr_code, name="document-qr"),
    path(
        "documents/<int:pk>/files/<int:attachment_pk>/<str:name>",
        views_public.document_file,
        name="document-file",
    ),
    path("search/", views_public_search.search, name="search"),
    path("search/suggest/", views_public_search.suggest, name="search-suggest"),
    path("corrections/", views_public_corrections.report, name="corrections"),
    path("corrections/received/", views_public_corrections.received, name="correction-received"),
]
