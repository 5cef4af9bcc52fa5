"""Whatever a mail server says: no reply goes on for ever, and what cannot be read is a doubt."""

import threading

import pytest
from fake_mail import mail_to, scripted

import samples
from watcher.errors import DeliveryError


def endless():
    while True:
        yield b"250-" + b"x" * 4_000 + b"\r\n"


def drip():
    """Yield a byte at a time, at a slow server's pace; the client's own time ends it."""
    while not threading.Event().wait(0.02):
        yield b"2"


def sent(said):
    with scripted(said) as port:
        channel = mail_to(port, patience=1)
        return channel.send(channel.render(samples.quiet())[0])


def test_a_server_that_takes_it_is_believed():
    assert sent({}).reference == "250 taken"
    assert sent({".": [b"250-first\r\n", b"250 second\r\n"]}).reference == "250 first second"
    assert sent({"RCPT": [b"251 User not local; will forward to <b@example.com>\r\n"]}).reference == "250 taken"


@pytest.mark.parametrize(
    ("said", "is_sent"),
    [
        ({"": endless()}, False),
        ({"EHLO": endless()}, False),
        ({"RCPT": endless()}, False),
        ({".": endless()}, None),
        ({".": drip()}, None),
        ({"MAIL": drip()}, False),
        ({".": [b"hello\r\n"]}, None),
        ({".": [b"\xff\xfe\r\n"]}, None),
        ({".": [b"999 what\r\n"]}, None),
        ({".": [b"354 go on\r\n"]}, None),
        ({".": [b"250" + b"x" * 20_000 + b"\r\n"]}, None),
        ({".": [b"451 later\r\n"]}, False),
        ({".": [b"554 never\r\n"]}, False),
    ],
)
@pytest.mark.threat("T23")
def test_a_reply_without_end_or_sense_ends_and_says_what_is_known(said, is_sent):
    with pytest.raises(DeliveryError) as caught:
        sent(said)

    assert caught.value.sent is is_sent


def test_what_a_server_says_reaches_no_terminal_raw():
    with pytest.raises(DeliveryError) as caught:
        sent({".": [b"554 \x1b]0;title\x07 no\r\n"]})

    assert "\x1b" not in str(caught.value)
    assert sent({".": [b"250 \x1b[2Jok\r\n"]}).reference == "250 [2Jok"
