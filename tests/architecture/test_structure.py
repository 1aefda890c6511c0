"""结构 — the rules of the house that no other tool checks; each finds its own seeded violation."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path

from django.apps import apps

import gongkai

ROOT = Path(gongkai.__file__).parent
ROOMS = (
    "rules",
    "core",
    "ui",
    "agencies",
    "intake",
    "search",
    "privacy",
    "typesetting",
    "auditing",
    "notices",
    "catalogue",
    "disclosure",
    "imports",
    "screening",
    "foi",
    "reporting",
    "home",
    "api",
    "cli",
)
WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
# Where rows may be written besides actions/: the door itself, kept figures, traces that are no facts, measuring.
# `privacy` and `typesetting` know no rows: what they save are files in memory.
WRITERS = {
    "core",
    "privacy",
    "typesetting",
    "disclosure/counts.py",
    "foi/bench_cases.py",
    "foi/bench_past.py",
    "foi/bench_stock.py",
    "home/demo/place.py",
    "home/bench_import.py",
    "home/bench_stock.py",
    "reporting/bench_stock.py",
}


def sources() -> Iterator[Path]:
    return (path for path in sorted(ROOT.rglob("*.py")) if "migrations" not in path.parts)


def found(search: Callable[[str], list[str]], paths: Iterable[Path]) -> list[str]:
    """What a search finds in files, each with its place: one test asks all files."""
    return [
        f"{path.relative_to(ROOT).as_posix()}: {each}"
        for path in paths
        for each in search(path.read_text(encoding="utf-8"))
    ]


@cache
def tree_of(source: str) -> ast.Module:
    return ast.parse(source)


def writes_in(source: str) -> list[str]:
    """Calls such as `x.save(…)` or `Model.objects.create(…)`.

    Drawings are saved with a `kind`, and the cache holds no facts: neither counts.
    """
    return [
        f"{node.lineno}: .{node.func.attr}()"
        for node in ast.walk(tree_of(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and not any(keyword.arg == "kind" for keyword in node.keywords)
        and ast.unparse(node.func.value) != "cache"
    ]


def may_write(path: Path) -> bool:
    place = path.relative_to(ROOT).as_posix()
    return "/actions/" in place or any(place == room or place.startswith(f"{room}/") for room in WRITERS)


def test_only_actions_change_rows() -> None:
    assert found(writes_in, (path for path in sources() if not may_write(path))) == []


def test_a_write_in_a_view_would_be_found() -> None:
    assert writes_in("def view(request):\n    Document.objects.create(title='x')\n") == ["2: .create()"]


def test_nobody_makes_a_bag_for_things_without_a_room() -> None:
    bags = {"utils.py", "helpers.py", "logic.py", "services.py", "common.py", "misc.py"}
    assert [path for path in sources() if path.name in bags] == []


def test_every_package_is_a_room_with_its_place() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {*ROOMS, "config"}


def functions_over(lines: int, source: str) -> list[str]:
    return [
        node.name
        for node in ast.walk(tree_of(source))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= lines
    ]


def test_files_and_functions_stay_readable() -> None:
    assert [str(path) for path in sources() if path.read_text(encoding="utf-8").count("\n") > 500] == []
    assert found(partial(functions_over, 60), sources()) == []


def test_relations_between_models_point_downwards() -> None:
    order = {room: place for place, room in enumerate(ROOMS)}
    upwards = [
        f"{model._meta.label} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in order
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and not isinstance(field.related_model, str)
        and field.related_model is not None
        and order.get(field.related_model._meta.app_label, -1) > order[model._meta.app_label]
    ]
    assert upwards == []


def test_tables_are_written_by_the_module_that_lets_no_cell_run() -> None:
    writing = re.compile(r"csv\.(writer|DictWriter)\(|import .*(openpyxl|xlsxwriter)")
    writers = [
        path.relative_to(ROOT).as_posix() for path in sources() if writing.search(path.read_text("utf-8"))
    ]
    assert writers == ["typesetting/delimited.py"]


def test_the_law_asks_no_clock() -> None:
    calls = {"now", "today", "utcnow", "localdate"}
    asked = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "rules").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in calls
    ]
    assert asked == []


def made_on_the_spot(source: str) -> list[str]:
    """Refusals and phrases whose words are put together where they are raised: no catalogue can hold them."""
    said = {"RuleViolation", "Denied", "PatternError", "NotAList", "NotFetched", "NotClean", "phrase"}
    second = {"FileRefused"}
    return [
        f"{node.lineno}: {node.func.id}"
        for node in ast.walk(tree_of(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in said | second
        for words in node.args[node.func.id in second :][:1]
        if isinstance(words, ast.JoinedStr | ast.BinOp)
    ]


def test_refusals_can_be_said_in_another_language() -> None:
    assert found(made_on_the_spot, sources()) == []


def test_a_refusal_made_on_the_spot_would_be_found() -> None:
    assert made_on_the_spot('raise RuleViolation(f"没有{name}")') == ["1: RuleViolation"]
    assert made_on_the_spot('raise FileRefused("gone", f"没有{name}")') == ["1: FileRefused"]


def test_a_form_that_was_sent_empty_says_what_is_missing() -> None:
    """`request.POST or None` takes an empty form for a page that was only opened: `posted(request)` does not."""
    taken = [path.name for path in sources() if "POST or None" in path.read_text(encoding="utf-8")]
    assert taken == []
