"""``watcher topic``: the profile, its queries, its proof, and why a record got its tier."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, Group, echo, force_option, print_json, shared, show_unread
from watcher.cli.topic_check import check_command
from watcher.errors import InputError
from watcher.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watcher.model import Record, Score, Topic
    from watcher.relevance.terms import Stands
    from watcher.service.loading import GoingOn


@click.group("topic", cls=Group)
def topic_command() -> None:
    """Show the topic profile, prove it, or explain a tier.

    \b
    Example: watcher topic show --queries
    """


def _topic(app: App, profile: str | None) -> "Topic":
    """Return the profile that is named, as in watcher.toml; else the one of the configuration."""
    from watcher.topic import load_topic

    return load_topic(profile) if profile else app.topic


@topic_command.command("show")
@click.argument("profile", required=False)
@click.option("--queries", is_flag=True, help="The query that each source is asked, with a count of its terms.")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def show(app: App, profile: str | None, queries: bool, as_json: bool) -> None:
    """Show the profile: its watched trials, tiers and concepts.

    PROFILE is the name of one that ships or the path of one, as in watcher.toml; without, that of watcher.toml.

    \b
    Example: watcher topic show ./fabry.toml
    """
    topic = _topic(app, profile)
    if queries:
        _print_queries(app, topic, as_json=as_json)
        return
    if as_json:
        print_json(
            {
                "name": topic.name,
                "version": topic.version,
                "title": topic.title,
                "concepts": topic.concepts,
                "watched": topic.watched,
            }
        )
        return
    echo(f"{topic.title} ({topic.profile})", bold=True)
    for trial in topic.watched:
        echo(f"watches {trial.name}: {', '.join(str(i) for i in trial.ids)}")
        for said in filter(None, (trial.design, trial.readout)):
            echo(f"  {said}")
    for rule in topic.rules:
        echo(f"{rule.tier.value} {rule.value:g}: {rule.because}")
    for concept in topic.concepts:
        echo(f"{concept.name}: " + ", ".join(term.text + ("*" if term.prefix else "") for term in concept.terms))


def _print_queries(app: App, topic: "Topic", *, as_json: bool) -> None:
    from watcher.service.loading import questions

    with _going_on(app) as going_on:
        asked = questions(app.settings, topic, app.now(), going_on)
    terms = sum(len(concept.terms) for group in topic.groups for concept in group)
    if as_json:
        print_json({"profile": topic.profile, "terms": terms, "queries": asked})
        return
    echo(f"{topic.profile}: {terms} terms in {len(topic.groups)} groups")
    for name, question in asked.items():
        echo(f"\n{name} ({len(question):,} characters)", bold=True)
        echo(question)


@topic_command.command("lint")
@click.argument("profile", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def lint(app: App, profile: str | None, as_json: bool) -> None:
    """Say what of the profile does nothing or asks for nothing, and show what each provider is asked.

    Every term is looked for in the records of the store, where there are a hundred, and in the known set: which stands in none of
    them, and which in nearly all. PROFILE is the name of one that ships or the path of one; without, that of watcher.toml.

    \b
    Example: watcher topic lint ./fabry.toml
    """
    from watcher.relevance.terms import stands
    from watcher.service.loading import questions

    topic = _topic(app, profile)
    counted = stands(topic, _corpus(app, topic))
    with _going_on(app) as going_on:
        warned = [*_warnings(topic, going_on), *_idle(counted)]
        asked = questions(app.settings, topic, app.now(), going_on)
    if as_json:
        terms = [one._asdict() for one in counted]
        print_json({"profile": topic.profile, "warnings": warned, "terms": terms, "queries": asked})
        return
    echo(
        f"{topic.profile}: {len(warned)} warnings, {len(counted)} terms looked for in {max(one.total for one in counted):,} records",
        bold=True,
    )
    for warning in warned:
        echo(f"  {warning}")
    for name, question in asked.items():
        echo(f"\n{name} ({len(question):,} characters)", bold=True)
        echo(question)


@contextmanager
def _going_on(app: App) -> "Iterator[GoingOn]":
    """Give how stems go on in the store; where there is none yet, in nothing."""
    if not app.settings.database.exists():
        yield lambda _: ()
        return
    with app.store() as store:
        yield store.index.going_on


def _warnings(topic: "Topic", going_on: "GoingOn") -> "Iterator[str]":
    """Yield what is wrong in one line each: a watched trial without a rule, a stem of which no word is known."""
    from sources import is_guess, written_out

    for trial in topic.watched:
        if trial.name not in {rule.trial for rule in topic.rules}:
            yield f"[[watched]] {trial.name}: no rule says trial = {trial.name!r}, so nothing is ever watched; add [[rules]] with it"
    known = _known_words(topic)
    asked = dict.fromkeys(term for group in topic.groups for concept in group for term in concept.terms)
    for term in filter(is_guess, asked):
        words = written_out(term)
        if not going_on(term.text) and not any(word.lower() in known for word in words):
            yield f"{term.text}*: no word that begins so is known; a provider without stars is asked for {', '.join(words)}: write the words out"


_NAMED = 10  # terms in one line; --json names all


def _idle(counted: "Sequence[Stands]") -> "Iterator[str]":
    """Yield of each concept which terms stand in no record, and which in nearly every one, in one line each."""
    for concept in dict.fromkeys(one.concept for one in counted):
        mine = [one for one in counted if one.concept == concept]
        for idle, where in (
            ([one for one in mine if one.never], "none"),
            ([one for one in mine if one.everywhere], "nearly all"),
        ):
            if idle:
                named = ", ".join(one.term for one in idle[:_NAMED])
                more = f" and {len(idle) - _NAMED} more" if len(idle) > _NAMED else ""
                yield f"concepts.{concept}: {len(idle)} of {len(mine)} terms stand in {where} of {idle[0].total:,} records: {named}{more}"


def _corpus(app: App, topic: "Topic") -> "Iterator[Record]":
    """Yield the records of the store, as they are now; beside enough of them those of the known set as well."""
    from watcher.relevance.check import read_labelled
    from watcher.relevance.terms import FEWEST

    if app.settings.database.exists():
        with app.store() as store:
            if topic.known and len(store.records.after(0, FEWEST)) == FEWEST:
                yield from (one.record for one in read_labelled(Path(topic.known)))
            last = 0
            while rows := store.records.after(last, 500):
                yield from (record for _, record in rows)
                last = rows[-1][0]


@topic_command.command("new")
@click.option("--name", prompt="1. A short name, for the file", help="Of the profile and its file: dupilumab-asthma.")
@click.option("--title", prompt="2. The question, as the digest's title", help="Of the digest.")
@click.option(
    "--subject",
    prompt="3. What is given or done (terms, with commas; a star leaves a word open)",
    help="What is given or done: terms, with commas; a star leaves a word open.",
)
@click.option("--disease", prompt="4. In which disease (terms)", help="The disease: terms, with commas.")
@click.option(
    "--aspect",
    prompt="5. What about it: a dose, an outcome (terms; empty for everything)",
    default="",
    help="What about it: terms, with commas; empty for everything.",
)
@click.option(
    "--trial",
    prompt="6. Trials to wait for: name and registry number, with commas (empty for none)",
    default="",
    help="Names, each with its registry number, with commas: SORENTO NCT05050942.",
)
@force_option
@shared
def new(app: App, name: str, title: str, subject: str, disease: str, aspect: str, trial: str, force: bool) -> None:
    """Draft a profile from six answers, with how often each term stands in the store; it is checked before it is written.

    \b
    Example: watcher topic new --name dupilumab-asthma --title "Dupilumab in asthma" --subject dupilumab --disease "asthma*" --aspect "" --trial ""
    """
    from watcher.errors import ConfigError
    from watcher.relevance.terms import stands
    from watcher.topic import read_topic
    from watcher.topic.draft import Answers, draft

    answers = Answers(
        name=name.strip(),
        title=title.strip(),
        subject=_terms(subject),
        disease=_terms(disease),
        aspect=_terms(aspect),
        trials=tuple(map(_trial, _terms(trial))),
    )
    path = Path(f"{answers.name}.toml")
    try:
        topic = read_topic(draft(answers, {}, 0), path)
        counted = stands(topic, _corpus(app, topic))
    except ConfigError as error:
        raise InputError(f"no profile can be made of these answers: {error}") from error
    app.save(
        str(path),
        draft(answers, {one.term: one.found for one in counted}, max(one.total for one in counted)),
        force=force,
    )
    app.say(
        f'{path} is written; set topic = "./{path}" in watcher.toml, then `watcher topic lint ./{path}` and `watcher sync`'
    )


def _terms(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(part.split()) for part in text.split(",") if part.strip()))


def _trial(text: str) -> tuple[str, str]:
    """Return name and number of a trial; raise ``InputError`` where no registry has such a number."""
    from watcher.ids import read_id

    name, _, number = text.rpartition(" ")
    if not name or (known := read_id(number)) is None:
        raise InputError(f'{text!r} does not end in a registry number: write "SORENTO NCT05050942"')
    return name, str(known)


def _known_words(topic: "Topic") -> str:
    """Return the texts of the profile's known set, folded."""
    from watcher.relevance.check import read_labelled
    from watcher.text import fold

    labelled = read_labelled(Path(topic.known)) if topic.known else ()
    return "\n".join(fold(f"{one.record.title}\n{one.record.text}") for one in labelled)


topic_command.add_command(check_command)


@topic_command.command("explain")
@click.argument("what", metavar="ID|FILE")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def explain(app: App, what: str, as_json: bool) -> None:
    """Say why a record got its tier: a record of the store by its id, or those of a file.

    \b
    Example: watcher topic explain 25096997
    """
    from watcher.relevance import rate

    rated = [(record, rate(record, app.topic)) for record in _records(app, what)]
    if as_json:
        print_json([{"id": record.source_id, "title": record.title, "score": score} for record, score in rated])
        return
    for record, score in rated:
        _explain(record, score)


def _explain(record: "Record", score: "Score") -> None:
    from watcher.relevance import in_words

    echo(shown(record.title), bold=True)
    tags = f" [{', '.join(score.tags)}]" if score.tags else ""
    echo(f"{score.tier.value} {score.value:.2f}{tags}, {score.source_class.value}, by {score.profile}")
    for reason in score.reasons:
        echo(f"  {in_words(reason)}")
    for regimen in score.regimens:
        echo(
            f"  regimen: {regimen.text}"
            + (f", {regimen.multiple_of_label:g} × label" if regimen.multiple_of_label else "")
        )


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # too long for a name, or with signs that none may have
        return False


def _records(app: App, what: str) -> "list[Record]":
    from watcher.normalise import normalise

    if not _is_file(what):
        from watcher.service import account_of

        with app.store() as store:
            return list(account_of(store, what).item.records)
    from sources.files import bounded
    from watcher.formats import read

    if labelled := _labelled(Path(what)):
        return labelled
    with Path(what).open("rb") as given:
        records = show_unread(read(bounded(given, what), what, app.now()))
    if not records:
        raise InputError(
            f"{what}: no record can be read in it; it should be RIS, NBIB, BibTeX, CSV, JSON or PubMed XML"
        )
    return [normalise(record) for record in records]


def _labelled(path: Path) -> "list[Record]":
    """Return the records of a file for ``topic check``, read as that reads them; none of another file."""
    from watcher.normalise import normalise
    from watcher.relevance.check import read_labelled

    try:
        return [normalise(one.record) for one in read_labelled(path)]
    except InputError:
        return []
