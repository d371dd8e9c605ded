"""The container as its files describe it, read by parsers: nothing is built here."""

import re
import shlex
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from typer.main import get_command

from qa.cli import app
from qa.settings import Settings

HOUSE = Path(__file__).parent.parent
COMPOSE = yaml.safe_load((HOUSE / "docker-compose.yml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
SERVICE = COMPOSE["services"]["qa"]
PORT = Settings.model_fields["port"].default


def instructions(text: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile with their arguments, in order."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in joined.splitlines()]


INSTRUCTIONS = instructions((HOUSE / "Dockerfile").read_text(encoding="utf-8"))


def all_of(name: str) -> list[str]:
    return [argument for found, argument in INSTRUCTIONS if found == name]


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for each in all_of("ENV") for pair in shlex.split(each))


def reaches_the_build(path: str) -> bool:
    """Whether .dockerignore lets a path through: the last line that fits decides."""
    reached = True
    for line in (HOUSE / ".dockerignore").read_text(encoding="utf-8").split():
        pattern = line.removeprefix("!")
        if any(fnmatch(str(each), pattern) for each in (Path(path), *Path(path).parents)):
            reached = line.startswith("!")
    return reached


def mounts(service: str) -> dict[str, str]:
    """Where in the container what is mounted."""
    volumes = [volume.split(":") for volume in COMPOSE["services"][service]["volumes"]]
    return {inside: outside for outside, inside, *_ in volumes}


def test_the_image_is_a_small_python_that_the_project_takes():
    (base,) = all_of("FROM")
    version = re.fullmatch(r"python:(\d+\.\d+)-slim", base)[1]

    assert Requirement(f"python{PROJECT['project']['requires-python']}").specifier.contains(version)


def test_torch_comes_without_gpu_libraries():
    assert "PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu" in all_of("ARG")
    names = [name for name, _ in INSTRUCTIONS]
    assert names.index("ARG") < names.index("RUN")
    assert "--constraint constraints.txt" in all_of("RUN")[0]


def test_it_runs_as_a_plain_user_who_owns_the_index():
    (user,) = all_of("USER")
    made = all_of("RUN")[0]

    assert user not in ("root", "0")
    assert int(re.search(rf"useradd --uid (\d+) .*\b{user}\b", made)[1]) > 0
    assert f"chown {user} {environment()['QA_INDEX_DIR']}" in made
    assert INSTRUCTIONS.index(("USER", user)) > INSTRUCTIONS.index(("RUN", made))


def test_what_is_copied_exists_and_reaches_the_build():
    sources = [source for each in all_of("COPY") for source in each.split()[:-1]]

    assert [source for source in sources if not (HOUSE / source).exists()] == []
    assert [source for source in sources if not reaches_the_build(source)] == []
    assert {"pyproject.toml", "constraints.txt", "README.md", "qa", "seeds"} <= set(sources)


@pytest.mark.parametrize("path", ["qa/model/model.safetensors", "qa/web/app.js", "seeds/a.txt"])
def test_what_the_service_needs_reaches_the_build(path):
    assert reaches_the_build(path)


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".git/config",
        ".venv/bin/python",
        "index/articles.sqlite",
        "qa/__pycache__/cli.pyc",
        "qa/api/__pycache__/app.pyc",
    ],
)
def test_what_is_private_or_made_here_stays_out_of_the_build(path):
    assert not reaches_the_build(path)


def test_its_variables_are_settings_that_the_service_takes():
    given = {name.removeprefix("QA_").lower(): value for name, value in environment().items()}

    assert set(given) <= set(Settings.model_fields)
    assert Settings(**given).allow_remote
    assert Settings(**given).offline


@pytest.mark.parametrize("service", COMPOSE["services"])
def test_the_commands_exist(service):
    (default,) = all_of("CMD")
    command = COMPOSE["services"][service].get("command", yaml.safe_load(default))

    assert command[0] in PROJECT["project"]["scripts"]
    assert command[1] in get_command(app).commands


def test_what_the_ingest_reads_is_what_the_image_and_the_compose_file_put_there():
    (folder,) = COMPOSE["services"]["ingest"]["command"][2:]

    assert folder == f"{all_of('WORKDIR')[0]}/seeds"
    assert mounts("ingest")[folder] == "./seeds"


def test_the_index_lies_in_a_volume_that_both_services_share():
    index = environment()["QA_INDEX_DIR"]

    assert all_of("VOLUME") == [index]
    assert mounts("qa")[index] == mounts("ingest")[index]


def test_the_service_starts_after_a_whole_ingest():
    waits = SERVICE["depends_on"]["ingest"]["condition"]

    assert waits == "service_completed_successfully"


@pytest.mark.parametrize("where", ["Dockerfile", "docker-compose.yml"])
def test_health_means_that_a_real_search_works(where):
    checks = {
        "Dockerfile": all_of("HEALTHCHECK")[0],
        "docker-compose.yml": " ".join(SERVICE["healthcheck"]["test"]),
    }

    assert f"http://127.0.0.1:{PORT}/readyz" in checks[where]


def test_the_port_is_published_on_this_machine_only():
    assert all_of("EXPOSE") == [str(PORT)]
    for service in COMPOSE["services"].values():
        for port in service.get("ports", []):
            host, _, target = port.split(":")
            assert (host, target) == ("127.0.0.1", str(PORT))
    assert SERVICE["ports"] == ["127.0.0.1:8000:8000"]


def test_the_service_has_no_more_rights_than_it_needs():
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in SERVICE


def constraints() -> dict[str, str]:
    lines = (HOUSE / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonical(name): version for name, version in pins}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    "wanted", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
)
def test_the_tested_version_of_each_dependency_is_in_its_range(wanted):
    requirement = Requirement(wanted)

    assert requirement.specifier.contains(constraints()[canonical(requirement.name)])


def test_torch_is_pinned_so_that_no_open_range_brings_gpu_libraries():
    assert re.fullmatch(r"\d+\.\d+\.\d+", constraints()["torch"])
