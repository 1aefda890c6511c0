from django.urls import URLPattern, URLResolver, path

from gongkai.home import views_columns

urlpatterns: list[URLPattern | URLResolver] = [
    path("organs/<slug:code>/columns/<str:column_code>/", views_columns.column, name="column"),
]
