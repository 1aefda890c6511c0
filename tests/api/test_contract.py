"""接口与说明相符 — the description is tried out: whatever it allows is answered as it says."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cast import Cast, published
from gongkai.api.contract import PREFIX, api
from gongkai.disclosure.models import Document

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PATHS = sorted(api.get_openapi_schema(path_prefix=PREFIX)["paths"])
KNOWN = {"code": "lj-housing", "number": 1}
bounded = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def document(cast: Cast, worker: Callable[[], int]) -> Document:
    made = published(cast)
    worker()
    return made


@pytest.fixture
def description(document: Document) -> schemathesis.BaseSchema:
    cache.clear()
    application = get_wsgi_application()

    def from_one_address(environ: dict[str, Any], start_response: Any) -> Any:
        return application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)

    return schemathesis.openapi.from_wsgi(f"{PREFIX}openapi.json", from_one_address)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(
    description: schemathesis.BaseSchema, document: Document, path: str
) -> None:
    operation = description[path]["GET"]

    @bounded
    @given(operation.as_strategy())
    def try_out(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)
        # Made-up codes lead nowhere: the same once more at an address that exists.
        case.path_parameters.update(
            {name: {**KNOWN, "pk": document.pk}[name] for name in case.path_parameters}
        )
        case.call_and_validate(checks=CHECKS)

    try_out()
