import gzip
import zlib
from datetime import UTC, datetime

import httpx
import pytest

from fakes import NOW, FakeTime
from watcher.errors import FetchError
from watcher.model import Validator
from watcher.web import Client
from watcher.web.gate import Gate
from watcher.web.request import Ask, Limits

URL = "https://api.example.org/search"


def client_for(answer, tmp_path, **options):
    time = FakeTime()
    gate = Gate(tmp_path, time.clock, time.sleep)
    transport = httpx.MockTransport(as_a_stream(answer if callable(answer) else script(answer)))
    options = {"pace": 0.5, "random": lambda: 1.0, "now": lambda: NOW, **options}
    return Client("test", gate=gate, transport=transport, **options), time


def script(answers):
    left = list(answers)

    def answer(request):
        found = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(found, Exception):
            raise found
        return found

    return answer


def as_a_stream(answer):
    """A response made of bytes counts as read; what comes over a line does not."""

    def streaming(request):
        made = answer(request)
        if not made.is_stream_consumed:
            return made
        return httpx.Response(made.status_code, headers=made.headers, stream=httpx.ByteStream(made.content))

    return streaming


def test_a_page_carries_the_answer_and_says_who_asked(tmp_path):
    seen = []

    def answer(request):
        seen.append(request)
        return httpx.Response(200, content=b"<a/>", headers={"Content-Type": "text/xml", "ETag": '"7"'})

    client, _ = client_for(answer, tmp_path, contact="team@example.org")
    page = client.get(URL, {"q": "lanreotide autogel"})

    assert (page.url, page.body, page.media_type) == (f"{URL}?q=lanreotide+autogel", b"<a/>", "text/xml")
    assert (page.retrieved, page.validator, page.unchanged) == (NOW, Validator(etag='"7"'), False)
    assert "mailto:team@example.org" in seen[0].headers["user-agent"]
    assert seen[0].headers["accept-encoding"] == "gzip, deflate"


def test_a_connection_is_made_ready_before_its_turn_comes(tmp_path, monkeypatch):
    done = []

    class Watched(Gate):
        def wait(self, slot):
            done.append("turn")

    def ready(reach):
        done.append("ready")
        return httpx.MockTransport(as_a_stream(script([httpx.Response(200)])))

    monkeypatch.setattr("watcher.web.exchange.GuardedTransport", ready)
    with Client("test", 0.5, gate=Watched(tmp_path)) as client:
        client.get(URL)
        client.get(URL)

    assert done == ["ready", "turn", "turn"]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_passing_failure_is_asked_again(status, tmp_path):
    client, time = client_for([httpx.Response(status), httpx.Response(200, content=b"ok")], tmp_path)

    assert client.get(URL).body == b"ok"
    assert time.slept == [1.0]


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("cut")]
)
def test_a_broken_line_is_asked_again(error, tmp_path):
    client, _ = client_for([error, httpx.Response(200, content=b"ok")], tmp_path)

    assert client.get(URL).body == b"ok"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 206, 304])
def test_what_does_not_pass_is_told_at_once(status, tmp_path):
    client, time = client_for([httpx.Response(status, content=b"`query.recrs` is unknown parameter")], tmp_path)

    with pytest.raises(FetchError, match=f"test: HTTP {status}") as caught:
        client.get(URL)

    assert (caught.value.status, time.slept) == (status, [])


def test_what_the_server_said_is_in_the_error(tmp_path):
    client, _ = client_for([httpx.Response(400, content=b"`query.recrs` is\n unknown parameter")], tmp_path)

    with pytest.raises(FetchError, match=r"`query\.recrs` is unknown parameter") as caught:
        client.get(URL)

    assert caught.value.answer == "`query.recrs` is unknown parameter"


def test_back_off_doubles_and_ends(tmp_path):
    client, time = client_for([httpx.Response(503)], tmp_path)

    with pytest.raises(FetchError, match="HTTP 503; gave up after 6 tries in 31 s"):
        client.get(URL)

    assert time.slept == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_the_deadline_ends_it_before_the_tries_do(tmp_path):
    client, time = client_for([httpx.Response(503)], tmp_path, limits=Limits(tries=99, deadline=10))

    with pytest.raises(FetchError, match="gave up after 4 tries"):
        client.get(URL)

    assert sum(time.slept) <= 10


def test_a_turn_that_has_no_end_is_ended_between_two_requests(tmp_path):
    client, time = client_for([httpx.Response(200)], tmp_path, limits=Limits(turn=3_600))

    client.get(URL)
    time.sleep(3_599)
    client.get(URL)
    time.sleep(1)
    with pytest.raises(FetchError, match="was asked for 60 minutes; the next run asks again"):
        client.get(URL)


def test_a_request_does_not_outlast_its_turn(tmp_path):
    client, time = client_for([httpx.Response(503)], tmp_path, limits=Limits(tries=99, turn=20))

    with pytest.raises(FetchError, match="HTTP 503; gave up after 5 tries in 15 s"):
        client.get(URL)

    assert time.slept == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize(("seconds", "slept"), [("7", [7.0]), ("Mon, 23 Nov 2026 06:00:30 GMT", [30.0]), ("0", [0.0])])
def test_retry_after_is_obeyed(seconds, slept, tmp_path):
    wait = httpx.Response(429, headers={"Retry-After": seconds})
    client, time = client_for([wait, httpx.Response(200)], tmp_path, pace=0.0)

    client.get(URL)

    assert time.slept == slept


@pytest.mark.parametrize(
    ("status", "body"), [(429, b"<html>too many requests"), (503, b""), (400, b"proxy_stream() failed"), (200, b"")]
)
def test_retry_after_is_obeyed_whatever_the_body_is_like(status, body, tmp_path):
    wait = httpx.Response(status, content=body, headers={"Retry-After": "20"})
    client, time = client_for([wait, wait, httpx.Response(200, content=b'{"hitCount":1}')], tmp_path, pace=0.0)

    client.get(URL, transient=lambda body: b"hitCount" not in body)

    assert time.slept == [20.0, 20.0]


def test_the_host_that_asks_for_quiet_is_the_one_that_gets_it(tmp_path):
    def answer(request):
        if request.url.host == "api.example.org":
            return httpx.Response(302, headers={"Location": "https://other.example.org/x"})
        return httpx.Response(429, headers={"Retry-After": "600"})

    client, time = client_for(answer, tmp_path)

    with pytest.raises(FetchError, match="asks us to wait 600 s"):
        client.get(URL)

    assert Gate(tmp_path, time.clock).reserve("other.example.org", 0.5) == NOW.timestamp() + 600
    assert Gate(tmp_path, time.clock).reserve("api.example.org", 0.5) == NOW.timestamp() + 0.5


def test_a_long_retry_after_is_kept_by_whoever_asks_the_host_next(tmp_path):
    asked = []

    def answer(request):
        asked.append(request.url.host)
        return httpx.Response(429 if len(asked) == 1 else 200, headers={"Retry-After": "600"})

    client, time = client_for(answer, tmp_path)
    later = Client(
        "test", 1.0, gate=Gate(tmp_path, time.clock, time.sleep), transport=httpx.MockTransport(as_a_stream(answer))
    )

    with pytest.raises(FetchError, match="asks us to wait 600 s"):
        client.get(URL)
    with pytest.raises(FetchError, match="the host wants quiet for another 600 s"):
        client.get(URL)
    time.sleep(400)
    with pytest.raises(FetchError, match="the host wants quiet for another 200 s"):
        later.get(f"{URL}/other")
    time.sleep(150)
    assert later.get(URL).body == b""

    assert len(asked) == 2
    assert time.clock() == NOW.timestamp() + 600


def test_a_status_that_passes_with_this_source_is_asked_again(tmp_path):
    client, time = client_for([httpx.Response(403), httpx.Response(403), httpx.Response(200, content=b"ok")], tmp_path)

    assert client.get(URL, passing={403}).body == b"ok"
    assert time.slept == [1.0, 2.0]


@pytest.mark.parametrize("value", ["99999999", "Mon, 23 Nov 2099 06:00:30 GMT", "600"])
@pytest.mark.threat("T22")
def test_a_long_retry_after_ends_this_run(value, tmp_path):
    client, time = client_for([httpx.Response(429, headers={"Retry-After": value})], tmp_path)

    with pytest.raises(FetchError, match=r"HTTP 429, asks us to wait [69]00 s; gave up after 1 try"):
        client.get(URL)

    assert time.slept == []


def test_a_body_that_the_source_calls_transient_is_asked_for_again(tmp_path):
    empty, full = httpx.Response(200, content=b'{"version":"6.9"}'), httpx.Response(200, content=b'{"hitCount":1}')
    client, _ = client_for([empty, empty, full], tmp_path)

    assert client.get(URL, transient=lambda body: b"hitCount" not in body).body == b'{"hitCount":1}'


def test_a_refusal_that_the_source_calls_transient_is_asked_again(tmp_path):
    relayed = httpx.Response(400, content=b"proxy_stream() Failed to connect to PubOne service")
    client, _ = client_for([relayed, httpx.Response(200, content=b"ok")], tmp_path)

    assert client.post(URL, {"id": "1"}, transient=lambda body: b"proxy_stream" in body).body == b"ok"


def test_answers_to_what_is_posted_to_one_address_are_told_apart(tmp_path):
    bodies = (b"one", b"two", b"one")
    client, _ = client_for([httpx.Response(200, content=body) for body in bodies], tmp_path)

    one, two, again = (client.post(URL, {"id": "1"}).url for _ in bodies)

    assert one == again != two
    assert {url.partition("#")[0] for url in (one, two)} == {URL}


def test_requests_keep_their_distance(tmp_path):
    client, time = client_for([httpx.Response(200)], tmp_path)

    for _ in range(4):
        client.get(URL)

    assert time.slept == [0.5, 0.5, 0.5]


def test_a_conditional_request_that_finds_nothing_new_is_an_unchanged_page(tmp_path):
    seen = []

    def answer(request):
        seen.append(request.headers)
        return httpx.Response(304)

    known = Validator(etag='"7"', last_modified="Mon, 16 Nov 2026 06:00:00 GMT")
    client, _ = client_for(answer, tmp_path)
    page = client.get(URL, validator=known)

    assert (page.unchanged, page.body, page.validator) == (True, b"", known)
    assert (seen[0]["if-none-match"], seen[0]["if-modified-since"]) == (known.etag, known.last_modified)


@pytest.mark.parametrize("puzzled", [httpx.Response(412), httpx.Response(200)], ids=["412", "empty"])
def test_a_server_that_does_not_know_conditions_is_asked_without_them(puzzled, tmp_path):
    def answer(request):
        return puzzled if "if-none-match" in request.headers else httpx.Response(200, content=b"whole")

    client, _ = client_for(answer, tmp_path)

    assert client.get(URL, validator=Validator(etag='"7"')).body == b"whole"


@pytest.mark.parametrize("status", [203, 226])
def test_what_a_proxy_changed_and_what_is_new_alone_are_answers(status, tmp_path):
    client, _ = client_for([httpx.Response(status, content=b"told")], tmp_path)

    assert client.get(URL).body == b"told"


@pytest.mark.parametrize("coding", ["utf-8", "none", "binary"])
def test_a_coding_that_is_none_packs_nothing(coding, tmp_path):
    client, _ = client_for(lambda request: streamed(b"told", coding), tmp_path)

    assert client.get(URL).body == b"told"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.threat("T34")
def test_a_redirect_to_another_host_gets_no_credentials(status, tmp_path):
    seen = []

    def answer(request):
        seen.append(request)
        if request.url.host == "api.example.org":
            return httpx.Response(status, headers={"Location": "https://other.example.org/x"})
        return httpx.Response(200, content=b"there")

    client, _ = client_for(answer, tmp_path)
    page = client.get(URL, {"api_key": "SECRET"}, headers={"Authorization": "Bearer SECRET", "Accept": "a/b"})

    assert (page.url, page.body) == ("https://other.example.org/x", b"there")
    assert "SECRET" not in str(seen[1].url) + str(seen[1].headers.raw)
    assert seen[1].headers["accept"] == "a/b"


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://api.example.org/plain", "from https to"),
        ("file:///etc/passwd", "from https to"),
        ("https://user:pass@api.example.org/", "no user or password"),
        ("https://api.example.org:8443/", "unusual ports"),
        ("", "to nowhere"),
        (URL, "more than 5 redirects"),
    ],
)
@pytest.mark.threat("T31", "T33")
def test_a_redirect_that_leads_astray_is_not_followed(location, said, tmp_path):
    client, _ = client_for([httpx.Response(302, headers={"Location": location})], tmp_path)

    with pytest.raises(FetchError, match=said):
        client.get(URL)


def test_what_is_posted_goes_to_no_other_host(tmp_path):
    client, _ = client_for([httpx.Response(307, headers={"Location": "https://other.example.org/"})], tmp_path)

    with pytest.raises(FetchError, match="sends a POST to another host"):
        client.post(URL, {"api_key": "SECRET"})


@pytest.mark.parametrize(
    "url", ["http://api.example.org/", "ftp://api.example.org/", "file:///etc/passwd", "https://", "https://[::1"]
)
@pytest.mark.threat("T33")
def test_only_https_is_asked(url, tmp_path):
    client, _ = client_for([httpx.Response(200)], tmp_path)

    with pytest.raises(FetchError):
        client.get(url)


@pytest.mark.threat("T43")
def test_a_secret_is_in_no_address_and_in_no_error(tmp_path):
    body = b'{"error":"API rate limit exceeded","api-key":"SECRET-KEY-1"}'
    client, _ = client_for([httpx.Response(400, content=body)], tmp_path)

    with pytest.raises(FetchError) as caught:
        client.get(URL, {"q": "x", "api_key": "SECRET-KEY-1", "email": "me@example.org"})

    assert "SECRET" not in str(caught.value) + caught.value.answer + caught.value.url
    assert caught.value.url == f"{URL}?q=x"


def deflated(data, bits):
    squeezer = zlib.compressobj(wbits=bits)
    return squeezer.compress(data) + squeezer.flush()


@pytest.mark.parametrize(
    ("coding", "squeeze"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:])),
        ("deflate", zlib.compress),
        ("deflate", lambda data: deflated(data, -15)),
        ("identity", bytes),
        ("identity", gzip.compress),
        ("gzip", lambda data: gzip.compress(gzip.compress(data))),
    ],
)
def test_a_compressed_body_is_inflated(coding, squeeze, tmp_path):
    plain = b"lanreotide autogel " * 20_000

    def answer(request):
        return streamed(squeeze(plain), coding)

    client, _ = client_for(answer, tmp_path)

    assert client.get(URL).body == plain


def streamed(body, coding):
    pieces = (body[start : start + 1_000] for start in range(0, len(body), 1_000))
    return httpx.Response(200, content=pieces, headers={"Content-Encoding": coding})


@pytest.mark.parametrize(
    ("body", "coding", "said"),
    [
        (gzip.compress(bytes(50_000_000), mtime=0), "gzip", "larger than 20,000,000 bytes"),
        (zlib.compress(bytes(50_000_000)), "deflate", "larger than 20,000,000 bytes"),
        (bytes(20_000_001), "", "larger than 20,000,000 bytes"),
        (gzip.compress(gzip.compress(bytes(50_000_000))), "gzip", "larger than 20,000,000 bytes"),
        (gzip.compress(bytes(50_000_000)), "", "larger than 20,000,000 bytes"),
        (b"anything", "br", "in the coding 'br'"),
        (b"anything", "gzip, gzip", "did not ask for"),
        (b"not gzip at all", "gzip", "not the gzip that it says"),
        (gzip.compress(b"whole" * 99, mtime=0)[:-9], "gzip", "ends in the middle"),
    ],
)
@pytest.mark.threat("T24")
def test_a_body_that_cannot_be_used_is_named(body, coding, said, tmp_path):
    client, _ = client_for(lambda request: streamed(body, coding), tmp_path)

    with pytest.raises(FetchError, match=said):
        client.get(URL)


@pytest.mark.threat("T23")
def test_a_body_that_drips_is_given_up(tmp_path):
    def answer(request):
        return httpx.Response(200, content=drip())

    def drip():
        while True:
            time.sleep(29)
            yield b"x"

    client, time = client_for(answer, tmp_path, limits=Limits(deadline=300))

    with pytest.raises(FetchError, match="only 1 bytes came in 29 s"):
        client.get(URL)

    assert time.clock() - NOW.timestamp() < 400


def test_the_clock_of_the_page_is_aware(tmp_path):
    client, _ = client_for([httpx.Response(200)], tmp_path, now=None)

    assert client.get(URL).retrieved.tzinfo is UTC
    assert client.get(URL).retrieved > datetime(2020, 1, 1, tzinfo=UTC)


def test_a_slot_that_was_slept_through_is_given_up(tmp_path):
    time = FakeTime()
    oversleeps = iter([0.2, 0.0, 0.0])
    gate = Gate(tmp_path, time.clock, lambda seconds: time.sleep(seconds + next(oversleeps)))
    client = Client("test", 0.5, gate=gate, transport=httpx.MockTransport(as_a_stream(lambda _: httpx.Response(200))))

    client.get(URL)
    client.get(URL)

    assert time.slept == [0.7, 0.3]  # half a second after the slot that was missed


@pytest.mark.threat("T43")
def test_a_request_that_is_shown_says_neither_where_it_goes_nor_what_it_carries():
    said = {"api_key": "hush-1"}
    ask = Ask(
        method="POST",
        url="https://a.example/?t=hush-2",
        begun=0.0,
        end=1.0,
        private=False,
        headers={"x-key": "hush-3"},
        data=said,
        json=said,
        secrets=("hush-4",),
    )

    assert "hush" not in repr(ask)
