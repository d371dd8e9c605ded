"""What the guides promise exists, and what exists stands in the guides."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from qa.api.problems import PROBLEMS
from qa.api.question_schemas import AskIn, SearchIn
from qa.cli import app
from qa.settings import Settings
from qa.types import REASONS

HOUSE = Path(__file__).parent.parent
README = (HOUSE / "README.md").read_text(encoding="utf-8")
API = (HOUSE / "docs/API.md").read_text(encoding="utf-8")
OPERATIONS = (HOUSE / "docs/OPERATIONS.md").read_text(encoding="utf-8")
GUIDES = {"README.md": README, "docs/API.md": API, "docs/OPERATIONS.md": OPERATIONS}
PAGES = [HOUSE / "README.md", *sorted((HOUSE / "docs").glob("*.md"))]
SETTINGS = {f"QA_{name.upper()}": name for name in Settings.model_fields}

guides = pytest.mark.parametrize("guide", GUIDES)


def code(text: str) -> str:
    """The fenced blocks and the `spans` of a page, a line each."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, flags=re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return "\n".join(blocks + spans)


def commands_in(text: str) -> set[tuple[str, ...]]:
    """The words and options of each `qa …` command in code, without its arguments."""
    found = re.findall(r"(?:^|[\s/\\(])qa((?: +[^\s#;)]+)+)", code(text), flags=re.MULTILINE)
    words = [re.findall(r"--[a-z-]+|(?<= )[a-z]+(?= |$)", each) for each in found]
    return {tuple(each) for each in words}


def leaves(group: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], set[str]]:
    """The commands of the typer app with their options."""
    found: dict[tuple[str, ...], set[str]] = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= leaves(command, (*path, name))
        else:
            found[*path, name] = {option for each in command.params for option in each.opts}
    return found


COMMANDS = leaves(get_command(app))


def command_of(words: tuple[str, ...]) -> tuple[str, ...] | None:
    return next((words[:n] for n in (2, 1) if words[:n] in COMMANDS), None)


def table(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    section = re.split(rf"^##+ {re.escape(heading)}$", text, flags=re.MULTILINE)[1]
    lines = re.search(r"(?:^\|.*\n)+", section, flags=re.MULTILINE)[0].splitlines()
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[2:]]


@guides
def test_every_command_in_a_guide_exists_with_its_options(guide):
    for words in commands_in(GUIDES[guide]):
        command = command_of(words)
        assert command, f"qa {' '.join(words)}"
        options = {word for word in words if word.startswith("--")}
        assert options <= COMMANDS[command], f"qa {' '.join(words)}"


def test_every_command_stands_in_the_readme():
    assert {command_of(words) for words in commands_in(README)} == set(COMMANDS)


def test_a_command_that_is_not_there_would_be_found():
    assert commands_in("Run `qa frobnicate now` or\n```sh\n.venv/bin/qa ask x --loud\n```") == {
        ("frobnicate", "now"),
        ("ask", "x", "--loud"),
    }
    assert command_of(("frobnicate", "now")) is None


@guides
def test_every_setting_in_a_guide_exists(guide):
    assert set(re.findall(r"QA_[A-Z_]+", GUIDES[guide])) <= set(SETTINGS)


def test_every_setting_stands_in_the_table_with_its_default(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for variable in SETTINGS:
        monkeypatch.delenv(variable, raising=False)

    told = {name: default or None for name, default, _ in table(README, "Settings")}

    assert set(told) == set(SETTINGS)
    for variable, default in told.items():
        name = SETTINGS[variable]
        given = Settings(**({} if default is None else {name: default}))
        assert getattr(given, name) == Settings.model_fields[name].default, variable


@guides
def test_every_make_target_in_a_guide_exists(guide):
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|\s)make ([a-z-]+)", code(GUIDES[guide]), flags=re.MULTILINE))

    assert named <= set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_the_two_commands_of_a_newcomer_stand_in_the_readme():
    assert {"make run", "make test"} <= {line.split("  ")[0] for line in code(README).splitlines()}


def test_the_problem_codes_of_the_api_guide_are_those_of_the_service():
    told = {found: int(status) for status, found, _ in table(API, "Problems")}

    assert told == {found: status for found, (status, _, _) in PROBLEMS.items()}


def test_the_reasons_of_the_api_guide_are_those_of_the_service():
    assert [reason for reason, _ in table(API, "Reasons of a refusal")] == list(REASONS)


def test_the_api_guide_tells_every_field_of_a_question():
    search = API.partition("## `POST /v1/search`")[2].partition(" as above")[0]

    assert {field for field, *_ in table(API, "`POST /v1/ask`")} == set(AskIn.model_fields)
    assert set(re.findall(r"`(\w+)`", search)) == set(SearchIn.model_fields)


def test_the_routes_of_the_api_guide_are_those_of_the_contract():
    contract = json.loads((HOUSE / "tests/openapi.json").read_text(encoding="utf-8"))
    routes = {
        f"{method.upper()} {path}"
        for path, methods in contract["paths"].items()
        for method in methods
    }

    assert set(re.findall(r"^## `([A-Z]+ .+)`$", API, flags=re.MULTILINE)) == routes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_to_a_file_and_a_heading_of_it(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            file = page.parent / path if path else page
            assert file.is_file(), target
            assert not anchor or anchor in anchors(file), target


def anchors(file: Path) -> set[str]:
    """The anchors that a heading gets on the usual hosts."""
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_python_of_the_readme_runs_and_prints_the_cited_sentence(
    seeded_index, monkeypatch, capsys
):
    monkeypatch.setenv("QA_INDEX_DIR", str(seeded_index))
    snippets = re.findall(r"^```python\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)

    for snippet in snippets:
        exec(compile(snippet, "README.md", "exec"), {})

    assert len(snippets) == 1
    assert capsys.readouterr().out == (
        "Năm qua, toàn tỉnh có 2.705 điển hình “Dân vận khéo” đăng ký các cấp. · "
        "Quảng Ninh: Đổi mới công tác dân vận, hướng về cơ sở\n"
    )
