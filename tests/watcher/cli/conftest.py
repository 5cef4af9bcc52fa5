import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from watcher.cli import cli
from watcher.errors import WatcherError

NOW = "2026-11-23T08:00:00+00:00"


class Shell:
    """Runs commands in a folder of their own, and gives back what a shell would see."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __call__(self, *words: str, config: str | None = "demo-output/watcher.toml", given: str | None = None):
        where = ["--config", str(self.folder / config)] if config else []
        runner = CliRunner(env={"WATCHER_CONFIG": "", "COLUMNS": "100", "XDG_STATE_HOME": str(self.folder / "state")})
        result = runner.invoke(cli, [*where, "--now", NOW, *words], input=given)
        # `watcher.cli.main` prints what is expected as one line and exits 1; anything else is a bug.
        if isinstance(result.exception, WatcherError):
            return Answer(1, result.stdout, f"watcher: {result.exception}")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)


class Answer:
    """Exit code, results, and what was told beside them."""

    def __init__(self, code: int, out: str, told: str):
        self.code, self.out, self.told = code, out, told

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory):
    """The folder that `watcher demo` leaves, made once."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(cli, ["demo"])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def shell(demonstrated, tmp_path, monkeypatch):
    """A shell in a folder of its own, over a copy of the demonstration."""
    shutil.copytree(demonstrated, tmp_path, dirs_exist_ok=True)
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "folder").mkdir()
    (tmp_path / "unread.toml").write_text("[watcher]\ndatabase = 'none.db'\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)
