"""工作台的地址 — organs, people, the site and the working-day calendar."""

from django.urls import URLPattern, URLResolver, path

from gongkai.agencies import views_desk, views_desk_calendar, views_desk_people, views_desk_site

urlpatterns: list[URLPattern | URLResolver] = [
    path("site/", views_desk_site.site, name="desk_site"),
    path("calendar/", views_desk_calendar.years, name="desk_calendar"),
    path("calendar/load/", views_desk_calendar.load, name="desk_calendar_load"),
    path("calendar/<int:year>/", views_desk_calendar.year, name="desk_calendar_year"),
    path("calendar/<int:year>.toml", views_desk_calendar.year_file, name="desk_calendar_file"),
    path("calendar/<int:year>/unload/", views_desk_calendar.unload, name="desk_calendar_unload"),
    path("organs/", views_desk.organs, name="desk_organs"),
    path("organs/new/", views_desk.new_organ, name="desk_new_organ"),
    path("organs/<slug:code>/", views_desk.organ, name="desk_organ"),
    path("organs/<slug:code>/facts/", views_desk.organ_facts, name="desk_organ_facts"),
    path("organs/<slug:code>/guide/", views_desk.organ_guide, name="desk_organ_guide"),
    path("organs/<slug:code>/rename/", views_desk.organ_rename, name="desk_organ_rename"),
    path("organs/<slug:code>/move/", views_desk.organ_move, name="desk_organ_move"),
    path("people/", views_desk_people.people, name="desk_people"),
    path("people/new/", views_desk_people.new_person, name="desk_new_person"),
    path("people/<int:user_id>/", views_desk_people.person, name="desk_person"),
    path("people/<int:user_id>/password/", views_desk_people.new_password, name="desk_new_password"),
    path("people/<int:user_id>/disable/", views_desk_people.disable, name="desk_disable"),
    path("people/<int:user_id>/enable/", views_desk_people.enable, name="desk_enable"),
    path("people/<int:user_id>/posts/new/", views_desk_people.new_post, name="desk_new_post"),
    path("people/posts/<int:post_id>/end/", views_desk_people.post_end, name="desk_post_end"),
]
