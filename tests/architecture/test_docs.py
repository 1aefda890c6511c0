"""文档与程序一致 — the glossary names what is in the code, all of it; the examples of the API are answered."""

import importlib
import inspect
import json
import pkgutil
import re
from enum import StrEnum
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

import gongkai
from cast import Cast, published
from gongkai import rules
from gongkai.api.contract import PREFIX, api
from gongkai.core.permissions import REGISTRY
from gongkai.rules.catalogue import Section
from gongkai.rules.citations import REGULATIONS_2019, Citation
from gongkai.rules.disclosure import (
    ATTRIBUTE_LABELS,
    DOCUMENT_STATUS_LABELS,
    GROUNDS,
    PROCESS,
    RELATION_LABELS,
    VALIDITY_LABELS,
    VERSION_STATE_LABELS,
)
from gongkai.rules.indicators_page import page
from gongkai.rules.limits import LIMITS
from gongkai.rules.posts import ROLE_LABELS

ROOT = Path(gongkai.__file__).parents[2]
DOCS = ROOT / "docs"
ROW = re.compile(
    r"^\| (?P<term>[^|]+) \| `(?P<name>[^`|]+)` \| (?P<article>[^|]*) ?\| `(?P<place>[^`|]+)` \| (?P<other>[^|]+) \|$"
)


def glossary() -> list[dict[str, str]]:
    lines = (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith("| 中文")]
    found = [ROW.match(line) for line in rows]
    assert None not in found, [line for line, match in zip(rows, found, strict=True) if match is None]
    return [match.groupdict() for match in found if match]


def values_of_rules() -> dict[str, str]:
    """The module of each member of the enumerations in `rules/`."""
    found = {}
    for place in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"gongkai.rules.{place.name}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, StrEnum) and kind.__module__ == module.__name__:
                found |= {f"{kind.__name__}.{member.name}": f"rules/{place.name}.py" for member in kind}
    return found


def code() -> dict[str, str]:
    """Everything that the glossary names, with the file where it lives."""
    models = {
        model.__name__: f"{model.__module__.removeprefix('gongkai.').replace('.', '/')}.py"
        for model in apps.get_models()
        if model.__module__.startswith("gongkai.")
    }
    permissions = {name: f"{name.split('.')[0]}/policies.py" for name in REGISTRY}
    return {
        **models,
        **values_of_rules(),
        **permissions,
        **{f"PROCESS.{step.name}": "rules/disclosure.py" for step in PROCESS.steps},
        **{f"GROUNDS.{name}": "rules/disclosure.py" for name in GROUNDS},
        **dict.fromkeys(LIMITS, "rules/limits.py"),
    }


def labels() -> dict[str, str]:
    """What the interface calls them."""
    enums = {
        **VERSION_STATE_LABELS,
    }
    found = {f"VersionState.{member.name}": label for member, label in enums.items()}
    found |= {f"DocumentStatus.{member.name}": label for member, label in DOCUMENT_STATUS_LABELS.items()}
    found |= {f"Attribute.{member.name}": label for member, label in ATTRIBUTE_LABELS.items()}
    found |= {f"Validity.{member.name}": label for member, label in VALIDITY_LABELS.items()}
    found |= {f"RelationKind.{member.name}": label for member, (label, _) in RELATION_LABELS.items()}
    found |= {f"Role.{member.name}": label for member, label in ROLE_LABELS.items()}
    found |= {f"Section.{section.name}": section.label for section in Section}
    found |= {f"PROCESS.{step.name}": step.label for step in PROCESS.steps}
    found |= {f"GROUNDS.{name}": ground.label for name, ground in GROUNDS.items()}
    found |= {name: permission.label for name, permission in REGISTRY.items()}
    found |= {name: limit.label for name, limit in LIMITS.items()}
    return found


def articles() -> dict[str, Citation]:
    """What the code itself cites."""
    return {
        **{f"PROCESS.{step.name}": step.citation for step in PROCESS.steps},
        **{f"GROUNDS.{name}": ground.citation for name, ground in GROUNDS.items()},
        **{name: limit.citation for name, limit in LIMITS.items()},
    }


def written(citation: Citation) -> str:
    """A citation as the glossary writes it."""
    words = f"{2019 if citation.statute is REGULATIONS_2019 else 2007} Art. {citation.article}"
    words += f"({citation.paragraph})" if citation.paragraph else ""
    return words + (f" item {citation.item}" if citation.item else "")


def test_the_glossary_names_everything_once_and_nothing_that_is_not_there() -> None:
    assert sorted(row["name"] for row in glossary()) == sorted(code())


def test_the_glossary_says_where_things_live() -> None:
    assert {row["name"]: row["place"] for row in glossary()} == code()


def test_the_glossary_uses_the_words_of_the_interface() -> None:
    known = labels()
    assert {row["name"]: row["term"] for row in glossary() if row["name"] in known} == known


def test_the_page_of_indicators_is_what_the_lists_say() -> None:
    assert (DOCS / "indicators.md").read_text(encoding="utf-8") == page()


def test_models_bear_the_term_of_the_glossary() -> None:
    models = {model.__name__: model for model in apps.get_models() if model.__module__.startswith("gongkai.")}
    first = {name: (model.__doc__ or "").split(" — ")[0] for name, model in models.items()}
    assert {row["name"]: row["term"] for row in glossary() if row["name"] in models} == first


def test_the_glossary_cites_what_the_code_cites() -> None:
    known = {name: written(citation) for name, citation in articles().items()}
    assert {row["name"]: row["article"].strip() for row in glossary() if row["name"] in known} == known


def addresses() -> list[str]:
    """The addresses that the description of the API calls."""
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    return re.findall(r"curl (?:-\S+ )*'?http://127\.0\.0\.1:8000(/api/v1/[^'\s]*)", text)


def test_the_description_of_the_api_has_an_example_of_every_operation() -> None:
    paths = api.get_openapi_schema(path_prefix=PREFIX)["paths"]
    patterns = {path: re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + r"(?:\?.*)?") for path in paths}
    without = [path for path, one in patterns.items() if not any(map(one.fullmatch, addresses()))]
    assert without == []


@pytest.mark.django_db
def test_the_examples_of_the_api_are_answered(cast: Cast) -> None:
    published(cast)
    known = {"/documents/1": f"/documents/{published(cast, document_number='').pk}"}
    for address in addresses():
        for written_down, here in known.items():
            address = re.sub(rf"{written_down}(?=[/?]|$)", here, address)
        answer = Client().get(address)
        assert answer.status_code == 200, (address, answer.content.decode())
        json.loads(answer.content)


def test_the_description_of_the_api_names_every_parameter() -> None:
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    operations = api.get_openapi_schema(path_prefix=PREFIX)["paths"].values()
    names = {parameter["name"] for path in operations for parameter in path["get"].get("parameters", ())}
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []
