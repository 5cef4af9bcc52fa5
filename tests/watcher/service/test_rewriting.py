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
from golden import DATA
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


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("", "no plain sentence"),
        ("<b>The</b> disease stayed stable.", "no plain sentence"),
        (f"{PLAIN} It works.", "not one sentence"),
        (PLAIN.replace("months with lanreotide", "weeks with lanreotide"), "numbers"),
        (PLAIN.replace("stayed", "may have stayed"), "hedges"),
        (PLAIN.replace("stayed", "significantly stayed"), "significance"),
        (PLAIN.replace("stable", "longer stable"), "direction"),
        (
            "The disease stayed stable for a median of 8.3 months with the drug and 5.6 months with placebo.",
            "does not name",
        ),
        (PLAIN, ""),
    ],
)
def test_what_a_rewriting_may_not_do(said, wrong):
    assert wrong in fault(FOUND, said)
    assert bool(fault(FOUND, said)) is bool(wrong)


SHORT = "Median PFS was 8.3 months with octreotide and 5.6 months with placebo (p<0.001)."
SWEDISH = "Sjukdomen hölls i median 8,3 månader med oktreotid och 5,6 månader med placebo (p<0,001)."


@pytest.mark.parametrize(
    ("source", "said", "language", "wrong"),
    [
        (
            SHORT,
            "The disease was held for a median of 8.3 months with octreotide and 5.6 months with placebo (p<0.001).",
            "en",
            "",
        ),
        (SHORT, SWEDISH, "sv", ""),  # spelt another way, with decimal commas
        (SHORT, SWEDISH.replace("0,001", "0,01"), "sv", "numbers"),
        (SHORT, SWEDISH.replace("<", ">"), "sv", "numbers"),
        (SHORT, SWEDISH.replace("(p<0,001)", "<0,001>"), "sv", "numbers"),
        (SHORT, SWEDISH.replace("(p<0,001)", "<br>(p<0,001)"), "sv", "no plain sentence"),
        (SHORT, SWEDISH.replace("oktreotid", "oktan"), "sv", "does not name octreotide"),
        (
            "Lanreotide increased median PFS from 5.0 to 8.3 months.",
            "Lanreotide cut the median PFS from 5.0 to 8.3 months.",
            "en",
            "direction",
        ),
        (
            "Lanreotide increased median PFS from 5.0 to 8.3 months.",
            "Median PFS with lanreotide rose from 5.0 to 8.3 months.",
            "en",
            "",
        ),
        (
            "Lanreotide increased median PFS from 5.0 to 8.3 months.",
            "Lanreotide prolonged the median PFS from 5.0 to 8.3 months.",
            "en",
            "",
        ),
    ],
)
def test_what_is_only_spelt_in_another_way_is_no_fault(source, said, language, wrong):
    assert wrong in fault(source, said, language)
    assert bool(fault(source, said, language)) is bool(wrong)


FREE = "At 12 months, 40% of patients with lanreotide were progression-free."


@pytest.mark.parametrize(
    ("source", "said", "language", "wrong"),
    [
        (FREE, "At 12 months, the disease was stable in 40% of patients with lanreotide.", "en", ""),
        (FREE, "At 12 months, 40% of patients with lanreotide had progressed.", "en", "those who stayed"),
        (FREE, "At 12 months, 40% of patients with lanreotide were without growth of their disease.", "en", ""),
        (FREE, "At 12 months, 40% of patients without lanreotide were progression-free.", "en", "denials"),
        (FREE, "At 12 months, 40% of patients with lanreotide were not without progression.", "en", "denials"),
        (FOUND, FOUND.replace("progression-free survival was", "time without progression was"), "en", ""),
        (
            FOUND.replace("progression-free", "overall"),
            FOUND.replace("progression-free", "progression without"),
            "en",
            "denials",
        ),
        (FOUND, "Mediantiden utan tillväxt var 8,3 månader med lanreotid och 5,6 månader med placebo.", "sv", ""),
        (FREE, "Vid 12 månader hade 40 % av patienterna med lanreotid stabil sjukdom.", "sv", ""),
        (FREE, "Vid 12 månader hade 40 % av patienterna med lanreotid fått tillväxt.", "sv", "those who stayed"),
        (FREE, "Nach 12 Monaten waren 40 % der Patienten mit Lanreotid progressionsfrei.", "de", ""),
        (FREE, "Nach 12 Monaten waren 40 % der Patienten mit Lanreotid progredient.", "de", "those who stayed"),
        (FREE, "A los 12 meses, el 40 % de los pacientes con lanreotida estaba libre de progresión.", "es", ""),
        (FREE, "A los 12 meses, el 40 % de los pacientes con lanreotida tuvo progresión.", "es", "those who stayed"),
        (FREE.replace("progression-free", "alive"), FREE.replace("were progression-free", "had died"), "en", "stayed"),
        (FREE.replace("were progression-free", "had died"), FREE.replace("progression-free", "alive"), "en", "stayed"),
        (
            FREE.replace("were progression-free", "had died"),
            FREE.replace("were progression-free", "were dead"),
            "en",
            "",
        ),
    ],
)
def test_those_who_stayed_well_are_not_taken_for_the_others(source, said, language, wrong):
    assert wrong in fault(source, said, language)
    assert bool(fault(source, said, language)) is bool(wrong)


@pytest.mark.parametrize(
    ("source", "said", "wrong"),
    [
        (SHORT, SHORT.replace("PFS", "overall survival"), "another outcome: OS"),
        (SHORT, SHORT.replace("PFS", "progression-free survival"), ""),
        (
            "Flushing improved in 40% of patients with lanreotide.",
            "Diarrhoea improved in 40% of patients with lanreotide.",
            "diarrhoea",
        ),
        (
            "Objective response was seen in 12% of patients with lanreotide.",
            "Tumours shrank in 12% of patients with lanreotide.",
            "",
        ),
    ],
)
def test_a_value_is_not_said_of_another_outcome(source, said, wrong):
    assert wrong in fault(source, said)
    assert bool(fault(source, said)) is bool(wrong)


@pytest.mark.parametrize(
    "lie",
    [
        "The dose was escalated in 71%, and 28 patients had symptom improvement.",
        "In 71% the dose was escalated, and symptoms improved in 28 patients.",
        "In 28 patients symptoms improved, and the dose was escalated in 71%.",
    ],
)
def test_why_the_order_stays_though_it_refuses_much_that_is_right(lie):
    """Numbers of different units cannot be taken for one another, and yet change places."""
    assert fault("The dose was escalated in 28 patients, and 71% had symptom improvement.", lie)


FREE_ROUNDS = [json.loads(line) for line in (DATA / "rewritings.jsonl").read_text(encoding="utf-8").splitlines()]


def test_of_what_people_wrote_freely_no_lie_passes():
    """Six sets of new kinds, each measured once before the proof was changed for it: benchmarks/README.md."""
    lies = [one for one in FREE_ROUNDS if one["kind"]]

    assert [one["said"] for one in lies if not fault(one["source"], one["said"], one["language"])] == []
    assert len(lies) == 129


def test_of_what_people_wrote_freely_and_honestly_as_many_pass_as_did():
    honest = [one for one in FREE_ROUNDS if not one["kind"]]

    refused = [one["said"] for one in honest if one["passes"] and fault(one["source"], one["said"], one["language"])]
    assert refused == []


RATES = "Mean daily bowel movements were 3.2 with the 3-week interval and 4.1 with the 4-week interval."


@pytest.mark.parametrize(
    ("source", "said", "wrong"),
    [
        (RATES, RATES.replace("daily", "weekly"), "other times"),
        (
            RATES,
            "Patients had a mean of 3.2 bowel movements a day with the 3-week interval and 4.1 with the 4-week interval.",
            "",
        ),
        ("The score fell by 8 points with lanreotide.", "The score fell to 8 points with lanreotide.", "as a level"),
        ("The study will enrol 60 patients.", "The study has enrolled 60 patients.", "planned as done"),
        ("Two of the patients on lanreotide died.", "Three of the patients on lanreotide died.", "numbers"),
        ("Two of the patients on lanreotide died.", "Of the patients on lanreotide, 2 died.", ""),
        ("The difference was -3 points with CAM2029.", "The difference was 3 points with CAM2029.", "numbers"),
        ("PFS was 12 months and OS was 38 months.", "OS was 12 months and PFS was 38 months.", "order"),
        ("PFS was 63% at 6 months and 41% at 12 months.", "PFS was 63% at 12 months and 41% at 6 months.", "numbers"),
        (
            "Response was 12%, and disease control at 6 months 69%.",
            "Response at 6 months was 12%, and disease control 69%.",
            "numbers",
        ),
        (
            "At 6 months, disease control was 69% with lanreotide.",
            "With lanreotide, disease control was 69% at 6 months.",
            "another order",
        ),
        (
            "Disease control with lanreotide was 69% at 6 months.",
            "At 6 months, disease control with lanreotide was 69%.",
            "",
        ),
        (
            "The dose was raised in 12% of the patients.",
            "The dose was raised safely in 12% of the patients.",
            "of its own: safely",
        ),
        (
            "The dose was raised in at least 12% of the patients.",
            "The dose was raised in 12% of the patients.",
            "bounds",
        ),
    ],
)
def test_nothing_comes_in_and_nothing_that_binds_a_number_is_lost(source, said, wrong):
    assert wrong in fault(source, said)
    assert bool(fault(source, said)) is bool(wrong)


@pytest.mark.parametrize(
    ("source", "said", "language", "wrong"),
    [
        (
            "No randomised trial compared lanreotide with placebo.",
            "No trial compared lanreotide with placebo.",
            "en",
            "leaves out what the source has: randomised",
        ),
        (  # where nothing is denied, how they came to their arms may go
            "In the trial, which randomised 60 patients, 12% responded.",
            "In the trial with 60 patients, 12% responded.",
            "en",
            "",
        ),
        ("Median PFS was 8.7 months in pancreatic tumours.", "Median PFS was 8.7 months.", "en", "leaves out"),
        ("Experts agreed that the dose may be raised.", "The dose may be raised.", "en", "leaves out"),
        (
            "PFS was 12 months with everolimus and 6 with lanreotide (HR for lanreotide 1.7).",
            "PFS was 12 months with everolimus and 6 with lanreotide (HR for everolimus 1.7).",
            "en",
            "more often than the source: everolimus",
        ),
        (
            "Twelve-month PFS was 88% with 6-weekly and 91% with 4-weekly injections.",
            "Twelve-month PFS was 88% on injections every 6 weeks and 91% on injections every 4 weeks.",
            "en",
            "",
        ),
        ("Flushing was named in 14% of reports.", "Flushing was named in 14% of patients.", "en", "counts others"),
        ("Flushing was named in 14% of the people.", "Flushing was named in 14% of patients.", "en", ""),
        ("Flushing or diarrhoea improved in 9%.", "Flushing and diarrhoea improved in 9%.", "en", "one or the other"),
        ("Lesions were stable for 8 months.", "Lesions were stable after 8 months.", "en", "as something else"),
        ("Lesions were stable at 8 months.", "Lesions were stable after 8 months.", "en", ""),
        ("It grew within 6 months of surgery.", "It grew 6 months after surgery.", "en", "other bounds"),
        ("It rose from 5.8% to 6.1%.", "It rose to 5.8% from 6.1%.", "en", "as something else"),
        ("Tumours shrank in 12%.", "Tumours shrank by 12%.", "en", "as something else"),
        ("Flushing was told by 12%.", "Flushing was told in 12%.", "en", ""),
        ("Flushing fell by 12%.", "Flushing fell in 12%.", "en", "as something else"),
        ("All got lanreotide after everolimus.", "All got lanreotide with everolimus.", "en", "at another time"),
        ("All got lanreotide after everolimus.", "Alla fick lanreotid efter everolimus.", "sv", "of its own: alla"),
        ("PFS was longer (HR 0.7).", "PFS was longer (RR 0.7).", "en", "of its own: rr"),
        ("PFS was longer (HR 0.7).", "PFS was longer (hazard ratio 0.7).", "en", ""),
        ("Most would raise the dose.", "Most raise the dose.", "en", "hedges"),
        ("Response was seen in 88% (P=.02).", "Response was seen in eighty-eight percent (P=0.02).", "en", ""),
        ("Response was seen in 88% (P=.02).", "Response was seen in 88% (P=.2).", "en", "numbers"),
        ("Median PFS was 8 and 9 months.", "Median-PFS var 8 respektive 9 månader.", "sv", ""),
        ("Median PFS was 8 months and 9 months.", "Median PFS was 8 and 9 months.", "en", ""),
        ("Median PFS was 8 months and 9 weeks.", "Median PFS was 8 and 9 months.", "en", "numbers"),
        ("A higher dose was seen in 9%.", "En högre dos sågs hos 9 %.", "sv", ""),  # "dos" is two in Spanish alone
        (
            "Median time to progression was 8 months.",
            "Die mediane Zeit bis zur Progression betrug 8 Monate.",
            "de",
            "",
        ),
    ],
)
def test_nothing_that_binds_is_left_out_and_no_name_stands_for_another(source, said, language, wrong):
    assert wrong in fault(source, said, language)
    assert bool(fault(source, said, language)) is bool(wrong)


def test_a_sentence_in_another_language_than_english_is_left_alone():
    assert fault("Die Tumoren wuchsen nicht.", "The tumours grew.") == "its source is not in English"


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
