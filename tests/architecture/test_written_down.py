"""写下的与实有的一致 — links lead somewhere, files that are named are there, commands and options are the program's."""

import argparse
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import gongkai
from gongkai.cli.main import modules, parser_for

SOURCE = Path(gongkai.__file__).parent
ROOT = SOURCE.parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED = re.compile(r"`([\w.*-][\w./*-]*(?:\.(?:py|toml|html|css|md)|/))(?: \w+)?`")
OF_THE_DATA_FOLDER = {"files/", "index/", "outgoing/", "held/"}
COMMAND = re.compile(r"\./gongkai ([a-z][^\n`]*)")


def anchors(page: Path) -> set[str]:
    """The headings of a page as GitHub makes addresses of them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def leads_nowhere(page: Path, link: str) -> bool:
    name, _, anchor = unquote(link).partition("#")
    target = page.parent / name if name else page
    return not target.exists() or bool(anchor and anchor not in anchors(target))


def test_every_link_leads_somewhere() -> None:
    links = [(page, link) for page in PAGES for link in LINK.findall(page.read_text(encoding="utf-8"))]
    inside = [(page, link) for page, link in links if not re.match(r"[a-z]+:", link)]
    assert len(inside) > 20
    assert [(page.name, link) for page, link in inside if leads_nowhere(page, link)] == []


def is_there(name: str) -> bool:
    """A path of the tree, of the program, of some room or of its templates, or a folder of the data folder."""
    rooms = [room for room in SOURCE.iterdir() if room.is_dir()]
    places = [ROOT, ROOT / "docs", SOURCE, *rooms, *(room / "templates" / room.name for room in rooms)]
    return name in OF_THE_DATA_FOLDER or any(any(place.glob(name)) for place in places)


def test_every_file_that_is_named_is_there() -> None:
    told = [ROOT / "docs" / "architecture.md", *(ROOT / "docs" / "decisions").glob("*.md")]
    named = [(page.name, name) for page in told for name in NAMED.findall(page.read_text(encoding="utf-8"))]
    assert len(named) > 100
    assert [(page, name) for page, name in named if not is_there(name)] == []


def test_the_table_of_rooms_has_every_room_from_top_to_bottom() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("## 2. Rooms")[2].partition("Inside a room")[0]
    named = [re.findall(r"`(\w+)`", row) for row in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", table, re.M)]
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]
    in_layers = {room: place for place, layer in enumerate(contract["layers"]) for room in layer.split(" | ")}
    rooms = [room for row in named for room in row]
    assert sorted(rooms) == sorted(in_layers)
    assert [in_layers[room] for room in rooms] == sorted(in_layers.values())


def test_the_list_of_decisions_has_each_under_its_title() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(
        r"^\| (\d+) \| \[(.+)\]\((.+)\) \|", (folder / "README.md").read_text(encoding="utf-8"), re.M
    )
    there = {path.name: path.read_text(encoding="utf-8").partition("\n")[0] for path in folder.glob("0*.md")}
    assert {name: f"# {number}. {title}" for number, title, name in listed} == there


def commands_in(text: str) -> Iterator[list[str]]:
    """The words of each command line that a page shows, without what follows it."""
    for line in COMMAND.findall(text.replace("\\\n", " ")):
        yield re.split(r"[#<>|；，,]", line)[0].split()


def blocks_in(text: str) -> str:
    """What a page shows to be typed: names of commands in sentences are not."""
    return "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S))


@cache
def options_of(command: str) -> frozenset[str]:
    """The options of a command and of what stands below it, and the names of the latter."""
    found: set[str] = set()
    waiting: list[argparse.ArgumentParser] = [parser_for([command])]
    while waiting:
        for action in waiting.pop()._actions:
            found |= set(action.option_strings)
            if isinstance(action, argparse._SubParsersAction):
                found |= set(action.choices)
                waiting += action.choices.values()
    return frozenset(found)


def missing_in(words: list[str]) -> list[str]:
    """The options without which a command does nothing, where they are not said."""
    command, *more = words
    wanted = [
        action for action in parser_for([command])._actions if isinstance(action, argparse._SubParsersAction)
    ]
    actions = [action for choice in wanted for action in choice.choices[command]._actions]
    lacking = [action for action in actions if action.required and action.option_strings]
    return [
        f"{command} {each.option_strings[-1]}" for each in lacking if not set(each.option_strings) & set(more)
    ]


def unknown_in(words: list[str]) -> list[str]:
    command, *more = words
    if command not in modules():
        return [command]
    asked = [word for word in more if word.startswith("--") and word != "--"]
    asked += more[:1] if command == "bench" and more else []
    return [f"{command} {word}" for word in asked if word.partition("=")[0] not in options_of(command)]


def test_every_command_that_is_shown_is_one_with_the_options_shown() -> None:
    shown = [(page.name, words) for page in PAGES for words in commands_in(page.read_text(encoding="utf-8"))]
    assert len({words[0] for _page, words in shown}) > 15
    assert [(page, word) for page, words in shown for word in unknown_in(words)] == []


def test_what_is_shown_to_be_typed_says_all_that_the_command_needs() -> None:
    typed = [
        (page.name, words)
        for page in PAGES
        for words in commands_in(blocks_in(page.read_text(encoding="utf-8")))
    ]
    assert len(typed) > 30
    assert [(page, word) for page, words in typed for word in missing_in(words)] == []


def test_a_wrong_command_or_option_would_be_found() -> None:
    told = "`./gongkai nothing`, ./gongkai scan FILE --jsno  # words\n./gongkai bench coffee"
    assert [word for words in commands_in(told) for word in unknown_in(words)] == [
        "nothing",
        "scan --jsno",
        "bench coffee",
    ]
    assert missing_in(["clock"]) == ["clock --json"]
