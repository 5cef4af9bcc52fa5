"""Pages of a folder are understood by the workers of a Dask cluster, on this machine or on many, while this process keeps them.

The store has one writer, as ever, who takes the pages up in their order: what comes of it is the store that one process would
have made. A worker that is lost costs nothing, for its pages go to another one; a page that has ended several is named, and passed over.
"""

import logging
import pickle
from collections.abc import Callable
from functools import lru_cache, partial
from types import TracebackType
from typing import Any, Self

from sources import Source
from watcher import heap
from watcher.border import Fault, attempt
from watcher.errors import ConfigError
from watcher.model import Page, Topic
from watcher.pipeline.second import PATIENCE, LostPageError, Pieces
from watcher.pipeline.understand import understand_page
from watcher.relevance.matcher import ready

_LOST = 1  # workers on this machine that a page may end before it is passed over: the next one is its last
_PAGES_A_WORKER = 2  # that are there before it asks for more: one in hand and one that waits
MISSING = "--engine dask wants a library that is not installed: pip install 'evidence-watcher[scale]'"

log = logging.getLogger(__name__)


class Cluster:
    """The workers of a cluster: that of a scheduler (``tcp://host:8786``), or so many on this machine, 0 for one a core.

    They have this version of Watcher; they see pages and the topic, and neither the store nor a secret. Raise ``ConfigError`` where
    the library is not installed or the scheduler does not answer.
    """

    def __init__(self, topic: Topic, scheduler: str = "", workers: int = 0, patience: float = PATIENCE) -> None:
        try:
            from distributed import Client, LocalCluster  # noqa: PLC0415 - of an extra
        except ImportError as error:
            raise ConfigError(MISSING) from error
        self._patience = patience
        self._local = (
            None
            if scheduler
            else LocalCluster(
                n_workers=workers or None,
                threads_per_worker=1,
                dashboard_address=None,
                silence_logs=logging.ERROR,
                scheduler_kwargs={"allowed_failures": _LOST},
            )
        )
        try:
            self._client = Client(scheduler or self._local, set_as_default=False)
        except OSError as error:
            raise ConfigError(f"the scheduler {scheduler} does not answer: {error}") from error
        self._topic = pickle.dumps(topic)  # with each page: what is kept at workers is lost with them
        self.ahead = _PAGES_A_WORKER * max(len(self._client.scheduler_info()["workers"]), 1)

    def begin(self, source: Source, page: Page) -> Any:
        """Begin to understand a page somewhere; None where no worker can be had, and it is better done here."""
        begun = attempt(partial(self._client.submit, _understand, source, page, self._topic, pure=False))
        return None if isinstance(begun, Fault) else begun

    def wait(self, begun: Any) -> Pieces:
        """Return what ``begin`` began, once it is there; raise what went wrong: ``LostPageError`` where it ended every worker that had it."""
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 - of an extra

        try:
            pieces = begun.result(timeout=self._patience)
        except KilledWorker as error:
            raise LostPageError("every process that read it was ended") from error
        finally:
            begun.release()
        if isinstance(pieces, str):
            raise RuntimeError(pieces)  # noqa: TRY004 - it stands for what was raised there
        found: Pieces = pieces
        return found

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the workers go; those of a scheduler that was there before stay."""
        closing: tuple[Callable[[], object] | None, ...] = (
            self._client.close,
            self._local.close if self._local else None,
        )
        for close in filter(None, closing):
            failed = attempt(close)
            if isinstance(failed, Fault):
                log.warning("the cluster did not end in order: %s", failed.reason)


@lru_cache(maxsize=4)
def _topic_of(pickled: bytes) -> Topic:
    topic: Topic = pickle.loads(pickled)  # noqa: S301 - of the process that asks, as the page is
    heap.settle()
    ready(topic)  # before a record is timed: in a worker's thread the clock counts
    return topic


def _understand(source: Source, page: Page, pickled: bytes) -> Pieces | str:
    """Return the page's pieces, or why there are none: not every exception finds its way back."""
    made = attempt(lambda: list(understand_page(source, page, _topic_of(pickled))))
    return made.reason if isinstance(made, Fault) else made
