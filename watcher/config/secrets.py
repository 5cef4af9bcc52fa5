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
        """Return the secret, "" where there is none; raise ``ConfigError`` for a file that cannot be read."""
        name = variable or self.variable
        if value := environment.get(name, ""):
            return value.strip()
        if file := environment.get(f"{name}_FILE", ""):
            try:
                return Path(file).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ConfigError(f"{name}_FILE names {file}, which cannot be read: {error.strerror}") from error
        return ""


SOURCE_SECRETS = {"pubmed": Secret("api_key", "NCBI_API_KEY"), "openalex": Secret("api_key", "OPENALEX_API_KEY")}
CHANNEL_SECRETS = {"slack": Secret("token", "SLACK_BOT_TOKEN"), "mail": Secret("password", "SMTP_PASSWORD")}
