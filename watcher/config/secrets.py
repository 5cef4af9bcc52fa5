"""The options of sources and channels completed: secrets from the environment, never from a file that people share; paths from the file's folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Protocol

from watcher.config import values
from watcher.config.settings import Settings, SourceSettings
from watcher.errors import ConfigError
from watcher.given import read_text
from watcher.redact import hide

# A configuration that came with a folder must not have any secret of the environment sent to any address.
_OURS = "WATCHER_"


class Part(Protocol):
    """What a source or a channel says of its options."""

    secrets: Mapping[str, str]  # the options that are secrets, each with its variable
    paths: tuple[str, ...]  # the options that name files or folders


class Secret(NamedTuple):
    """An option that is secret and the variable that holds it.

    A setting ``<option>_env = "OTHER"`` names another variable; a variable with ``_FILE`` at its end
    may name a file that holds the secret, as container platforms mount them.
    """

    option: str
    variable: str

    def read(self, environment: Mapping[str, str], variable: str | None = None) -> str:
        """Return the secret, "" where there is none; raise ``ConfigError``, which never shows it.

        A file that cannot be read, or that holds no text, is a mistake; so is a line break within the secret, or
        any other character that cannot be sent in the head of a request.
        """
        name = variable or self.variable
        if value := environment.get(name, ""):
            return _sendable(value.strip(), f"the variable {name}")
        if file := environment.get(f"{name}_FILE", ""):
            return _sendable(_text_of(file, f"{name}_FILE").strip(), f"the file {file} that {name}_FILE names")
        return ""


def completed(told: SourceSettings, part: Part, settings: Settings) -> dict[str, Any]:
    """Return the options of a source or channel with its secrets, and with its paths absolute.

    Raise ``ConfigError`` for a secret that stands in the file or that cannot be sent, and for an impossible path.
    """
    options = dict(told.options)
    for option, variable in part.secrets.items():
        key = f"{told.key}.{option}"
        if option in options:
            told.document.fail(key, f"is a secret: remove it here and set {variable} instead")
        named = told.document.value(f"{key}_env", options.pop(f"{option}_env", variable), Annotated[str, str])
        if not named.startswith((variable, _OURS)):
            told.document.fail(
                f"{key}_env", f"names a variable of Watcher's: {variable}_TEAM, or {_OURS}...; rename it"
            )
        if value := Secret(option, variable).read(settings.environment, named):
            hide([value])
            options[option] = value
    for option in part.paths:
        if options.get(option) and isinstance(options[option], str):
            path = told.document.value(f"{told.key}.{option}", options[option], Annotated[Path, values.path])
            options[option] = str(settings.folder / path)
    return options


def _text_of(file: str, variable: str) -> str:
    try:
        return read_text(Path(file))
    except OSError as error:
        raise ConfigError(f"{variable} names {file}, which cannot be read: {error.strerror}") from error
    except ValueError:  # its message would show a part of the secret
        raise ConfigError(f"{variable} names {file!r}, which is no text in UTF-8: save the secret anew") from None


def _sendable(value: str, where: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise ConfigError(
            f"{where} holds a secret with a line break, an accent or a character that is not seen; copy the secret anew"
        )
    return value
