"""Values that a person writes in words: "every 6 hours", "monday 07:00", a time zone, an address."""

import ipaddress
import os
import re
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_EVERY = re.compile(r"\Aevery\s++(?:([0-9]{1,3})\s++)?(minute|hour|day)s?", re.IGNORECASE)
_QUIET = re.compile(r"(\d{1,2}):(\d{2}) ?[-–] ?(\d{1,2}):(\d{2})")
_WHEN = re.compile(
    r"(?:(first|second|third|fourth|last)\s++)?([a-z]{2,20}+(?:(?:\s*+,\s*+|\s++and\s++)[a-z]{2,20}+){0,6}+)\s++([0-9]{1,2}):([0-9]{2})",
    re.IGNORECASE,
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_GROUPS = {"weekdays": (0, 1, 2, 3, 4), "daily": (0, 1, 2, 3, 4, 5, 6)}
_MAIL = re.compile(r"\A[^@\s<>]++@[^@\s<>]{1,253}\.[^@\s<>.]{1,63}")
_LONGEST_NAME = 255  # bytes, on every file system that we know
# Every source's own pace allows more, but nothing new comes faster than this.
SHORTEST = timedelta(minutes=15)


def contact(text: str) -> str:
    """Return an e-mail address; raise ``ValueError`` for what cannot be one."""
    if not _MAIL.fullmatch(text.strip()):
        raise ValueError("write an e-mail address; it is sent to NCBI and Crossref, as their etiquette asks")
    if not (text.strip().isascii() and text.strip().isprintable()):
        raise ValueError("it is sent in the head of requests, which holds only ASCII: write an address without accents")
    return text.strip()


def path(text: str) -> Path:
    """Return a path as it is written, "~" replaced; raise ``ValueError`` for one that no system has."""
    if not text.isprintable():
        raise ValueError("it holds a line break or another character that is not seen; write the path anew")
    if any(len(os.fsencode(part)) > _LONGEST_NAME for part in Path(text).parts):
        raise ValueError(f"a name in it is longer than the {_LONGEST_NAME} bytes that a file's may have")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError(f"there is no home folder for {text.partition('/')[0]!r}; write the whole path") from error


def profile(text: str) -> str | Path:
    """Return a profile's name as it is, that of a file as a path; raise ``ValueError`` for one that no system has."""
    is_path = text.endswith(".toml") or "/" in text or "\\" in text
    return path(text) if is_path else text


def every(text: str) -> timedelta:
    """Return the interval that "every 6 hours" names; raise ``ValueError`` saying what is wanted."""
    found = _EVERY.fullmatch(text.strip())
    if not found:
        raise ValueError('write "every 6 hours", "every 30 minutes" or "every day"')
    interval = timedelta(**{found.group(2).lower() + "s": int(found.group(1) or 1)})
    if interval < SHORTEST:
        raise ValueError('the shortest interval is "every 15 minutes"')
    return interval


class When(NamedTuple):
    """Days of the week (0 is Monday) and a time of day; with ``nth`` those of a month alone: 1 the first, -1 the last."""

    days: tuple[int, ...] = (0,)
    at: time = time(7, 0)
    nth: int = 0

    def falls_on(self, day: date) -> bool:
        """Return whether it is due on that day."""
        if day.weekday() not in self.days:
            return False
        if self.nth < 0:
            return (day + timedelta(weeks=1)).month != day.month
        return not self.nth or (day.day - 1) // 7 == self.nth - 1


def when(text: str) -> When:
    """Read "monday 07:00", "weekdays 07:00", "tuesday, friday 07:00", "first monday 07:00"; raise ``ValueError`` otherwise."""
    found = _WHEN.fullmatch(text.strip())
    if not found:
        raise ValueError('write days and a time: "monday 07:00", "weekdays 07:00", "first monday 07:00"')
    nth, days, hour, minute = found.groups()
    chosen = sorted({day for word in re.split(r",|\band\b", days.lower()) for day in _days(word.strip())})
    try:
        at = time(int(hour), int(minute))
    except ValueError as error:
        raise ValueError(f"there is no time {hour}:{minute}") from error
    if nth and len(chosen) > 1:
        raise ValueError(f'name one day of the week after {nth!r}: "{nth.lower()} monday 07:00"')
    return When(tuple(chosen), at, _NTH[nth.lower()] if nth else 0)


def _days(word: str) -> tuple[int, ...]:
    if word in _GROUPS:
        return _GROUPS[word]
    days = tuple(i for i, day in enumerate(WEEKDAYS) if len(word) >= 3 and day.startswith(word))
    if len(days) != 1:
        raise ValueError(f'there is no day {word!r}: write "monday 07:00", "weekdays 07:00" or "daily 07:00"')
    return days


def one_of(*words: str) -> Callable[[str], str]:
    """Return a reader of one of these words, whatever its case, that raises ``ValueError`` for any other."""

    def read(text: str) -> str:
        if text.strip().lower() not in words:
            raise ValueError(f"write one of {', '.join(words)}")
        return text.strip().lower()

    return read


def quiet(text: str) -> tuple[time, time]:
    """Return (from, to) of "20:00-07:00"; raise ``ValueError`` otherwise."""
    found = _QUIET.fullmatch(text.strip())
    if not found:
        raise ValueError('write two times of day: "20:00-07:00"')
    hours = [int(part) for part in found.groups()]
    try:
        return time(hours[0], hours[1]), time(hours[2], hours[3])
    except ValueError as error:
        raise ValueError("there is no such time of day") from error


def zone(text: str) -> ZoneInfo:
    """Return the time zone of that name; raise ``ValueError`` where there is none."""
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError('write a name of the IANA database, such as "Europe/Stockholm"') from error


def address(url: str) -> str:
    """Return an address of https that is not private; raise ``ValueError`` with what to write.

    Names are resolved only when they are asked; this catches what can be seen in the text.
    """
    any_address(url)
    parts = urlsplit(url)
    if parts.scheme == "http":
        raise ValueError(
            "plain http is accepted only with allow_private_hosts = true beside it; otherwise write https://"
        )
    if _is_private(parts.hostname or ""):
        raise ValueError("this address is private; if that is meant, put allow_private_hosts = true beside it")
    return url


def any_address(url: str) -> str:
    """Return an address of http or https, private or not; raise ``ValueError`` with what to write."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write a whole address: https://host/path/")
    try:
        _ = parts.port
    except ValueError as error:
        raise ValueError("the port of an address is a number up to 65535") from error
    if parts.username or parts.password:
        raise ValueError("an address must not hold a user name or a password")
    return url


def _is_private(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
