"""Which addresses may be asked: every one that a name resolves to is checked, and only a checked one is connected to."""

import functools
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

import httpcore
import httpx

from watcher.web.request import RefusedError

# Bytes that are sent at once: httpcore looks at the time before it sends what it is given, and not while it does.
_PIECE = 16_384


class Deadline(threading.local):
    """The time that is left for the request of this thread: one connection serves many requests, each with its own."""

    left: Callable[[], float] | None = None  # in seconds; None where there is no end

    def bound(self, timeout: float | None) -> float | None:
        """Return the seconds that a step may take; raise ``httpcore.ReadTimeout`` where none are left."""
        if self.left is None:
            return timeout
        left = self.left()
        if left <= 0:
            raise httpcore.ReadTimeout("the request has come to its end")
        return left if timeout is None else min(timeout, left)


class BoundedStream(httpcore.NetworkStream):
    """A connection that keeps the deadline in whatever it does."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        """Do as ``stream`` does, within the ``deadline``."""
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, once anything has."""
        return self._stream.read(max_bytes, self._deadline.bound(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it all."""
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], self._deadline.bound(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the same connection, encrypted."""
        tls = self._stream.start_tls(ssl_context, server_hostname, self._deadline.bound(timeout))
        return BoundedStream(tls, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore wants to know of the connection."""
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()


Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]

# A mirror or a server of the user's own: reached only where the configuration allows it.
_PRIVATE = tuple(
    map(ipaddress.ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"))
)
# Never reached: this network, carrier NAT, link-local (the clouds' metadata), documentation, benchmarks,
# multicast, and the IPv6 forms that carry an IPv4 address out of sight (NAT64, Teredo, 6to4).
# https://www.iana.org/assignments/iana-ipv4-special-registry/ and .../iana-ipv6-special-registry/
_DENIED = tuple(
    map(
        ipaddress.ip_network,
        """0.0.0.0/8 100.64.0.0/10 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15
        198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 ::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64
        2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fe80::/10 fec0::/10 ff00::/8""".split(),
    )
)


class Reach(Enum):
    """How far a request may go."""

    PUBLIC = "public addresses only"
    PRIVATE = "private addresses only"  # plain http
    BOTH = "public and private addresses"


def reach_of(url: str, *, private: bool) -> Reach:
    """Return how far a request for the address may go; ``private`` says that private hosts may be asked."""
    if url.lower().startswith("http:"):
        return Reach.PRIVATE
    return Reach.BOTH if private else Reach.PUBLIC


def is_allowed(address: str, reach: Reach) -> bool:
    """Return whether the IP address lies within reach; an IPv4 address inside an IPv6 one counts as itself."""
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if _within(ip, _PRIVATE):
        return reach is not Reach.PUBLIC
    return not _within(ip, _DENIED) and reach is not Reach.PRIVATE


def _within(ip: Address, networks: Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    return any(ip in network for network in networks if network.version == ip.version)


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host, in the system's order; raise ``httpcore.ConnectError`` where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:  # no such name, or none that can be one
        raise httpcore.ConnectError(f"cannot find {host}: {error}") from error
    return list(dict.fromkeys(str(address[4][0]) for address in found))


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to the very addresses that it has checked, so that no second look-up can lead elsewhere."""

    def __init__(self, reach: Reach, resolver: Resolver = resolve, deadline: Deadline | None = None) -> None:
        """Connect only within ``reach``, and in time for the ``deadline``."""
        self._reach = reach
        self._deadline = deadline or Deadline()
        self._resolver = resolver
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers; raise ``RefusedError`` where one is out of reach."""
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._checked(host, port):
            try:
                within = self._deadline.bound(timeout)
                stream = self._network.connect_tcp(address, port, within, local_address, socket_options)
                return BoundedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                error = failure
        raise error

    def _checked(self, host: str, port: int) -> list[str]:
        addresses = self._resolver(host, port)
        for address in addresses:
            if not is_allowed(address, self._reach):
                raise RefusedError(f"{host} leads to {address}, and we ask {self._reach.value}")
        return addresses


_trusting = threading.Lock()


def _trust() -> ssl.SSLContext:
    """Return what certificates are checked with: read once, for it takes as long as several pages."""
    with _trusting:
        return _read_trust()


@functools.cache
def _read_trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.BaseTransport):
    """Carries httpx's requests over connections that the guard has made; one pool for one reach."""

    def __init__(self, reach: Reach, resolver: Resolver = resolve) -> None:
        """Make the pool; nothing is connected before the first request."""
        self._deadline = Deadline()
        self._pool = httpcore.ConnectionPool(
            ssl_context=None if reach is Reach.PRIVATE else _trust(),  # over plain http there is nobody to trust
            max_connections=4,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(reach, resolver, self._deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer, its body not yet read; errors are httpcore's own.

        The extension ``left`` tells the seconds that are left for all of it; who reads the body does so in this thread.
        """
        url = request.url
        self._deadline.left = request.extensions.get("left")
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
