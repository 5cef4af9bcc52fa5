"""The polite client: the only place of Watcher's that touches a source's server."""

import logging

from sources._client.ask import Limits
from sources._client.client import Client
from sources._client.gate import Gate

__all__ = ["Client", "Gate", "Limits"]

# Below WARNING these two write every address and header, and with them a key that stands in an address.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)
