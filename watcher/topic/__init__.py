"""A topic profile (TOML) -> ``Topic``: concepts, tiers, watched trials, and what sources are asked.

Profiles are documented in docs/topics.md; those that ship lie in ``watcher/topics``.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from watcher.errors import ConfigError
from watcher.given import read_text
from watcher.model import Topic
from watcher.topic.profile import Reader

_SHIPPED = Path(str(files("watcher") / "topics"))


def shipped() -> tuple[str, ...]:
    """Return the names of the profiles that ship, sorted."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.toml")))


def load_topic(name_or_path: str) -> Topic:
    """Return the profile of that name, or of that file where the text ends in ".toml" or has a slash.

    Raises ``ConfigError`` with one message for the first mistake: file, line, key, and the mend; its
    ``option`` is "topic" where there is no such profile, or it cannot be read.
    """
    path = _path(name_or_path)
    try:
        text = read_text(path)
    except OSError as error:
        raise ConfigError(f"{path}: the topic profile cannot be read: {error.strerror}", option="topic") from error
    except ValueError as error:  # not UTF-8, or a path with a null character
        raise ConfigError(
            f"{path}: the topic profile cannot be read: it is not UTF-8; save it as UTF-8", option="topic"
        ) from error
    return read_topic(text, path)


def profile_at(called: str, place: str, known: Iterable[Topic | ConfigError] = ()) -> Topic | ConfigError:
    """Return the profile that a configuration calls so at a place, or what is wrong with it, in words with the place.

    It is wrong where a known profile has its name: what is near to one would be taken for near to the other.
    """
    try:
        topic = load_topic(called)
    except ConfigError as error:
        # A mistake inside the profile names its own line.
        return ConfigError(f"{place}: {error}") if error.option == "topic" else error
    if topic.name in {one.name for one in known if isinstance(one, Topic)}:
        return ConfigError(f"{place}: {topic.name!r} is the name of another profile in use, too; rename one of them")
    return topic


def read_topic(text: str, path: Path) -> Topic:
    """Return the profile that the text is; ``path`` is for messages and for the known set beside it."""
    known = path.with_suffix(".known.jsonl")
    return _read(text, path, str(known) if known.is_file() else "")


@lru_cache(maxsize=16)
def _read(text: str, path: Path, known: str) -> Topic:
    """Return the profile: one text is one ``Topic``, whose tables are made once (a service and its digests ask for it in every round)."""
    return Reader(text, path, known).topic()


def _path(name_or_path: str) -> Path:
    if name_or_path.endswith(".toml") or "/" in name_or_path or "\\" in name_or_path:
        return _expanded(name_or_path)
    path = _SHIPPED / f"{name_or_path}.toml"
    if not path.is_file():
        raise ConfigError(
            f"there is no topic profile {name_or_path!r}; there are: {', '.join(shipped())}, "
            "or write the path of your own, ending in .toml",
            option="topic",
        )
    return path


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ConfigError(f"{text}: there is no such home folder; write the whole path", option="topic") from error
