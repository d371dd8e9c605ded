"""The house stands as docs/DESIGN.md draws it: floors, owners of libraries, no forbidden calls."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

QA = Path(__file__).parent.parent / "qa"

FLOORS = (
    {"types", "errors", "vietnamese"},
    {"identifiers", "replies"},
    {"verify", "followups"},
    {
        "settings",
        "articles",
        "chunks",
        "accents",
        "embedding",
        "local_store",
        "reader",
        "suggestions",
        "evaluation",
        "journal",
        "llm",
        "keys",
        "openai_api",
    },
    {"retrieval"},
    {"engine"},
    {"api"},
    {"server", "mcp"},
    {"cli"},
    {"__main__"},
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
OWNERS = {
    "faiss": {"local_store"},
    "tantivy": {"local_store"},
    "sqlite3": {"local_store", "journal"},
    "langchain_text_splitters": {"chunks"},
    "sentence_transformers": {"embedding"},
    "huggingface_hub": {"embedding"},
    "safetensors": {"embedding", "accents"},
    "tokenizers": {"embedding"},
    "torch": set(),
    "ir_measures": {"evaluation"},
    "pydantic_settings": {"settings"},
    "mcp": {"mcp"},
    "pydantic": {"settings", "api", "openai_api", "mcp"},
    "fastapi": {"api", "server"},  # server names the app's type
    "fastapi_swagger": {"api"},
    "prometheus_client": {"api"},
    "starlette": {"api"},
    "uvicorn": {"server"},
    "openai": {"llm"},
    "httpx2": {"llm"},
    "typer": {"cli"},
    "rich": {"cli"},
}
LATE = {
    "mcp",
    "openai",
    "httpx",
    "sentence_transformers",
    "huggingface_hub",
    "langchain_text_splitters",
    "ir_measures",
}
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "joblib", "dill", "subprocess"}
FORBIDDEN_CALLS = {"eval", "exec", "__import__", "torch.load", "os.system", "yaml.load"}
SHORT = 20
RISKY_ARGUMENTS = {"shell", "trust_remote_code", "allow_pickle"}


def room_of(path: Path) -> str:
    inside = path.relative_to(QA)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """Each imported module with whether the import stands at the top of the module."""
    top = {id(node) for node in ast.iter_child_nodes(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            module = str(node.module)
            names = [f"qa.{alias.name}" for alias in node.names] if module == "qa" else [module]
            yield from ((name, id(node) in top) for name in names)


def faults(source: str, room: str) -> list[str]:
    """What a module of this room does that the house forbids."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        *(fault for name, at_top in imports(tree) for fault in import_faults(name, at_top, room)),
        *(f"{room} {fault}" for call in calls for fault in call_faults(call)),
    ]


def import_faults(name: str, at_top: bool, room: str) -> Iterator[str]:
    first, _, rest = name.partition(".")
    other = rest.partition(".")[0]
    if first == "qa" and other not in ("__version__", room) and other not in FLOOR:
        yield f"{room} imports {other}, which is on no floor"
    if first == "qa" and FLOOR.get(other, -1) >= FLOOR[room] and other != room:
        yield f"{room} imports {other}, which is not on a floor below"
    if room not in OWNERS.get(first, {room}):
        yield f"{room} imports {first}, which belongs to {OWNERS[first]}"
    if first in LATE and at_top:
        yield f"{room} imports {first} at the top; it is heavy, import it late"
    if first in FORBIDDEN_IMPORTS:
        yield f"{room} imports {first}"


def call_faults(call: ast.Call) -> Iterator[str]:
    name = ast.unparse(call.func)
    if name in FORBIDDEN_CALLS:
        yield f"calls {name}"
    for keyword in call.keywords:
        if keyword.arg in RISKY_ARGUMENTS and ast.unparse(keyword.value) != "False":
            yield f"passes {keyword.arg}"


def modules() -> list[Path]:
    return sorted(QA.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(QA)))
def test_a_module_keeps_to_the_plan_of_the_house(path):
    if path == QA / "__init__.py":
        assert list(imports(ast.parse(path.read_text()))) == []
    else:
        assert faults(path.read_text(), room_of(path)) == []


def test_every_room_stands_on_a_floor_and_every_floor_is_built():
    assert {room_of(path) for path in modules()} - {"__init__"} == set(FLOOR)


@pytest.mark.parametrize(
    ("source", "room", "fault"),
    [
        ("from qa.chunks import split", "reader", "reader imports chunks"),
        ("def f():\n    from qa.engine import Engine", "retrieval", "retrieval imports engine"),
        ("import faiss", "retrieval", "retrieval imports faiss"),
        ("import sentence_transformers", "embedding", "import it late"),
        ("import qa.utils", "engine", "engine imports utils"),
        ("import pickle", "local_store", "imports pickle"),
        ("f(shell=True)", "engine", "passes shell"),
        ("M(trust_remote_code=True)", "embedding", "passes trust_remote_code"),
        ("torch.load('x')", "embedding", "calls torch.load"),
    ],
)
def test_a_planted_violation_is_found(source, room, fault):
    assert any(fault in each for each in faults(source, room))


def test_no_pattern_and_no_table_is_written_down_twice():
    written = Counter(each for path in modules() for each in set(named(path.read_text())))

    assert [each for each, times in written.items() if times > 1] == []


def named(source: str) -> Iterator[str]:
    r"""The patterns and tables that a module names; what is as short as \d+ may come again."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            value = ast.unparse(node.value)
            table = isinstance(node.value, ast.Dict | ast.JoinedStr)
            if (table or value.startswith("re.compile(")) and len(value) > SHORT:
                yield value


def test_sentence_transformers_is_typed_without_being_imported():
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sentence_transformers"

    assert faults(source, "embedding") == []


def test_every_room_has_a_test_file():
    untested = {
        room
        for room in FLOOR
        if room not in ("__main__", "types", "errors", "web")
        and not (Path(__file__).parent / f"test_{room}.py").exists()
    }

    assert untested == set()
