"""What a machine made of a sentence, kept as it came, so that a digest can be built again without asking anybody."""

from datetime import datetime
from typing import NamedTuple

from watcher.store.connection import Connection, writing
from watcher.store.rows import moment


class Reworded(NamedTuple):
    """An answer: the text, whose it is, and why it is not shown, "" where it is."""

    text: str
    model: str
    fault: str


class Rewordings:
    """The answers by sentence and language; the first one stays."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, sentence: str, language: str, made: Reworded, now: datetime) -> None:
        """Keep an answer, shown or not: nobody is asked twice for the same."""
        with writing(self._connection):
            self._connection.execute(
                "INSERT OR IGNORE INTO rewording (sentence, language, text, model, fault, at) VALUES (?, ?, ?, ?, ?, ?)",
                (sentence, language, *made, moment(now)),
            )

    def get(self, sentence: str, language: str, until: datetime) -> Reworded | None:
        """Return the answer that was there at ``until``, None where none was."""
        row = self._connection.execute(
            "SELECT text, model, fault FROM rewording WHERE sentence = ? AND language = ? AND at <= ?",
            (sentence, language, moment(until)),
        ).fetchone()
        return Reworded(*row) if row else None
