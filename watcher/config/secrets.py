"""Secrets come from the environment, never from a file that people share."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from watcher.errors import ConfigError


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


def _text_of(file: str, variable: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
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


SOURCE_SECRETS = {"pubmed": Secret("api_key", "NCBI_API_KEY"), "openalex": Secret("api_key", "OPENALEX_API_KEY")}
CHANNEL_SECRETS = {"slack": Secret("token", "SLACK_BOT_TOKEN"), "mail": Secret("password", "SMTP_PASSWORD")}
