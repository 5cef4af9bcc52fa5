"""The tables of a source that reads many addresses: checked alike, whatever the source."""

import dataclasses
import difflib
from collections.abc import Collection, Mapping
from typing import Any

from watcher.errors import ConfigError


def check_table(table: Mapping[str, object], shape: type[Any], kinds: Collection[str], where: str) -> None:
    """Raise ``ConfigError`` unless the table has only the fields of ``shape``, a name, a web address and one of the kinds."""
    known = {option.name for option in dataclasses.fields(shape)}
    for option in table:
        if option not in known:
            close = difflib.get_close_matches(option, known, n=1)
            raise ConfigError(f"{where} has no option {option!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    for option in ("name", "url"):
        if not isinstance(table.get(option), str) or not table[option]:
            raise ConfigError(f"{where} needs a {option}")
    if not str(table["url"]).startswith(("https://", "http://")):
        raise ConfigError(f"{where}: {table['url']!r} is no web address")
    if table.get("kind", "news") not in kinds:
        raise ConfigError(f"{where}: kind is one of {', '.join(kinds)}")
