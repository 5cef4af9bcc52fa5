"""What packages Watcher: the container file is read and its steps are done in a plain folder, the units are verified."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from watcher.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGING = ROOT / "packaging"
UNITS = sorted((PACKAGING / "systemd").iterdir())


def steps():
    """Return the steps of the container file: (instruction, the rest of it), in their order."""
    text = re.sub(r"(?m)^#.*\n", "", (PACKAGING / "Containerfile").read_text(encoding="utf-8"))
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def said(instruction):
    return [rest for name, rest in steps() if name == instruction]


def test_every_step_is_one_that_builders_know():
    known = "FROM WORKDIR COPY RUN ENV USER VOLUME STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD".split()

    assert {name for name, _ in steps()} == set(known)


def hadolint():
    """Return the linter's program, beside this Python or anywhere; None where it is not installed."""
    return shutil.which(
        "hadolint", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    )


@pytest.mark.skipif(not hadolint(), reason="hadolint is not installed")
def test_the_linter_of_container_files_has_nothing_to_say(tmp_path):
    def said(file):
        return subprocess.run([hadolint(), "--no-color", file], capture_output=True, text=True, check=False).stdout

    (tmp_path / "Containerfile").write_text("FROM python\nRUN cd /srv\nCMD watcher run\n")

    assert said(PACKAGING / "Containerfile") == ""
    assert {line.split()[1] for line in said(tmp_path / "Containerfile").splitlines()} >= {"DL3006", "DL3025"}


def test_the_base_has_a_version_and_the_python_is_one_that_we_support():
    versions = {re.fullmatch(r"python:3\.(\d+)-slim(?: AS \w+)?", base)[1] for base in said("FROM")}

    assert versions == {"13"}


@pytest.mark.threat("T44")
def test_it_runs_as_nobody_with_one_volume_and_no_secret_in_it():
    last = [name for name, _ in steps()]
    assert said("USER") == ["65534:65534"]
    assert last.index("USER") > max(place for place, name in enumerate(last) if name == "RUN")
    assert [json.loads(volume) for volume in said("VOLUME")] == [["/data"]]
    assert not re.search(r"KEY|TOKEN|PASSWORD|SECRET", "".join(said("ENV")))
    assert not any(
        word in (PACKAGING / "Containerfile").read_text() for word in ("http:", "https:", "ADD ", "sudo", "latest")
    )


def test_the_commands_are_ours_and_the_health_check_ends():
    command = [*json.loads(said("ENTRYPOINT")[0]), *json.loads(said("CMD")[0])]
    options, _, check = said("HEALTHCHECK")[0].partition(" CMD ")

    assert command == ["watcher", "run"]
    assert [word for word in json.loads(check) if not word.startswith("-")] == ["watcher", "status"]
    assert "--timeout=" in options
    assert {"run", "status", "serve"} <= COMMANDS.keys()


def test_its_steps_make_a_program_that_runs(tmp_path):
    """Every COPY and RUN in a plain folder in the place of "/"; what is installed here stands for what pip would fetch."""
    folder = tmp_path / "src"
    for name, rest in steps():
        if name == "COPY" and not rest.startswith("--from"):
            *froms, to = rest.split()
            for one in froms:
                target = folder / to / (Path(one).name if to == "./" else "")
                target.parent.mkdir(parents=True, exist_ok=True)
                copy = shutil.copytree if (ROOT / one).is_dir() else shutil.copy
                copy(ROOT / one, target)
        elif name == "RUN" and "pip install" in rest:
            assert shlex.split(rest)[-1] == ".[serve]"
            offline = [
                "--no-deps",
                "--no-build-isolation",
                "--no-index",
                "--quiet",
                "--target",
                str(tmp_path / "site"),
                ".",
            ]
            command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *offline]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)

    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "WATCHER_CONFIG": "", "HOME": str(tmp_path)}
    found = subprocess.run(
        [sys.executable, "-c", "import watcher; print(watcher.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.startswith(str(tmp_path / "site"))
    done = subprocess.run(
        [sys.executable, "-m", "watcher", "init", "--yes"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, (tmp_path / "watcher.toml").exists()) == (0, True), done.stderr


def test_compose_runs_two_services_on_one_volume_for_this_machine_alone():
    told = yaml.safe_load((PACKAGING / "compose.yaml").read_text(encoding="utf-8"))

    assert list(told["services"]) == ["watcher", "site"]
    for service in told["services"].values():
        assert service["command"][0] in COMMANDS
        assert (service["read_only"], service["cap_drop"], service["volumes"]) == (True, ["ALL"], ["watcher:/data"])
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
        assert (PACKAGING / service["build"]["context"] / service["build"]["dockerfile"]).resolve().is_file()
    assert list(told["volumes"]) == ["watcher"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_takes_the_units(tmp_path):
    program = tmp_path / "watcher"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/usr/local/bin/watcher", str(program)))

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    ours = [line for line in done.stderr.splitlines() if "watcher" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.threat("T44")
@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_unit_runs_our_command_as_a_user_of_its_own_and_dumps_nothing(unit):
    lines = dict(line.split("=", 1) for line in unit.read_text(encoding="utf-8").splitlines() if "=" in line)
    words = shlex.split(lines["ExecStart"])

    assert next(word for word in words[1:] if word in COMMANDS) in {"run", "run-due", "serve"}
    assert (lines["User"], lines["UMask"], lines["LimitCORE"]) == ("watcher", "0077", "0")
