"""Where ``watcher.toml`` is, and where it says the database is; ``watcher.config.settings`` reads all of it.

Little is loaded here, so that a search begins at once.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from watcher.errors import ConfigError
from watcher.given import parse_toml, read_text

NAME = "watcher.toml"
DATABASE = "watcher.db"
TABLES = ("watcher", "schedule", "sources", "channels", "digests", "operator", "imap", "rewriting")
_OF_WATCHER = frozenset("database gate timezone contact topic".split())


def find(option: str | None, environment: Mapping[str, str] = os.environ, folder: Path | None = None) -> Path | None:
    """Return the configuration file: ``option``, WATCHER_CONFIG, ``folder``, the user's config folder.

    None where there is none and all is default; ``ConfigError`` where a named one is missing.
    """
    if named := option or environment.get("WATCHER_CONFIG"):
        if not _is_there(Path(named)):
            raise ConfigError(f"there is no configuration file {named}; `watcher init` writes one")
        return Path(named)
    if _is_there(here := (folder or Path()) / NAME):
        return here
    import platformdirs  # noqa: PLC0415 - only here: it loads a good deal

    users = platformdirs.user_config_path("watcher") / NAME
    return users if _is_there(users) else None


def _is_there(path: Path) -> bool:
    """Return whether there is such a file; raise ``ConfigError`` where its folder may not be looked into."""
    try:
        return path.is_file()
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"{path}: cannot be looked for: {error}; make its folder readable, or name another file with --config"
        ) from error


def database(path: Path | None) -> Path | None:
    """Return the path of the database that the file names, without a look at what else it says; None where that takes more.

    A key or a table of another name, a path that has to be expanded, a mistake: whoever reads all of it says what is wrong.
    """
    try:
        data = parse_toml(read_text(path, "utf-8-sig")) if path else {}
    except (OSError, ValueError, RecursionError):
        return None
    main = data.get("watcher", {})
    if not data.keys() <= set(TABLES) or not isinstance(main, dict) or not main.keys() <= _OF_WATCHER:
        return None
    name = main.get("database", DATABASE)
    is_plain = isinstance(name, str) and name.isprintable() and not name.startswith("~") and name
    return (path.parent.resolve() if path else Path.cwd()) / name if is_plain else None
