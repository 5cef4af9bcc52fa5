"""One sentence an item in plain words or in the team's language, by a machine that is asked over HTTP. Off unless ``[rewriting]`` allows it.

Nothing leaves but the source's own sentence, which is public, to the one address that is configured. What comes back is proved (``digests.rewriting``)
and shown beside that sentence, marked; what fails the proof is kept and never shown. A machine that does not answer costs a digest nothing.
"""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import ClassVar

import msgspec

from digests import headline
from digests.rewriting import fault
from watcher.config.secrets import completed
from watcher.errors import ConfigError
from watcher.model import Digest, Entry, Rewording
from watcher.options import fill
from watcher.service import Session
from watcher.store.rewordings import Reworded
from watcher.store.store import Store
from watcher.web.call import ask
from watcher.web.request import PassingError, RefusedError

_LANGUAGES = {"en": "plain English", "sv": "plain Swedish", "de": "plain German", "es": "plain Spanish"}
_TASK = (
    "Rewrite the sentence in {language}, as one sentence. Keep every number with its unit, every treatment and group, and their order; keep every"
    " negation and whether something was significant. Add nothing. Answer with the sentence alone."
)
_ROLES = ("finding", "conclusion", "message")  # of the sentence that is rewritten, the first that an item has
_PATIENCE = 180.0  # seconds for all that is asked for one digest
_LARGEST = 100_000  # bytes of an answer
_WELL = 200  # of HTTP

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriter:
    """Whoever rewrites sentences: a server that speaks as OpenAI's does (/chat/completions)."""

    base_url: str  # where it answers, up to /v1
    model: str  # the name of the model there
    allow: bool = False  # whether sentences may leave; without it nothing is asked
    language: str = ""  # en, sv, de or es; that of the digest where not given
    items: int = 5  # of those that a digest tells in full, at most
    allow_private_hosts: bool = False  # whether it may be a machine of your own, and plain http
    timeout: int = 60  # seconds for an answer
    api_key: str = field(default="", repr=False)  # where it wants one
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({"api_key": "WATCHER_REWRITING_KEY"})
    paths: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if self.language and self.language not in _LANGUAGES:
            raise ConfigError(f"language is one of {', '.join(_LANGUAGES)}, not {self.language!r}", option="language")


class _Said(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Said


class _Answer(msgspec.Struct):
    """What is needed of an answer."""

    choices: list[_Choice]


def rewriter_of(session: Session) -> Rewriter | None:
    """Return who rewrites, None where nobody is configured; raise ``ConfigError``."""
    told = session.settings.rewriting
    if told is None:
        return None
    try:
        return fill(Rewriter, completed(told, Rewriter, session.settings), "[rewriting]")
    except ConfigError as error:
        raise ConfigError(f"{told.place(error.option)}: {error}", option=error.option) from error


def reworded(session: Session, store: Store, digest: Digest, *, anew: bool) -> Digest:
    """Return the digest with the sentences that were rewritten beside those of its sources; what is not known is asked for where it is ``anew``."""
    rewriter = rewriter_of(session)
    if rewriter is None:
        return digest
    language = rewriter.language or digest.language
    found = {
        entry.item: rewording
        for entry, rewording in _found(rewriter, store, digest, language, session, anew=anew and rewriter.allow)
    }

    def told(entry: Entry) -> Entry:
        return replace(entry, rewording=found[entry.item]) if entry.item in found else entry

    sections = tuple(replace(one, entries=tuple(map(told, one.entries))) for one in digest.sections)
    return replace(digest, sections=sections) if found else digest


def _found(
    rewriter: Rewriter, store: Store, digest: Digest, language: str, session: Session, *, anew: bool
) -> Iterator[tuple[Entry, Rewording]]:
    """Yield the items of which a rewriting passed the proof."""
    end = time.monotonic() + _PATIENCE
    full = headline.in_full(digest)
    chosen = [entry for _, entry in headline.ordered(digest) if entry.item in full]
    for entry in chosen[: rewriter.items]:
        sentence = _sentence(entry)
        made = store.rewordings.get(sentence, language, session.now()) if sentence else None
        if sentence and made is None and anew and time.monotonic() < end:
            made = _asked(rewriter, sentence, language)
            anew = made is not None  # who does not answer once is not asked again for this digest
            if made:
                store.rewordings.keep(sentence, language, made, session.now())
        if sentence and made and not made.fault:
            yield entry, Rewording(text=made.text, source=sentence, by=made.model)


def _sentence(entry: Entry) -> str:
    """Return the sentence of an item that is rewritten; "" where it has none."""
    said = {quote.role: quote.text for quote in reversed(entry.summary)}
    return next((said[role] for role in _ROLES if role in said), "")


def _asked(rewriter: Rewriter, sentence: str, language: str) -> Reworded | None:
    """Return the answer with what is wrong with it; None where there is none."""
    task = _TASK.format(language=_LANGUAGES[language])
    messages = [{"role": "system", "content": task}, {"role": "user", "content": sentence}]
    body = json.dumps({"model": rewriter.model, "messages": messages, "temperature": 0, "max_tokens": 300})
    headers = {"Content-Type": "application/json"} | (
        {"Authorization": f"Bearer {rewriter.api_key}"} if rewriter.api_key else {}
    )
    try:
        said = _heard(rewriter, body.encode(), headers)
    except (RefusedError, PassingError, msgspec.MsgspecError, IndexError, ValueError) as error:
        log.warning("nothing was rewritten: %s", error)
        return None
    wrong = fault(sentence, said, language)
    if wrong:
        log.info("a rewriting was refused: %s", wrong)
    return Reworded(said, rewriter.model, wrong)


def _heard(rewriter: Rewriter, body: bytes, headers: Mapping[str, str]) -> str:
    """Return the text that is answered; raise what says that there is none."""
    heard = ask(
        f"{rewriter.base_url.rstrip('/')}/chat/completions",
        body,
        headers,
        private=rewriter.allow_private_hosts,
        seconds=rewriter.timeout,
        most=_LARGEST,
    )
    if heard.status != _WELL:
        raise PassingError(f"it answered with status {heard.status}")
    return msgspec.json.decode(heard.body, type=_Answer).choices[0].message.content.strip()
