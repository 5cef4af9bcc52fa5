"""What is built of the project holds what belongs to it; and what runs before a commit is what CI runs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import yaml
from hatchling.builders.sdist import SdistBuilder

ROOT = Path(__file__).resolve().parent.parent


def test_the_wheel_holds_three_packages_with_their_data(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()

    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"watcher", "sources", "digests"}
    assert "watcher/topics/ssa-dose-escalation.toml" in names
    assert "watcher/samples/2026-11-23/pubmed.xml" in names
    assert any(name.startswith("digests/templates/") for name in names)
    assert {f"{top}/py.typed" for top in ("watcher", "sources", "digests")} <= {*names}


def test_the_source_holds_what_make_test_needs_and_nothing_else():
    names = [file.distribution_path for file in SdistBuilder(str(ROOT)).recurse_included_files()]

    assert {name.split("/")[0] for name in names} == {
        *("watcher", "sources", "digests", "tests", "docs", "packaging", "benchmarks"),
        *("CHANGELOG.md", "CONTRIBUTING.md", "Makefile"),  # README, LICENSE and pyproject.toml come by themselves
    }
    assert [name for name in names if name.endswith((".pyc", ".db")) or "/__pycache__" in name] == []


def test_what_runs_before_a_commit_is_what_ci_runs():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    made = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert [hook["id"] for hook in hooks] == ["ruff", "format", "mypy", "contract", "docs"]
    for hook in hooks:
        assert f"$(BIN)/{hook['entry'].split()[0].removeprefix('.venv/bin/')}" in made
        assert all((ROOT / word).exists() for word in hook["entry"].split() if word.startswith("tests/"))
