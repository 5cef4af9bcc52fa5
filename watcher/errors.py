"""The errors that Watcher raises on purpose; anything else is a bug and ends the run.

WatcherError
├── ConfigError             watcher.toml, a topic profile, or the environment
├── SourceError             one source cannot go on; the other sources do
│   ├── FetchError          no usable answer came
│   └── ParseError          an answer came that is not what the source promises
├── ChoiceError             a source, channel or digest was named that there is not
├── StoreError              the database cannot be opened, read, or written
│   └── DamagedError        one row of it cannot be read
├── InputError              a file that the user gave cannot be read
└── DeliveryError           one channel could not deliver a message

Every message names its subject and the way out.
"""

_LONGEST_URL = 100  # characters of an address in a message


class WatcherError(Exception):
    """The root of every error that Watcher raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error go to another process as it is, whatever it was made with."""
        return _again, (type(self), self.args), vars(self)


def _again(kind: type[WatcherError], said: tuple[object, ...]) -> WatcherError:
    return kind.__new__(kind, *said)


class ConfigError(WatcherError):
    """A setting is missing, misspelt, or has a value that cannot be used.

    ``option`` is its name inside its table, where that is known: whoever knows the file adds the line.
    """

    def __init__(self, message: str, *, option: str = "") -> None:
        """Say what is wrong and how to mend it."""
        super().__init__(message)
        self.option = option


class ChoiceError(WatcherError):
    """A source, channel or digest was named that there is not; ``option`` is the command line's word for it."""

    def __init__(self, message: str, *, option: str) -> None:
        """Say what was named, and what comes nearest."""
        super().__init__(message)
        self.option = option


class StoreError(WatcherError):
    """The database cannot be opened, read, or written."""


class DamagedError(StoreError):
    """One row of the database cannot be read; what does not need it goes on."""


class InputError(WatcherError):
    """A file that the user gave cannot be read."""


class SourceError(WatcherError):
    """One source cannot go on; its turn ends, and the digest's coverage says so."""

    def __init__(self, source: str, reason: str) -> None:
        """Name the source, then say what happened and what was tried."""
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class FetchError(SourceError):
    """No usable answer came from ``url``.

    ``status`` is the HTTP status, None where no answer came; ``answer`` is the beginning of what the
    server said instead, as text without secrets.
    """

    def __init__(self, source: str, url: str, reason: str, status: int | None = None, answer: str = "") -> None:
        """Name the address (without secrets) and the last status."""
        super().__init__(source, f"{reason} ({_shown(url)})")
        self.url = url
        self.status = status
        self.answer = answer


class ParseError(SourceError):
    """The answer from ``url`` is not what the source promises; ``where`` says at which place."""

    def __init__(self, source: str, url: str, where: str) -> None:
        """Name the address and the place in the answer."""
        super().__init__(source, f"cannot read the answer: {where} ({_shown(url)})")
        self.url = url
        self.where = where


class DeliveryError(WatcherError):
    """A channel could not deliver a message.

    ``sent`` says what is known of the message: False where it surely was not accepted, None
    where it may have been (a connection lost after the message was handed over).
    """

    def __init__(
        self,
        channel: str,
        reason: str,
        *,
        sent: bool | None = False,
        retry_after: float | None = None,
        permanent: bool = False,
    ) -> None:
        """Name the channel; ``retry_after`` is in seconds, ``permanent`` means that a person has to mend something."""
        super().__init__(f"{channel}: {reason}")
        self.channel = channel
        self.reason = reason
        self.sent = sent
        self.retry_after = retry_after
        self.permanent = permanent


def _shown(url: str) -> str:
    """Return the address as a line can hold it, without its fragment: a long query is in ``url``, not in the message."""
    url = url.partition("#")[0]
    if len(url) <= _LONGEST_URL:
        return url
    return url[: url.find("?") + 1 or _LONGEST_URL][:_LONGEST_URL] + "…"
