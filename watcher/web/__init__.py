"""The polite client: the only place of Watcher's that touches a source's server."""

import logging

from watcher.web.ask import Limits
from watcher.web.client import Client
from watcher.web.gate import Gate

__all__ = ["Client", "Gate", "Limits"]

# Below WARNING these two write every address and header, and with them a key that stands in an address.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)
