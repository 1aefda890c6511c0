from django.urls import URLPattern, URLResolver, path

from gongkai.home import downloads, feeds, sitemaps

urlpatterns: list[URLPattern | URLResolver] = [
    path("feeds/newest.atom", feeds.newest, name="feed-newest"),
    path("feeds/search.atom", feeds.of_search, name="feed-search"),
    path("feeds/answered.atom", feeds.of_answered, name="feed-answered"),
    path("feeds/organs/<slug:code>.atom", feeds.of_organ, name="feed-organ"),
    path(
        "feeds/organs/<slug:code>/columns/<str:column_code>.atom",
        feeds.of_column,
        name="feed-column",
    ),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemap/<slug:name>-<int:page>.xml", sitemaps.sitemap_part, name="sitemap-part"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("catalogue.csv", downloads.catalogue_csv, name="catalogue-csv"),
    path("catalogue.jsonl", downloads.catalogue_jsonl, name="catalogue-jsonl"),
]
