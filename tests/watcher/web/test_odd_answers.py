"""Whatever a server says, what comes of it is a page or a ``FetchError``, and no secret is in either."""

import gzip
import logging
import socket
import threading
import traceback
import tracemalloc
import zlib
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import NOW, FakeTime
from watcher.errors import FetchError
from watcher.model import Page, Validator
from watcher.web import Client
from watcher.web.call import call
from watcher.web.gate import Gate
from watcher.web.request import Limits

URL = "https://api.example.org/search"
CANARY = "S3cret canary+/ü"
VALUES = st.one_of(
    st.binary(max_size=40).map(lambda raw: raw.translate(None, b"\r\n\0")),
    st.sampled_from(
        [
            b'"v\xe9"',
            b"nan",
            b"-1",
            b"1e999",
            b"9" * 400,
            b"Fri, 31 Dec 9999 23:59:59 -2359",
            b"Mon, 32 Foo 99999 25:61:61 +9999",
            b"text/xml; charset=no-such-thing",
            b"text/xml; charset=unicode_escape",
            b"gzip",
            b"deflate",
            b"\xff\xfe",
            b"x" * 5_000,
        ]
    ),
)
LOCATIONS = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [
            b"http://[",
            b"https://[::1",
            b"https://xn--/",
            b"https://xn--a/",
            b"https://\xe9.example.org/",
            b"https://api.example.org:99999999/",
            b"https://api.example.org:x/",
            b"https://a..b/",
            b"https://" + b"a" * 300 + b".org/",
            b"//",
            b"https:///path",
            b"/\x80\xff",
            b"javascript:alert(1)",
            b"https://api.example.org/\x7f",
            b"https://\xe2\x84\x80.org/",
            b"?token=S3cret",
        ]
    ),
)
HEADERS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(
                [b"ETag", b"Last-Modified", b"Retry-After", b"Content-Type", b"Content-Encoding", b"Set-Cookie", b"X"]
            ),
            VALUES,
        ),
        st.tuples(st.just(b"Location"), LOCATIONS),
    ),
    max_size=5,
)
BODIES = st.one_of(st.binary(max_size=60), st.sampled_from([b"", gzip.compress(b"whole"), gzip.compress(b"cut")[:-5]]))


TWICE = Limits(tries=2)


def client_over(transport, folder, limits=TWICE):
    time = FakeTime()
    gate = Gate(folder, time.clock, time.sleep)
    return Client("test", 0.0, gate=gate, transport=transport, random=lambda: 0.0, limits=limits)


@settings(max_examples=400, deadline=None)
@given(statuses=st.lists(st.integers(200, 599), min_size=1, max_size=3), headers=HEADERS, body=BODIES)
def test_any_answer_is_a_page_or_a_fetch_error_and_may_be_asked_for_again(statuses, headers, body, tmp_path_factory):
    left = list(statuses)

    def answer(request):
        status = left.pop(0) if len(left) > 1 else left[0]
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))

    client = client_over(httpx.MockTransport(answer), tmp_path_factory.mktemp("gate"))

    try:
        page = client.get(URL, {"token": CANARY})
        page = client.get(URL, validator=page.validator)
    except FetchError as error:
        page = error

    assert isinstance(page, Page | FetchError)
    told = "".join(traceback.format_exception(page)) if isinstance(page, FetchError) else page.url
    assert CANARY not in told


@pytest.mark.parametrize("known", [Validator(etag='"v\xe9"'), Validator(last_modified="21 août"), Validator(etag="\n")])
def test_a_validator_that_no_header_can_hold_is_not_sent(known, tmp_path):
    seen = []
    client = client_over(
        httpx.MockTransport(lambda request: seen.append(request) or httpx.Response(304, stream=httpx.ByteStream(b""))),
        tmp_path,
    )

    client.get(URL, validator=known)

    assert not {"if-none-match", "if-modified-since"} & seen[0].headers.keys()


@pytest.mark.parametrize("contact", ["jörg@example.org", "a@example.org\r\nX: y"])
def test_a_contact_that_no_header_can_hold_is_not_sent(contact, tmp_path):
    seen = []
    transport = httpx.MockTransport(
        lambda request: seen.append(request) or httpx.Response(200, stream=httpx.ByteStream(b""))
    )
    Client("test", 0.0, contact=contact, gate=Gate(tmp_path), transport=transport).get(URL)

    assert "mailto" not in seen[0].headers["user-agent"]


def streamed(body):
    return httpx.Response(200, stream=httpx.ByteStream(body))


def polite(transport, tmp_path):
    return client_over(transport, tmp_path).get(f"{URL}?token={quote(CANARY)}")


def calling(transport, tmp_path):
    return call(
        f"{URL}?token={quote(CANARY)}", b"{}", "application/json", private=False, seconds=5, transport=transport
    )


@pytest.mark.threat("T43")
@pytest.mark.parametrize(
    ("url", "fields", "headers"),
    [
        (URL, None, {"Authorization": f"Bearer {CANARY}\n"}),
        (URL, None, {"X-Key": CANARY}),
        (f"https://[::1/?token={CANARY}", None, {}),
        (f"https://me:{quote(CANARY, safe='')}@api.example.org/", None, {}),
        (f"https://api.example.org:x/?token={CANARY}", {"key": CANARY}, {}),
        (f"https://xn--/?password={CANARY}", None, {}),
        (f"{URL}?token={CANARY}\n", None, {}),
        (f"{URL}?signature={CANARY}", {"q": "\udc80"}, {}),
    ],
)
def test_no_secret_is_in_a_traceback(url, fields, headers, tmp_path):
    said = f"you sent {CANARY}, {httpx.QueryParams({'t': CANARY})}, {CANARY!r}, {headers}"
    client = client_over(
        httpx.MockTransport(lambda _: httpx.Response(400, stream=httpx.ByteStream(said.encode()))), tmp_path
    )

    with pytest.raises(FetchError) as caught:
        client.get(url, fields, headers=headers)

    told = "".join(traceback.format_exception(caught.value)) + caught.value.url + caught.value.answer
    assert "S3cret" not in told
    assert "canary" not in told


@pytest.mark.threat("T25")
def test_endless_empty_parts_of_a_compressed_body_are_refused(tmp_path):
    body = gzip.compress(b"", mtime=0) * 900_000

    client = client_over(
        httpx.MockTransport(lambda _: httpx.Response(200, stream=httpx.ByteStream(body), headers=GZIP)), tmp_path
    )
    with pytest.raises(FetchError, match="more than 10,000 compressed parts"):
        client.get(URL)


GZIP = {"Content-Encoding": "gzip"}


@pytest.mark.threat("T25")
@pytest.mark.parametrize(("coding", "squeeze"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_bomb_takes_no_more_memory_than_the_bound_allows(coding, squeeze, tmp_path):
    bomb = squeeze(bytes(60_000_000))
    reply = httpx.Response(200, stream=httpx.ByteStream(bomb), headers={"Content-Encoding": coding})
    client = client_over(httpx.MockTransport(lambda _: reply), tmp_path, limits=Limits(size=1_000_000))

    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="larger than 1,000,000 bytes"):
            client.get(URL)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.threat("T34")
@pytest.mark.parametrize("speak", [polite, calling], ids=["asked", "called"])
def test_no_proxy_and_no_password_of_the_environment_has_a_part_in_it(speak, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine api.example.org login me password {CANARY}\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # where nobody listens: a request that goes there fails
    seen = []

    speak(httpx.MockTransport(lambda request: seen.append(request) or streamed(b"<a/>")), tmp_path)

    assert [request.headers.get("authorization") for request in seen] == [None]


@pytest.mark.threat("T43")
@pytest.mark.parametrize("speak", [polite, calling], ids=["asked", "called"])
def test_no_library_writes_an_address_into_the_log(speak, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(logging.getLogger(), "level", logging.DEBUG)

    speak(httpx.MockTransport(lambda _: streamed(b"<a/>")), tmp_path)

    assert not {logging.getLogger(name).isEnabledFor(logging.INFO) for name in ("httpx", "httpcore")} & {True}
    assert "S3cret" not in caplog.text


@pytest.mark.parametrize("seconds", [1e20, float("inf")])
def test_a_time_without_measure_is_as_good_as_a_day(seconds, tmp_path):
    server = socket.create_server(("127.0.0.1", 0))
    answers = [b'HTTP/1.1 200 OK\r\nETag: "v\xe9"\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok']
    serve(server, answers)
    address = f"http://127.0.0.1:{server.getsockname()[1]}/"

    limits = Limits(read=seconds, connect=seconds)
    with Client("test", 0.0, gate=Gate(tmp_path), allow_private_hosts=True, limits=limits) as client:
        assert client.get(address).body == b"ok"


RAW = [
    b"",
    b"\x00" * 40,
    b"HTTP/1.1 99999 OK\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n: nameless\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://xn--/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://\xe9\xff/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 503 No\r\nRetry-After: nan\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
    b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"SSH-2.0-OpenSSH_9\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nbody",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nbody",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;" + b"x" * 200_000 + b"\r\nbody\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nX Y : z\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 30_000,
    b"HTTP/1.1 000 Zero\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\nbody",
    b"HTTP/1.1 301 Moved\r\nLocation: data:text/xml,<rss/>\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 301 Moved\r\nLocation: http://\x1b[31m.example/\r\nContent-Length: 0\r\n\r\n",
]
# Answers that nobody should give, and that say all the same what came.
FINE = [
    b"HTTP/1.0 200 OK\r\n\r\nbody",
    b"HTTP/1.1 200\r\nContent-Length: 4\r\n\r\nbody",
    b"HTTP/1.1 200 OK\nContent-Length: 4\n\nbody",
    b"HTTP/1.1 200 \xff\x1b[31m\r\nContent-Length: 4, 4\r\nETag: \x1b]0;evil\x07\r\n\r\nbody",
    b"HTTP/1.1 100 Continue\r\n\r\n" * 500 + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
    b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0004;a=b\r\nbody\r\n0\r\nX: y\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbodyHTTP/1.1 200 OK\r\n\r\nof another",
]


@pytest.mark.parametrize("raw", RAW, ids=range(len(RAW)))
def test_whatever_comes_over_the_line_that_is_no_answer_is_a_fetch_error(raw, tmp_path):
    server = socket.create_server(("127.0.0.1", 0))
    serve(server, [raw])
    address = f"http://127.0.0.1:{server.getsockname()[1]}/"

    limits = Limits(tries=1, read=1.0)
    client = Client("test", 0.0, gate=Gate(tmp_path), allow_private_hosts=True, limits=limits, now=lambda: NOW)
    with client, pytest.raises(FetchError, match=r"^test: "):
        client.get(address)


@pytest.mark.parametrize("raw", FINE, ids=range(len(FINE)))
def test_what_an_odd_answer_says_is_read(raw, tmp_path):
    server = socket.create_server(("127.0.0.1", 0))
    serve(server, [raw])
    address = f"http://127.0.0.1:{server.getsockname()[1]}/"

    client = Client("test", 0.0, gate=Gate(tmp_path), allow_private_hosts=True, limits=Limits(tries=1), now=lambda: NOW)
    with client:
        page = client.get(address)

    assert (page.body, page.validator) == (b"body", None)


def serve(server, answers):
    def run():
        with server:
            for answer in answers:
                connection, _ = server.accept()
                with connection:
                    connection.recv(65_536)
                    connection.sendall(answer)

    threading.Thread(target=run, daemon=True).start()
