import contextlib
import functools
import http.server
from concurrent.futures import ThreadPoolExecutor

import httpcore
import pytest
from fake_service import listening

from fakes import NOW, FakeTime
from watcher.errors import FetchError
from watcher.web import Client, guard
from watcher.web.gate import Gate
from watcher.web.guard import BoundedStream, Deadline, GuardedBackend, GuardedTransport, Reach, is_allowed
from watcher.web.request import Limits, retry_after
from watcher.web.urls import forbidden, public, secret_values, without

SECRET_NAMES = """auth sig password token key api-key apiKey access_token accessToken X-Amz-Signature pwd jwt user email mailto session
hash sas otp client_secret feed_token rss-key authorization""".split()
PUBLIC = ["130.14.29.110", "8.8.8.8", "2607:f220:41e:4290::110", "192.0.3.1", "100.63.255.255", "172.32.0.1"]
PRIVATE = ["127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "::1", "fd00::1"]
NEVER = """0.0.0.0 0.1.2.3 100.64.0.1 169.254.169.254 192.0.0.8 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255
198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::2 64:ff9b::7f00:1 64:ff9b:1::1
100::1 2001::1 2001:db8::1 2002:7f00:1::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ::ffff:169.254.169.254
::ffff:0.0.0.0""".split()


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.threat("T31")
def test_a_public_address_is_within_reach(address):
    assert (is_allowed(address, Reach.PUBLIC), is_allowed(address, Reach.PRIVATE)) == (True, False)


@pytest.mark.parametrize("address", [*PRIVATE, "::ffff:127.0.0.1", "::ffff:10.0.0.1"])
def test_a_private_address_is_reached_only_where_allowed(address):
    reached = [is_allowed(address, reach) for reach in (Reach.PUBLIC, Reach.PRIVATE, Reach.BOTH)]

    assert reached == [False, True, True]


@pytest.mark.parametrize("address", NEVER)
@pytest.mark.threat("T31")
def test_a_special_address_is_never_reached(address):
    assert not any(is_allowed(address, reach) for reach in Reach)


def test_certificates_are_read_once_for_all_sources(monkeypatch):
    read = []
    monkeypatch.setattr("httpx.create_ssl_context", lambda **options: read.append(options))
    monkeypatch.setattr(guard, "_read_trust", functools.cache(guard._read_trust.__wrapped__))

    for reach in (Reach.PUBLIC, Reach.BOTH, Reach.PRIVATE):
        GuardedTransport(reach).close()

    assert read == [{"trust_env": False}]


class Greeter(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked += 1
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello" if self.path != "/cut" else b"he")

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def serving(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.asked = 0
    with listening(server):
        yield server


@pytest.fixture
def greeter():
    with serving(Greeter) as server:
        yield server


def client(tmp_path, **options):
    time = FakeTime()
    return Client("test", 0, gate=Gate(tmp_path, time.clock, time.sleep), limits=Limits(tries=2), **options)


def test_the_next_request_keeps_its_distance_from_one_that_was_long_in_connecting(greeter, tmp_path):
    time = FakeTime()

    def far_away(host, port):
        time.sleep(0.3)
        return ["127.0.0.1"]

    gate, transport = Gate(tmp_path, time.clock, time.sleep), GuardedTransport(Reach.PRIVATE, far_away)
    with Client("test", 0.5, gate=gate, transport=transport, allow_private_hosts=True) as own:
        for _ in range(3):
            own.get(f"http://localhost:{greeter.server_port}/")

    assert time.slept == [0.3, 0.5, 0.3, 0.5, 0.3]


def test_a_server_of_the_users_own_is_asked_where_allowed(greeter, tmp_path):
    with client(tmp_path, allow_private_hosts=True) as own:
        assert own.get(f"http://localhost:{greeter.server_port}/").body == b"hello"


@pytest.mark.threat("T31")
def test_without_leave_a_private_server_is_never_connected_to(greeter, tmp_path):
    with client(tmp_path) as strict, pytest.raises(FetchError, match="allow_private_hosts = true"):
        strict.get(f"http://127.0.0.1:{greeter.server_port}/")
    with client(tmp_path) as strict, pytest.raises(FetchError, match=r"leads to 127.0.0.1"):
        strict.get("https://127.0.0.1/")

    assert greeter.asked == 0


def test_a_body_that_is_cut_short_on_the_line_is_a_failure(greeter, tmp_path):
    with client(tmp_path, allow_private_hosts=True) as own, pytest.raises(FetchError, match="gave up after 2 tries"):
        own.get(f"http://127.0.0.1:{greeter.server_port}/cut")


@pytest.mark.threat("T32")
def test_a_name_that_changes_its_mind_is_asked_once_and_connected_where_it_was_checked(greeter):
    answers = [["127.0.0.1"], ["169.254.169.254"]]
    backend = GuardedBackend(Reach.PRIVATE, lambda host, port: answers.pop(0))

    stream = backend.connect_tcp("rebinding.example.org", greeter.server_port, 5)

    assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
    assert answers == [["169.254.169.254"]]
    stream.close()


def test_one_bad_address_among_good_ones_is_enough_to_refuse(greeter):
    backend = GuardedBackend(Reach.PRIVATE, lambda host, port: ["127.0.0.1", "169.254.169.254"])

    with pytest.raises(Exception, match=r"leads to 169.254.169.254, and we ask private addresses only"):
        backend.connect_tcp("mixed.example.org", greeter.server_port, 5)


def test_a_name_that_is_not_found_is_a_failure_that_may_pass(tmp_path):
    with client(tmp_path) as strict, pytest.raises(FetchError, match="gave up after 2 tries"):
        strict.get("https://no-such-host.invalid/")


@pytest.mark.threat("T23")
def test_headers_that_drip_end_with_the_request(tmp_path):
    time = FakeTime()

    class Dripping(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Endless: ")
            with contextlib.suppress(OSError):
                while True:
                    time.sleep(1)
                    self.wfile.write(b"x" * 100)

        def log_message(self, *args):
            pass

    gate, limits = Gate(tmp_path, time.clock, time.sleep), Limits(deadline=5)
    own = Client("test", 0, gate=gate, limits=limits, allow_private_hosts=True)
    with serving(Dripping) as server, own, pytest.raises(FetchError, match="no answer in time; gave up after 1 try"):
        own.get(f"http://127.0.0.1:{server.server_port}/")


class Recorder(httpcore.NetworkStream):
    """A connection on which every step takes ten seconds; keeps what each was allowed."""

    def __init__(self, time):
        self.time, self.steps = time, []

    def read(self, max_bytes, timeout=None):
        return self._step("read", timeout) or b"x"

    def write(self, buffer, timeout=None):
        self._step(len(buffer), timeout)

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        self._step("tls", timeout)
        return self

    def _step(self, what, timeout):
        self.steps.append((what, timeout))
        self.time.sleep(10)


def test_every_step_of_a_connection_keeps_the_deadline():
    time, deadline = FakeTime(), Deadline()
    deadline.left = lambda: NOW.timestamp() + 45 - time.clock()
    recorder = Recorder(time)

    stream = BoundedStream(recorder, deadline).start_tls(None, timeout=30)
    stream.write(b"x" * 20_000, timeout=30)
    stream.read(1, timeout=30)
    stream.read(1)
    with pytest.raises(httpcore.ReadTimeout):
        stream.read(1, timeout=30)

    assert recorder.steps == [("tls", 30), (16_384, 30), (3_616, 25), ("read", 15), ("read", 5)]


def test_the_deadline_of_a_request_is_not_that_of_another_thread():
    deadline = Deadline()
    deadline.left = lambda: 0.0

    with ThreadPoolExecutor(1) as other:
        assert other.submit(deadline.bound, 30.0).result() == 30.0


def test_no_address_is_tried_once_the_time_is_up(greeter):
    deadline = Deadline()
    deadline.left = lambda: 0.0
    backend = GuardedBackend(Reach.PRIVATE, lambda host, port: ["127.0.0.1"], deadline)

    with pytest.raises(httpcore.ReadTimeout):
        backend.connect_tcp("slow.example.org", greeter.server_port, 5)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None), ("", None), ("soon", None), ("-5", None), ("1e9", None), ("nan", None), ("٣", None), ("0", 0),
        ("1", 1), (" 30 ", 30), ("1.5", 1.5), ("900", 900), ("901", 900), ("99999999999999999999", 900),
        ("Mon, 23 Nov 2026 06:00:10 GMT", 10), ("Mon, 23 Nov 2026 05:00:00 GMT", 0), ("Mon, 23 Nov 2026 06:00:10", 10),
        ("Monday, 23-Nov-26 06:00:10 GMT", 10), ("Mon, 23 Nov 2026 99:00:00 GMT", None), ("Tue, 01 Jan 2999 00:00:00 GMT", 900),
        ("Mon, 23 Nov 2026 07:00:10 +0100", 10), ("2026-11-23T06:00:10Z", None),
    ],
)  # fmt: skip
@pytest.mark.threat("T22")
def test_retry_after_is_read_in_every_form(value, seconds):
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.org/x?q=1&api_key=S&page=2", "https://a.org/x?q=1&page=2"),
        *((f"https://a.org/x?q=1&{name}=S", "https://a.org/x?q=1") for name in SECRET_NAMES),
        *((f"https://a.org/x;{name}=S?q=1", "https://a.org/x?q=1") for name in SECRET_NAMES),
        ("https://a.org/x?q=1&zzz=anything", "https://a.org/x?q=1"),
        ("https://a.org/x?5f3a9c00d1", "https://a.org/x"),
        ("https://a.org/x?id=12,13&id=5f3a9c00d1", "https://a.org/x?id=12%2C13"),
        ("https://a.org/x#5f3a9c00d1", "https://a.org/x"),
        ("https://a.org/x?mailto=me%40b.org", "https://a.org/x"),
        ("https://u:p@a.org/x?q=a b", "https://a.org/x?q=a b"),
        ("https://a.org/x;token=S;v=1?q=1", "https://a.org/x;v=1?q=1"),
        ("https://a.org/x#token=S", "https://a.org/x"),
    ],
)
@pytest.mark.threat("T43")
def test_an_address_is_shown_without_its_secrets(url, shown):
    assert public(url) == shown


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        *((f"https://a.org/x?q=word&{name}=word", ("word",)) for name in SECRET_NAMES),
        ("https://a.org/x#auth=S3cret", ("S3cret",)),
        ("https://a.org/x;sig=S3cret", ("S3cret",)),
        ("https://a.org/x?5f3a9c00d1", ("5f3a9c00d1",)),
        ("https://a.org/x?zzz=5f3a9c00d1", ("5f3a9c00d1",)),
        ("https://a.org/x?zzz=oncology", ("zzz=oncology",)),
        ("https://a.org/x?q=lanreotide&db=pubmed&id=40001234", ()),
        ("https://[", ()),
    ],
)
def test_what_an_address_holds_of_a_secret_is_known_by_its_name_or_by_its_looks(url, secrets):
    assert secret_values(url) == secrets


def test_a_secret_is_taken_out_however_a_text_spells_it():
    text = "a/b c+d&e a%2Fb+c%2Bd%26e a%2Fb%20c%2Bd%26e a/b c+d&amp;e"

    assert without(text, ("a/b c+d&e",)) == "*** *** *** ***"


def test_plain_http_needs_leave():
    assert "allow_private_hosts" in forbidden("http://a.org/", private=False)
    assert forbidden("http://a.org:8080/", private=True) == ""
    assert forbidden("https://a.org:443/", private=False) == ""
    assert forbidden("https://a.org:99999/", private=True).startswith("it is no address")
