"""检索登记 — what is indexed of a document, and the number of that layout."""

from datetime import date

from django.utils import timezone

from cast import NOW, Cast, published
from gongkai.disclosure.indexing import entry_for
from gongkai.search.index import SCHEMA_VERSION, Entry


def test_what_is_indexed_goes_by_the_layout_number(cast: Cast) -> None:
    """Where an entry comes out otherwise than here, the number is raised too: then every place makes its index anew."""
    document = published(cast, column=cast.report, report_year=2025, formed_on=date(2026, 1, 20))
    version = document.public
    assert version is not None

    assert (SCHEMA_VERSION, entry_for(document, version)) == (
        3,
        Entry(
            id=document.pk,
            title="临江市老旧小区加装电梯办法",
            numbers=("临建〔2026〕9号", str(document.index_number)),
            body="为了方便居民上下楼，制定本办法。",
            audiences=("public", f"agency:{cast.housing.pk}"),
            agency_ids=(cast.province.pk, cast.city.pk, cast.housing.pk),
            agency=cast.housing.pk,
            column="report",
            columns=("report",),
            subject="",
            genre="",
            audience_term="",
            validity="in_force",
            attribute="proactive",
            year=2025,
            published=int(f"{timezone.localtime(NOW):%Y%m%d%H%M}"),
        ),
    )


def test_a_document_is_found_in_its_column_and_above_and_under_the_year_of_its_formation(cast: Cast) -> None:
    document = published(cast, column=cast.interpretation, formed_on=date(2025, 12, 31))
    version = document.public
    assert version is not None

    entry = entry_for(document, version)

    assert (entry.column, entry.columns) == ("20-1-interpretation", ("20-1-interpretation", "20-1"))
    assert entry.year == 2025
