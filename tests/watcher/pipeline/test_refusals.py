"""What becomes of a message, whatever Slack or a mail server says of it: sent, tried again, kept until it is mended, or a doubt."""

from datetime import timedelta

import pytest
from fake_mail import mail_to, scripted

import fake_slack
import samples
from digests.channels.slack import Channel as Slack
from fakes import NOW
from watcher.pipeline.deliver import LONGEST_RETRY, MENDED, SETTLE, send_due
from watcher.store.store import Store

# Every error that Slack documents of chat.postMessage, by what becomes of the message:
# https://docs.slack.dev/reference/methods/chat.postMessage
MENDABLE = """
    access_denied accesslimited account_inactive as_user_not_supported attachment_payload_limit_exceeded channel_not_found deprecated_endpoint
    ekm_access_denied enterprise_is_restricted invalid_arg_name invalid_array_arg invalid_auth invalid_charset invalid_form_data invalid_json
    invalid_post_type is_archived is_inactive json_not_object markdown_text_conflict messages_tab_disabled method_deprecated missing_post_type
    missing_scope no_permission not_allowed_token_type not_authed not_in_channel restricted_action restricted_action_read_only_channel
    restricted_action_thread_only_channel slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked
    slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
    slack_connect_lists_sharing_blocked team_access_not_granted team_not_found token_expired token_revoked too_many_attachments
    too_many_contact_cards two_factor_setup_required unknown_method user_not_found an_error_that_nobody_knew
""".split()
PASSING = "external_channel_migrating message_limit_exceeded org_login_required rate_limited ratelimited team_added_to_org".split()
DOUBTFUL = """
    duplicate_channel_not_found duplicate_message_not_found fatal_error internal_error request_timeout service_unavailable
""".split()
UNFIT = """
    block_mismatch invalid_arguments invalid_blocks invalid_blocks_format invalid_metadata_format invalid_metadata_schema
    metadata_must_be_sent_from_app metadata_too_large msg_blocks_too_long msg_too_long no_text
""".split()
UNANSWERABLE = """
    cannot_reply_to_message invalid_thread_ts message_not_found restricted_action_non_threadable_channel restricted_action_thread_locked
    thread_not_found
""".split()
# What conversations.history and conversations.replies add to these.
UNLOOKED = """
    channel_not_found invalid_cursor invalid_limit invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest
    method_not_supported_for_channel_type missing_scope not_in_channel team_access_not_granted
""".split()


@pytest.fixture(scope="module")
def workspace():
    with fake_slack.running() as opened:
        yield opened


@pytest.fixture
def slack(workspace):
    workspace.posted, workspace.faults, workspace.refusals = [], [], {}
    yield workspace
    workspace.refusals = {}


class Waiting:
    """A parent and its answer in an outbox, and what is made of them at a time."""

    def __init__(self, store, channel):
        self.store, self.channel = store, channel
        store.outbox.post(channel.render(samples.quiet()), now=NOW)

    def at(self, after):
        """Send what is due so long after, and return the states of all."""
        send_due(self.store, {self.channel.name: self.channel}, lambda: NOW + after)
        return [one.state for one in self.store.outbox.deliveries()]


@pytest.fixture
def waiting(slack):
    channel = Slack(
        name="team", channel="C0TEST", token=fake_slack.TOKEN, base_url=slack.base_url, allow_private_hosts=True
    )
    with Store.open(":memory:") as store:
        yield Waiting(store, channel)


SENT = ["sent", "sent"]
SOON = timedelta(seconds=1)


@pytest.mark.parametrize("code", MENDABLE)
def test_what_a_person_has_to_mend_waits_for_it_and_is_tried_hourly(slack, waiting, code):
    slack.faults = [f"refused: {code}"] * 2

    assert waiting.at(SOON) == ["failed", "pending"]
    assert waiting.at(SOON + MENDED) == ["failed", "pending"]
    assert len(slack.posted) == 0
    assert waiting.at(SOON + 2 * MENDED) == SENT
    assert len(slack.posted) == 2


@pytest.mark.parametrize("code", [*PASSING, "status 429", "status 403", "status 404", "status 407", "status 302"])
def test_what_passes_is_tried_again_by_itself_and_nobody_is_asked(slack, waiting, code):
    slack.faults = [code if code.startswith("status") else f"refused: {code}"]

    assert waiting.at(SOON) == ["pending", "pending"]
    assert waiting.at(timedelta(minutes=15)) == SENT
    assert len(slack.posted) == 2


@pytest.mark.parametrize("code", [*DOUBTFUL, "status 200", "status 500", "status 502", "status 503", "status 504"])
def test_what_may_have_been_posted_is_looked_for_first(slack, waiting, code):
    slack.faults = [code if code.startswith("status") else f"refused: {code}"]

    assert waiting.at(SOON) == ["uncertain", "pending"]
    assert waiting.at(SETTLE) == ["uncertain", "pending"]
    assert waiting.at(SETTLE + 2 * SOON) == SENT
    assert len(slack.posted) == 2


@pytest.mark.parametrize("code", UNFIT)
def test_what_slack_does_not_take_as_it_is_written_goes_out_more_plainly_at_once(slack, waiting, code):
    slack.faults = [f"refused: {code}"]

    assert waiting.at(SOON) == SENT
    assert len(slack.posted) == 2


@pytest.mark.parametrize("code", UNANSWERABLE)
def test_an_answer_that_its_thread_does_not_take_stands_by_itself_and_is_found_there(slack, waiting, code):
    slack.faults = ["", f"refused: {code}", "accepted, then reset"]

    assert waiting.at(SOON) == ["sent", "uncertain"]
    assert waiting.at(SETTLE + 2 * SOON) == SENT
    parent, answer = slack.posted
    assert "thread_ts" not in answer
    assert parent["ts"] != answer["ts"]


def test_an_answer_whose_parent_somebody_deleted_stands_by_itself(slack, waiting):
    slack.faults = ["", "ratelimited"]
    assert waiting.at(SOON) == ["sent", "pending"]
    slack.posted.clear()

    assert waiting.at(timedelta(minutes=5)) == SENT
    assert ["thread_ts" in one for one in slack.posted] == [False]


@pytest.mark.parametrize("code", UNLOOKED)
@pytest.mark.parametrize("is_doubtful", [False, True])
def test_where_slack_cannot_be_asked_nothing_is_posted_twice(slack, waiting, code, is_doubtful):
    if is_doubtful:
        slack.faults = ["accepted, then 500"]
        waiting.at(SOON)
    slack.refusals = {"conversations.history": code}

    assert waiting.at(MENDED) == ["uncertain" if is_doubtful else "failed", "pending"]
    assert len(slack.posted) == int(is_doubtful)
    slack.refusals = {}
    assert waiting.at(SOON + 2 * MENDED) == SENT
    assert len(slack.posted) == 2


# What a mail server says, to which of our words ("" is its greeting, "." the message's end), and what becomes of the message.
REPLIES = [
    ("RCPT", "251 user not local, will forward", "sent"),
    ("RCPT", "252 cannot verify, will take it", "sent"),
    ("MAIL", "200 fine", "sent"),
    ("MAIL", "250 2.1.0 sender fine", "sent"),
    (".", "250 2.0.0 queued", "sent"),
    (".", "251 queued elsewhere", "sent"),
    (".", "299 as you like", "sent"),
    ("QUIT", "500 what", "sent"),
    ("QUIT", "421 4.4.2 going", "sent"),
    ("DATA", "355 go on", "sent"),
    ("", "421 too busy", "pending"),
    ("", "450 4.3.2 overloaded", "pending"),
    ("EHLO", "421 going down", "pending"),
    ("MAIL", "451 4.3.0 local error", "pending"),
    ("MAIL", "452 4.3.1 disk full", "pending"),
    ("RCPT", "421 4.7.0 too many connections", "pending"),
    ("RCPT", "450 4.2.0 greylisted", "pending"),
    ("RCPT", "451 4.7.1 greylisted", "pending"),
    ("RCPT", "452 4.2.2 mailbox full", "pending"),
    ("RCPT", "450 5.1.1 the first digit counts", "pending"),
    ("RCPT", "354 not yet asked for", "pending"),
    ("RCPT", "150 preliminary", "pending"),
    ("RCPT", "25", "pending"),
    ("RCPT", "hello", "pending"),
    ("DATA", "250 no", "pending"),
    ("DATA", "451 4.3.0 later", "pending"),
    (".", "421 4.3.0 going down", "pending"),
    (".", "451 4.7.0 try later", "pending"),
    (".", "452 4.3.1 no room", "pending"),
    ("", "554 5.3.2 no mail here", "failed"),
    ("EHLO", "550 5.7.1 who are you", "failed"),
    ("MAIL", "501 5.1.7 sender's syntax", "failed"),
    ("MAIL", "530 5.7.0 authenticate", "failed"),
    ("MAIL", "550 5.7.1 sender refused", "failed"),
    ("MAIL", "552 5.3.4 too big", "failed"),
    ("RCPT", "550 5.1.1 nobody of that name", "failed"),
    ("RCPT", "551 5.1.6 has moved", "failed"),
    ("RCPT", "553 5.1.3 syntax", "failed"),
    ("RCPT", "554 5.7.1 relay denied", "failed"),
    ("RCPT", "550 4.4.1 the first digit counts", "failed"),
    ("DATA", "503 5.5.1 nobody to send to", "failed"),
    (".", "550 5.7.26 not authenticated", "failed"),
    (".", "552 5.2.2 over quota", "failed"),
    (".", "554 5.6.0 content refused", "failed"),
    (".", "354 go on", "uncertain"),
    (".", "150 wait", "uncertain"),
    (".", "999 what", "uncertain"),
    (".", "hello", "uncertain"),
]


@pytest.mark.parametrize(("word", "reply", "state"), REPLIES)
def test_what_a_mail_server_says_decides_by_its_first_digit(word, reply, state):
    said = {word: [f"{reply}\r\n".encode()]} | ({"HELO": [f"{reply}\r\n".encode()]} if word == "EHLO" else {})
    with Store.open(":memory:") as store, scripted(said) as port:
        waiting = Waiting(store, mail_to(port))
        assert waiting.at(SOON) == [state]
        (delivery,) = store.outbox.deliveries()

    due = {"pending": (timedelta(minutes=5), LONGEST_RETRY), "failed": (MENDED, MENDED)}.get(state)
    if due:
        assert due[0] <= delivery.not_before - NOW - SOON <= due[1]
        assert reply.partition(" ")[2] in delivery.error


def test_a_doubtful_mail_is_held_for_a_person_and_never_sent_again():
    with Store.open(":memory:") as store, scripted({".": [b"999 what\r\n"]}) as port:
        waiting = Waiting(store, mail_to(port))

        assert [waiting.at(SOON), waiting.at(SETTLE + 2 * SOON), waiting.at(timedelta(days=3))] == [
            ["uncertain"],
            ["held"],
            ["held"],
        ]
