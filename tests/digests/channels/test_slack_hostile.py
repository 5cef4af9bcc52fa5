"""Whatever answers in Slack's place: no secret is passed on, nothing goes on for ever, and each failure says what is known."""

import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import fake_slack
import samples
from digests.channels.slack import Channel, _api
from watcher.errors import DeliveryError

MESSAGE = Channel(name="net", channel="C0TEST", token=fake_slack.TOKEN).render(samples.quiet())[0]
ME = {"ok": True, "user_id": "U1", "bot_id": "B1"}


class Impostor:
    """A server that answers each method with what a test says: (status, headers, pieces of the body)."""

    def __init__(self):
        self.asked, self.answers = [], {}
        impostor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                method = self.path.rpartition("/")[2]
                impostor.asked.append((method, self.headers.get("Authorization")))
                status, headers, body = impostor.answers.get(method, (200, {}, [json.dumps(ME).encode()]))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    for piece in body:
                        self.wfile.write(piece)
                except OSError:
                    self.close_connection = True

            def do_GET(self):
                self.do_POST()

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base_url = f"http://127.0.0.1:{self.server.server_port}/api/"


@pytest.fixture
def impostors():
    made = []

    def make():
        one = Impostor()
        threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        made.append(one)
        return one

    yield make
    for one in made:
        one.server.shutdown()
        one.server.server_close()


def channel(impostor, **given):
    options = {"name": "net", "channel": "C0TEST", "token": fake_slack.TOKEN, "allow_private_hosts": True, "timeout": 2}
    return Channel(**{**options, "base_url": impostor.base_url, **given})


def said(answer):
    return [json.dumps(answer).encode()]


@pytest.mark.threat("T34")
def test_the_token_goes_to_no_host_that_a_redirect_names(impostors):
    slack, other = impostors(), impostors()
    for status in (301, 302, 307, 308):
        slack.answers["chat.postMessage"] = (status, {"Location": f"{other.base_url}chat.postMessage"}, [])
        with pytest.raises(DeliveryError, match="is not Slack's"):
            channel(slack).send(MESSAGE)

    assert other.asked == []


def test_a_host_of_ones_own_is_asked_only_where_that_is_allowed(impostors):
    slack = impostors()

    with pytest.raises(DeliveryError, match="only for servers of your own") as caught:
        channel(slack, allow_private_hosts=False).send(MESSAGE)

    assert (caught.value.sent, slack.asked) == (False, [])


@pytest.mark.parametrize(
    ("status", "headers", "body", "says", "sent"),
    [
        (200, {}, [b"x" * 1_000_000] * 40, "larger than 8,000,000 bytes", None),
        (200, {"Content-Encoding": "gzip"}, [b"no gzip"], "not the gzip that it says", None),
        (
            200,
            {"Content-Type": "application/json; charset=x-unknown"},
            [b'{"ok": true}'],
            "form that we do not know",
            None,
        ),
        (200, {}, [b"[" * 200_000], "Slack", None),
        (200, {}, [b"[]"], "Slack", None),
        (200, {}, said({"ok": True, "ts": "1" * 20}), "without the message's time", None),
        (200, {}, said({"ok": True, "ts": "9" * 20 + ".1"}), "without the message's time", None),
        (200, {}, said({"ok": True, "ts": None}), "form that we do not know", None),
        (429, {"Retry-After": "nan"}, said({"ok": False, "error": "ratelimited"}), "wait 60 s", False),
        (429, {"Retry-After": "inf"}, said({"ok": False, "error": "ratelimited"}), "wait 60 s", False),
        (429, {"Retry-After": "-5"}, said({"ok": False, "error": "ratelimited"}), "wait 1 s", False),
        (429, {"Retry-After": "99999999"}, said({"ok": False, "error": "ratelimited"}), "wait 900 s", False),
    ],
)
def test_an_odd_answer_to_a_message_is_a_failure_that_says_what_is_known(impostors, status, headers, body, says, sent):
    slack = impostors()
    slack.answers["chat.postMessage"] = (status, headers, body)

    with pytest.raises(DeliveryError, match=says) as caught:
        channel(slack).send(MESSAGE)

    assert caught.value.sent is sent


@pytest.mark.threat("T23")
def test_an_answer_that_drips_ends_with_its_time(impostors):
    slack, go_on = impostors(), threading.Event()

    def drip():
        while not go_on.wait(0.05):
            yield b" "

    slack.answers["chat.postMessage"] = (200, {}, drip())

    with pytest.raises(DeliveryError) as caught:
        channel(slack, timeout=1).send(MESSAGE)
    go_on.set()

    assert caught.value.sent is None


@pytest.mark.parametrize("messages", [None, {}, [None], "x"])
def test_a_page_of_another_form_is_no_proof_that_a_message_is_not_there(impostors, messages):
    slack = impostors()
    slack.answers["conversations.history"] = (200, {}, said({"ok": True, "messages": messages}))

    with pytest.raises(DeliveryError) as caught:
        channel(slack).find(MESSAGE)

    assert caught.value.sent is False


@pytest.mark.parametrize(
    "odd", [{"ts": None}, {"ts": "9" * 30 + ".1"}, {"blocks": "x"}, {"blocks": [None]}, {"metadata": []}]
)
def test_a_message_of_another_form_is_passed_over(impostors, odd):
    slack = impostors()
    ours = {"user": "U1", "bot_id": "B1", "ts": "1.2", **odd}
    slack.answers["conversations.history"] = (200, {}, said({"ok": True, "messages": [ours]}))

    assert channel(slack).find(MESSAGE) is None


def test_a_cursor_without_end_ends(impostors, monkeypatch):
    slack = impostors()
    monkeypatch.setattr(_api, "_PAGES", 5)
    endless = {"ok": True, "messages": [], "response_metadata": {"next_cursor": "again"}}
    slack.answers["conversations.history"] = (200, {}, said(endless))

    with pytest.raises(DeliveryError, match="more than 1,000 messages"):
        channel(slack).find(MESSAGE)

    assert len(slack.asked) == 1 + 5


@pytest.mark.threat("T34")
def test_no_proxy_of_the_environment_sees_a_message(impostors, monkeypatch):
    slack, proxy = impostors(), impostors()
    slack.answers["chat.postMessage"] = (200, {}, said({"ok": True, "ts": "1.2"}))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.base_url)

    assert channel(slack).send(MESSAGE).reference == "1.2"
    assert proxy.asked == []


@pytest.mark.threat("T43")
def test_the_library_writes_neither_token_nor_message_into_the_log(impostors, caplog):
    caplog.set_level(logging.DEBUG)  # not by the attribute: what a logger once took is kept until it is set
    server = impostors()
    server.answers["chat.postMessage"] = (200, {}, said({"ok": False, "error": "invalid_blocks"}))

    with pytest.raises(DeliveryError):
        channel(server).send(MESSAGE)

    assert [record.name for record in caplog.records if "slack" in record.name] == []
    assert fake_slack.TOKEN not in caplog.text
