"""One sentence an item, rewritten by a machine: asked only where that is allowed, proved, marked, kept; and every lie is caught."""

import json
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fake_service import listening
from lies import KINDS, honest, lies
from stores import CORE, record, save

from digests.channels.text import to_text
from digests.rewriting import fault
from watcher.errors import ConfigError
from watcher.model import Passage, SourceClass
from watcher.service.digest import due_period, prepare
from watcher.service.rewriting import Rewriter, _asked, rewriter_of

FOUND = "Median progression-free survival was 8.3 months with lanreotide and 5.6 months with placebo."
PLAIN = "The disease stayed stable for a median of 8.3 months with lanreotide and 5.6 months with placebo."
CONFIG = """
[rewriting]
base_url = "{address}"
model = "stand-in"
allow = {allow}
allow_private_hosts = true
[[digests]]
name = "weekly"
"""


class Machine:
    """A server that answers as OpenAI's does: with what it is told to say."""

    def __init__(self):
        self.says, self.asked, self.keys, self.status = PLAIN, [], [], 200

    def answer(self, given, key):
        self.asked.append(given["messages"][-1]["content"])
        self.keys.append(key)
        return {"choices": [{"message": {"role": "assistant", "content": self.says}}]}


@contextmanager
def answering(machine):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            assert self.path == "/v1/chat/completions"
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(machine.answer(given, self.headers.get("Authorization"))).encode()
            self.send_response(machine.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with listening(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as address:
        yield f"{address}v1/"


@pytest.fixture
def machine():
    made = Machine()
    with answering(made) as address:
        made.address = address
        yield made


@pytest.fixture
def team(installation, machine):
    def make(allow="true", **more):
        session = installation(CONFIG.format(address=machine.address, allow=allow) + "".join(more.values()))
        session.at("2026-11-20T07:00+01:00")
        one = replace(
            record("7", title="Lanreotide against placebo in NET"), abstract=(Passage(text=FOUND, label="RESULTS"),)
        )
        with session.store(new=True) as store:
            save(store, one, now=session.now(), score=replace(CORE, source_class=SourceClass.JOURNAL))
        session.at("2026-11-23T07:00+01:00")
        return session

    return make


def made(session):
    with session.store() as store:
        plan = session.settings.digests[0]
        return prepare(session, store, plan, due_period(session, store, plan)).digest


def rewordings(digest):
    return [entry.rewording for section in digest.sections for entry in section.entries if entry.rewording]


@pytest.mark.threat("T64")
def test_every_one_of_two_hundred_lies_is_caught_and_honest_sentences_pass(machine):
    """Wrong numbers, swapped numbers and arms, a lost negation, a lost "not significant", forty of each, in four languages."""
    rewriter = Rewriter(base_url=machine.address, model="liar", allow_private_hosts=True)

    told = lies(200)
    caught = []
    for lie in told:
        machine.says = lie.said
        caught.append(_asked(rewriter, lie.source, lie.language).fault)

    assert [lie for lie, wrong in zip(told, caught, strict=True) if not wrong] == []
    assert {kind: sum(lie.kind == kind for lie in told) for kind in KINDS} == dict.fromkeys(KINDS, 40)
    assert [(one, wrong) for one in honest(200) if (wrong := fault(one.source, one.said, one.language))] == []


def test_it_is_marked_stands_beside_its_source_and_is_kept(team, machine):
    session = team()
    first = made(session)
    machine.says = "Something else."
    again = made(session)

    assert machine.asked == [FOUND]
    assert first == again
    (one,) = rewordings(first)
    assert (one.text, one.source, one.by) == (PLAIN, FOUND, "stand-in")
    shown = " ".join(to_text(first, width=400).split())
    assert f"By a machine {PLAIN} It rewrote “{FOUND}”" in shown


@pytest.mark.threat("T64")
@pytest.mark.parametrize("allow", ["false", None])
def test_nothing_leaves_unless_that_is_allowed(team, installation, machine, allow):
    if allow:
        session = team(allow)
    else:
        session = team()
        session = installation("[[digests]]\nname = 'weekly'\n")
        session.at("2026-11-23T07:00+01:00")

    assert rewordings(made(session)) == []
    assert machine.asked == []


def test_a_lie_is_not_shown_and_not_asked_for_again(team, machine):
    session = team()
    machine.says = PLAIN.replace("8.3", "9.3")

    assert [rewordings(made(session)) for _ in range(2)] == [[], []]
    assert len(machine.asked) == 1


def test_a_machine_that_does_not_answer_costs_nothing_and_is_asked_again(team, machine, caplog):
    session = team()
    machine.status = 500
    assert rewordings(made(session)) == []
    machine.status = 200
    assert len(rewordings(made(session))) == 1
    assert "it answered with status 500" in caplog.text


def test_a_digest_of_before_is_built_again_as_it_was(team, machine):
    session = team(allow="false")
    before = made(session)
    session = team()
    session.at("2026-11-23T07:10+01:00")
    assert len(rewordings(made(session))) == 1
    session.at("2026-11-23T07:00+01:00")
    machine.status = 500

    assert made(session) == before


def test_the_key_comes_from_a_variable_of_our_own_name_and_goes_nowhere_else(team, machine, monkeypatch):
    monkeypatch.setenv("WATCHER_REWRITING_KEY", "s3cret-key")
    session = team()
    made(session)

    assert machine.keys == ["Bearer s3cret-key"]
    assert "s3cret" not in repr(rewriter_of(session))


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("language = 'fr'", "language is one of en, sv, de, es"),
        ("api_key = 'x'", "is a secret"),
        ("modell = 'x'", "modell"),
    ],
)
def test_a_mistake_is_told_with_its_place(installation, line, wrong):
    session = installation(f"[rewriting]\nbase_url = 'https://models.example.org/v1'\nmodel = 'm'\n{line}\n")

    with pytest.raises(ConfigError, match=wrong):
        rewriter_of(session)
