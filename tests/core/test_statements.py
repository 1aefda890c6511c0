"""语句 — a statement that is written once is asked anew each time, and says what the ORM's own would say."""

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Subquery
from django.test.utils import CaptureQueriesContext

from cast import Cast
from gongkai.agencies.models import Agency, Post
from gongkai.core.statements import asked_again, written

pytestmark = pytest.mark.django_db
asked: list[str] = []


@asked_again
def _below(path: str) -> object:
    asked.append(path)
    return Agency.objects.filter(path__startswith=path).count()


@asked_again
def _nobody(path: str) -> object:
    return list(Agency.objects.none().filter(path=path))


@asked_again
def _twice(path: str) -> object:
    return Agency.objects.filter(path=path).count(), Post.objects.count()


def test_a_question_is_put_into_words_once_and_answered_each_time(cast: Cast) -> None:
    asked.clear()
    path = cast.city.path
    before = _below(path)
    assert before == [(Agency.objects.filter(path__startswith=path).count(),)]
    cast.housing.path = "/elsewhere/"
    cast.housing.save()
    with CaptureQueriesContext(connection) as queries:
        assert _below(path) == [(before[0][0] - 1,)]
    assert len(queries) == 1
    assert _below("/elsewhere/") == [(1,)]
    assert asked == [path, "/elsewhere/"]


def test_what_cannot_be_found_is_not_asked_for() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert _nobody("/") == []
    assert not queries.captured_queries


def test_a_question_is_one_statement() -> None:
    with pytest.raises(ValueError, match="2 statements"):
        _twice("/")


def test_written_expressions_say_what_they_said(cast: Cast) -> None:
    of_organ = Post.objects.filter(agency=OuterRef("pk")).order_by("-role", "pk")
    expressions = {"manned": Exists(of_organ), "person": Subquery(of_organ.values("user__name")[:1])}
    rows = Agency.objects.order_by("pk")
    texts = written(Agency.objects.all(), expressions)
    found = [
        list(rows.annotate(**each).values_list("pk", "manned", "person")) for each in (expressions, texts)
    ]
    assert found[0] == found[1]
    assert {manned for _, manned, _ in found[0]} == {True, False}
    assert rows.annotate(**texts).filter(pk=cast.housing.pk).get().manned is True
