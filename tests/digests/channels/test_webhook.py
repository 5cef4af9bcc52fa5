"""A webhook's reader can check who sent a message and know a repetition; a card of Teams holds no markup of others."""

import hashlib
import hmac
import json
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jsonschema
import pytest
from fake_service import listening

import samples
from digests.channels import call, teams, webhook
from digests.channels.webhook import signature
from watcher.errors import DeliveryError
from watcher.model import Announcement
from watcher.redact import without_secrets

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "webhook.schema.json").read_text(encoding="utf-8"))
NOTICE = Announcement(
    key="f" * 32, subject="SORENTO: results posted", text="What\nhttps://example.org/a", at=samples.NOW
)
HOSTILE = "[click](https://evil.example) **bold** <at>everyone</at> &lt;b&gt; \u202egnp.exe"


class Reader:
    """An address that keeps what it was sent, and answers as it is told to."""

    def __init__(self):
        self.heard, self.answers = [], []
        reader = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                reader.heard.append((dict(self.headers), body))
                status, headers = reader.answers.pop(0) if reader.answers else (202, {})
                if status is None:
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def channel(self, kind=webhook, **options):
        url = f"http://127.0.0.1:{self.server.server_port}/services/s3cret"
        return kind.Channel(name="team", base_url=url, allow_private_hosts=True, **options)


@pytest.fixture
def reader():
    made = Reader()
    with listening(made.server):
        yield made


@pytest.mark.parametrize("made", [samples.digest(), samples.quiet(), replace(samples.quiet(), short=True)])
def test_what_is_posted_is_as_the_schema_says(made):
    (message,) = samples.channel("webhook").render(made)
    told = json.loads(message.body)

    jsonschema.validate(told, SCHEMA)
    assert (told["event"], told["key"], told["digest"]["key"]) == ("digest", message.key, made.key)
    (notice,) = samples.channel("webhook").notice(replace(NOTICE, answers=message))
    jsonschema.validate(json.loads(notice.body), SCHEMA)
    assert json.loads(notice.body)["answers"] == message.key


def test_a_message_is_signed_and_can_be_known_again(reader):
    channel = reader.channel(secret="It's a Secret to Everybody")
    (message,) = channel.render(samples.quiet())

    receipt = channel.send(message)

    ((headers, body),) = reader.heard
    assert receipt.reference == "HTTP 202"
    assert headers["Idempotency-Key"] == message.key
    expected = hmac.new(b"It's a Secret to Everybody", body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={expected}"


def test_the_signature_is_that_of_github():
    # The example of https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
    assert (
        signature("It's a Secret to Everybody", b"Hello, World!")
        == "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    )


@pytest.mark.parametrize("kind", [webhook, teams])
@pytest.mark.parametrize(
    ("status", "headers", "sent", "permanent", "wait"),
    [
        (400, {}, False, True, None),
        (404, {}, False, True, None),
        (413, {}, False, True, None),
        (307, {"Location": "http://127.0.0.1:1/"}, False, True, None),
        (429, {"Retry-After": "120"}, False, False, 120.0),
        (503, {"Retry-After": "nan"}, False, False, None),
        (429, {"Retry-After": "99999999"}, False, False, 21600.0),
        (500, {}, None, False, None),
        (None, {}, None, False, None),
    ],
)
def test_each_answer_says_whether_it_arrived(reader, kind, status, headers, sent, permanent, wait):
    reader.answers.append((status, headers))
    channel = reader.channel(kind)

    with pytest.raises(DeliveryError) as caught:
        channel.send(channel.render(samples.quiet())[0])

    assert (caught.value.sent, caught.value.permanent, caught.value.retry_after) == (sent, permanent, wait)
    assert "s3cret" not in str(caught.value)
    assert len(reader.heard) == 1


@pytest.mark.parametrize("idempotent", [False, True])
def test_what_may_have_arrived_is_sent_again_only_where_its_reader_knows_a_repetition(idempotent):
    assert samples.channel("webhook").searchable is False
    assert webhook.Channel(name="team", base_url="https://h.example/", idempotent=idempotent).searchable is idempotent


def test_a_card_holds_text_of_others_in_runs_without_markup():
    digest = samples.digest()
    core = samples.section("core")
    hostile = tuple(replace(entry, title=HOSTILE, url="javascript:alert(1)") for entry in core.entries)
    sections = tuple(replace(one, entries=hostile) if one.name == "core" else one for one in digest.sections)

    card = _card(samples.channel("teams").render(replace(digest, sections=sections))[0])

    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    runs = [run for block in card["body"] for run in block["inlines"]]
    assert {run["type"] for run in runs} == {"TextRun"}
    assert "\u202e" not in "".join(run["text"] for run in runs)
    ways = [run["selectAction"]["url"] for run in runs if "selectAction" in run]
    assert ways
    assert all(url.startswith("https://") for url in ways)


def test_a_card_fits_what_teams_takes_and_says_how_much_it_leaves_out():
    core = samples.section("core").entries[0]
    many = tuple(replace(core, item=number, title=f"{number} " + "long " * 200) for number in range(100, 140))
    sections = (replace(samples.section("core"), entries=many),)

    (message,) = samples.channel("teams").render(replace(samples.digest(), sections=sections))

    assert len(message.body) <= 26_000
    assert any("more" in run["text"] for block in _card(message)["body"] for run in block["inlines"])


def test_a_notice_is_a_card_whose_address_is_a_link(reader):
    channel = reader.channel(teams)

    channel.send(channel.notice(NOTICE)[0])

    ((headers, body),) = reader.heard
    card = json.loads(body)["attachments"][0]["content"]
    texts = [run["text"] for block in card["body"] for run in block["inlines"]]
    assert headers["Content-Type"] == "application/json"
    assert texts == ["SORENTO: results posted", "What", "https://example.org/a"]
    assert card["body"][-1]["inlines"][0]["selectAction"]["url"] == "https://example.org/a"


def _card(message):
    (attachment,) = json.loads(message.body)["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    return attachment["content"]


@pytest.mark.parametrize("kind", [call, teams, webhook], ids=lambda kind: kind.__name__)
def test_an_address_which_may_be_a_secret_is_in_no_text(kind):
    address = f"https://hooks.example.org/services/sesame-opens-{kind.TITLE}"

    channel = kind.Channel(name="team", base_url=address)

    assert "sesame" not in without_secrets(f"could not reach {address}")
    assert "sesame" not in repr(channel)
