"""Values that a person writes in words: "every 6 hours", "monday 07:00", a time zone, an address."""

import ipaddress
import re
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_EVERY = re.compile(r"\Aevery\s++(?:([0-9]{1,3})\s++)?(minute|hour|day)s?", re.IGNORECASE)
_QUIET = re.compile(r"(\d{1,2}):(\d{2}) ?[-–] ?(\d{1,2}):(\d{2})")
_WHEN = re.compile(r"\A([a-z]{1,20}+)\s++([0-9]{1,2}):([0-9]{2})", re.IGNORECASE)
_MAIL = re.compile(r"\A[^@\s<>]++@[^@\s<>]{1,253}\.[^@\s<>.]{1,63}")
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


def when(text: str) -> tuple[int, time]:
    """Return (weekday, time) of "monday 07:00", 0 being Monday; raise ``ValueError`` otherwise."""
    found = _WHEN.fullmatch(text.strip())
    days = [i for i, day in enumerate(WEEKDAYS) if found and day.startswith(found.group(1).lower()[:9])]
    if not found or len(days) != 1 or len(found.group(1)) < 3:
        raise ValueError('write a day of the week and a time: "monday 07:00"')
    try:
        return days[0], time(int(found.group(2)), int(found.group(3)))
    except ValueError as error:
        raise ValueError(f"there is no time {found.group(2)}:{found.group(3)}") from error


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
