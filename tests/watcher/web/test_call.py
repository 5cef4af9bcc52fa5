"""What is called keeps to the reach and the bounds that sources keep to."""

import socket
import threading

import httpcore
import httpx
import pytest

from watcher.web.call import ask, call
from watcher.web.request import PassingError, RefusedError


def called(answer, url="https://monitor.example.org/alert?token=s3cret", body=b"{}", **given):
    asked = []

    def handle(request):
        asked.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    transport = httpx.MockTransport(handle)
    status = call(url, body, "application/json", private=False, seconds=5, transport=transport, **given)
    return status, asked


def test_it_is_asked_once_and_no_redirect_is_followed():
    for status in (200, 204, 302, 307, 503):
        answer, asked = called(httpx.Response(status, headers={"Location": "https://10.0.0.1/"}))

        assert (answer, len(asked), asked[0].method, asked[0].content) == (status, 1, "POST", b"{}")


def test_without_a_body_it_is_a_get():
    _, (asked,) = called(httpx.Response(200), body=None)

    assert (asked.method, asked.headers.get("content-type")) == ("GET", None)


@pytest.mark.parametrize(
    ("url", "private", "says"),
    [
        ("https://127.0.0.1/s3cret", False, "127.0.0.1 leads to 127.0.0.1, and we ask public addresses only"),
        ("https://localhost/s3cret", False, "and we ask public addresses only"),
        ("https://[::1]/s3cret", False, "and we ask public addresses only"),
        ("https://169.254.169.254/s3cret", True, "and we ask public and private addresses"),
        ("http://93.184.216.34/s3cret", True, "and we ask private addresses only"),
        ("http://a.example/s3cret", False, "plain http and unusual ports are only for servers of your own"),
        ("https://a.example:8443/s3cret", False, "plain http and unusual ports are only for servers of your own"),
        ("https://me:s3cret@a.example/", False, "must hold no user or password"),
        ("ftp://a.example/s3cret", False, "only https is asked"),
        ("https://[::1/s3cret", False, "it is no address"),
        ("https://xn--/s3cret", False, "cannot be called"),
    ],
)
def test_what_is_out_of_reach_hears_nothing(url, private, says):
    with pytest.raises(RefusedError) as refused:
        call(url, b"{}", "application/json", private=private, seconds=5)

    assert says in str(refused.value)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectTimeout("s3cret"), RefusedError),
        (httpcore.ConnectError("s3cret"), RefusedError),
        (httpcore.ReadTimeout("s3cret"), PassingError),
        (httpx.RemoteProtocolError("s3cret"), PassingError),
    ],
)
def test_whether_it_may_have_been_heard_is_told(error, kind):
    with pytest.raises(kind) as raised:
        called(error)

    assert "s3cret" not in str(raised.value)


def test_an_answer_that_never_ends_takes_no_longer_than_it_may():
    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=_drip, args=(server, said := []))
        dripping.start()

        with pytest.raises(PassingError):
            call(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", "text/plain", private=True, seconds=0.3)

        dripping.join()

    assert len(said) < DROPS


DROPS = 500


def _drip(server, said):
    """Answer a long header, a byte now and then, as long as somebody listens."""
    peer, _ = server.accept()
    with peer:
        peer.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        while len(said) < DROPS:
            try:
                peer.sendall(b"x")
            except OSError:
                return
            said.append(1)
            threading.Event().wait(0.02)


@pytest.mark.threat("T24")
def test_an_answer_is_read_up_to_a_bound():
    def asked(size):
        transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=httpx.ByteStream(b"x" * size)))
        return ask("https://a.example/", b"", {}, private=False, seconds=5, most=10, transport=transport)

    assert asked(10).body == b"x" * 10
    with pytest.raises(PassingError, match="larger than 10 bytes"):
        asked(11)
