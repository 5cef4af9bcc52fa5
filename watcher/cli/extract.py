"""``watcher extract``: the figures that a text reports."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from watcher.cli.app import print_json
from watcher.errors import InputError
from watcher.given import LARGEST_TEXT, read_text


@click.command("extract")
@click.argument("file", type=click.Path(allow_dash=True))
def extract_command(file: str) -> None:
    """Print the figures that a text reports, with their sentences.

    Hazard ratios, intervals, medians, rates, each with the offsets of its sentence, as JSON.

    FILE is a text, or JSON lines with "id" and "text", for which one JSON line a record is printed; - reads
    from standard input.

    \b
    Example: watcher extract abstract.txt
    """
    from digests.outcomes.figures import extract

    text = _read(file)
    records = _records(text)
    if records is None:
        print_json({"figures": extract(text)})
        return
    for record in records:
        click.echo(_line({"id": record.get("id"), "figures": extract(record["text"])}))


def _line(plain: dict[str, Any]) -> str:
    """Return the line of JSON; half a pair of UTF-16, which UTF-8 cannot have, stays the escape that it came as."""
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


def _read(file: str) -> str:
    try:
        return sys.stdin.read(LARGEST_TEXT) if file == "-" else read_text(Path(file))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read: {_why(error)}") from error


def _why(error: OSError | UnicodeDecodeError) -> str:
    return "it is no text in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error.strerror)


def _records(text: str) -> list[dict[str, Any]] | None:
    """Return the records of JSON lines, None where the text is none; raise ``InputError`` for a broken line."""
    if not text.lstrip().startswith("{"):
        return None
    records = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                record = json.loads(line, parse_constant=_refuse)
            except (ValueError, RecursionError) as error:
                raise InputError(f"line {number} is no JSON: {error}") from error
            if not isinstance(record, dict) or not isinstance(record.get("text"), str):
                raise InputError(f'line {number} needs a "text"')
            records.append(record)
    return records


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(f"{constant} is no number")
