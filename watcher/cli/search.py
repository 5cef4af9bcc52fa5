"""``watcher search``: full text with filters, in the language of ``watcher.query``; ``watcher searches``: those that were saved."""

import json
import re
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.app import KINDS, TIERS, App, force_option, print_json, shared
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.store.search import Filters, Hit, Hits

NOTHING_FOUND = 1  # the exit code, as grep's


class _Format(click.ParamType[str]):
    """Table, JSON, or a format of reference files, which are not loaded before one is asked for."""

    name = "format"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name; refuse one that is none."""
        if value in {"table", "json"}:
            return value
        from watcher.formats import writable

        return click.Choice(("table", "json", *writable()), case_sensitive=False).convert(value, param, ctx)


# A minus that the command line's parser takes for no option, and the query's language for what it is.
_MINUS = "\u2212"
_EXCLUDED = re.compile(r"-(?!o(?:[./~]|\S*\.[A-Za-z]{2,6}\Z))(?=[^\W\d_]{2}|[\"(])")


class _Search(click.Command):
    """A command whose words may begin with a minus: ``-rat`` excludes a word, ``-octreotide`` is no file to write to, ``-ohits.ris`` is one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; a minus before two letters, a phrase or a parenthesis belongs to the query, but for -o and a file's name with its ending."""
        end = args.index("--") if "--" in args else len(args)
        return super().parse_args(
            ctx, [*(_EXCLUDED.sub(_MINUS, one) if _EXCLUDED.match(one) else one for one in args[:end]), *args[end:]]
        )


_LANGUAGE = """All words, "a phrase", prefix*, AND OR NOT, -word, parentheses, NEAR/3; title: author: journal: pmid:, also as
[ti] or .ab.; year:2020..2026 is:retracted has:figures trial:SORENTO regimen:>30mg/4w. See docs/searching.md."""


@click.command("search", cls=_Search, epilog=_LANGUAGE)
@click.argument("words", nargs=-1, metavar="QUERY")
@click.option(
    "--since", metavar="DATE", help="Published, or first posted, then or later: 2020, 2024-03-05, 2026-W47, 7d."
)
@click.option("--until", metavar="DATE", help="Published, or first posted, then or earlier.")
@click.option(
    "--source", "sources", multiple=True, metavar="NAME", help="Only what this source has; several may be given."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS, case_sensitive=False),
    help="Only things of this form; several may be given.",
)
@click.option(
    "--design", "designs", multiple=True, metavar="NAME", help="RCT, review, guideline, ...; several may be given."
)
@click.option("--phase", "phases", multiple=True, metavar="N", help="Of a trial or its report; several may be given.")
@click.option("--tier", type=click.Choice(TIERS, case_sensitive=False), help="At least this near.")
@click.option("--trial", default="", metavar="ID", help="Reports of a trial: NCT05050942, SORENTO.")
@click.option("--outcome", default="", metavar="NAME", help="Only what reports a figure of it: PFS, ORR, QoL, safety.")
@click.option(
    "--min-intensity", type=click.FloatRange(0, 1000), metavar="X", help="A regimen of at least X times the label dose."
)
@click.option(
    "--country", "countries", multiple=True, metavar="NAME", help="Of a registration's sites; several may be given."
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    metavar="NAME",
    help="Of a registration: recruiting, completed; several may be given.",
)
@click.option(
    "--has-results/--no-results", default=None, help="Registrations with, or without, results at the registry."
)
@click.option("--sent/--unsent", default=None, help="What a digest has told, or has not.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "cited"], case_sensitive=False),
    default="relevance",
    show_default=True,
    help="What comes first.",
)
@click.option("--limit", "-n", type=click.IntRange(1, 100_000), default=20, show_default=True, help="Show so many.")
@click.option("--offset", type=click.IntRange(0, 1_000_000), default=0, help="Leave out so many of the first.")
@click.option(
    "--format",
    "form",
    type=_Format(),
    help="table, json, ris, bibtex, csv, ...; if not given, by the name of the --output, else table.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--output", "-o", metavar="FILE", help="Write it to a file.")
@click.option(
    "--save", metavar="NAME", help="Keep the search under a name; a digest may have a section of what is new in it."
)
@click.option("--explain", is_flag=True, help="Say how the query is read, and search nothing.")
@force_option
@shared
def search_command(
    app: App,
    /,
    words: tuple[str, ...],
    sort: str,
    limit: int,
    offset: int,
    form: str | None,
    as_json: bool,
    output: str | None,
    save: str | None,
    explain: bool,
    force: bool,
    **filters: Any,
) -> None:
    """Search everything in the store.

    What has all words comes first; where little has, what has most of them follows. Spellings, abbreviations
    and brand names are found together, mistyped words as what they are near to, and an identifier or an address finds
    its item. Without a query, everything that the filters let through. Exit 1 where nothing is found.

    \b
    Example: watcher search lanreotide every 14 days --tier core --since 2020
    """
    from watcher.store.search import search_file

    text = " ".join(words).replace(_MINUS, "-")
    if explain:
        _explain(app, text)
        return
    chosen = _filters(app, filters)
    hits = search_file(app.database(), text, chosen, sort=sort, limit=limit, offset=offset, today=app.now().date())
    _write(app, hits, "json" if as_json else form or _by_name(output), output, force=force)
    _say(app, hits, offset)
    if save:
        _save(app, save, text, chosen)
    if not hits:
        raise SystemExit(NOTHING_FOUND)


def _by_name(output: str | None) -> str:
    """Return the form that the name of a file asks for: "hits.json" JSON, "core.bib" BibTeX; a table for none."""
    if not output:
        return "table"
    if output.lower().endswith(".json"):
        return "json"
    from watcher.formats import named

    return named(output) or "table"


def _save(app: App, name: str, text: str, filters: "Filters") -> None:
    with app.store() as store:
        store.searches.save(name, text, filters, app.now())
    app.say(f'Saved as {name}; `searches = ["{name}"]` in a [[digests]] table makes a section of what is new in it.')


def _explain(app: App, text: str) -> None:
    from watcher.query.arrangement import explained

    for line in explained(text, app.now().date()):
        click.echo(line)


def _filters(app: App, given: dict[str, Any]) -> "Filters":
    """Return the options as the store takes them; raise ``BadParameter`` for what is none."""
    from watcher.store.search import Filters

    for name in given["sources"]:
        _check_source(name)
    given["outcomes"] = _outcomes(given.pop("outcome"))
    given["trial"] = _number(app, given["trial"])
    given["since"], given["until"] = _dates(app, given["since"], given["until"])
    return Filters(**{name: value for name, value in given.items() if value is not None})


def _dates(app: App, since: str | None, until: str | None) -> tuple[str, str]:
    first = _days(app, "--since", since)[0] if since else ""
    last = (days[1] or days[0]) if until and (days := _days(app, "--until", until)) else ""
    if first and last and first > last and not first.startswith(last):
        raise click.BadParameter(f"{since} is after {until}: nothing lies between them", param_hint="--since")
    return first, last


def _days(app: App, option: str, text: str) -> tuple[str, str]:
    from watcher.query.filters import read_days

    days = read_days(text, app.now().date())
    if days is None:
        said = f"{text!r} is no date: write 2020, 2024-03 or 2024-03-05, 2026-W47, or 36h, 7d, 2w back from now"
        raise click.BadParameter(said, param_hint=option)
    return days


def _outcomes(name: str) -> tuple[str, ...]:
    """Return what an outcome is called in figures; raise ``BadParameter`` for what is none."""
    if not name:
        return ()
    from digests.outcomes.lexicon import names_of

    if not (names := names_of(name)):
        raise click.BadParameter(
            f"{name!r} is no outcome that we know; try PFS, OS, ORR, safety", param_hint="--outcome"
        )
    return tuple(sorted(names))


def _check_source(name: str) -> None:
    from watcher.service.loading import check_source

    check_source(name)


def _number(app: App, trial: str) -> str:
    """Return a trial as the store writes it; raise ``BadParameter`` for what is neither a number nor a watched name."""
    if not trial:
        return ""
    from watcher.cli.trial import one_trial

    try:
        found = one_trial(app, trial)
    except InputError as error:
        raise click.BadParameter(str(error), param_hint="--trial") from error
    return found.ids[0].value if found.name == found.ids[0].value else found.name


def _write(app: App, hits: "Hits", form: str, output: str | None, *, force: bool) -> None:
    """Print the hits in a form, or write them to a file."""
    if form not in {"table", "json", "jsonl"}:
        from watcher.cli.transfer import write_items

        write_items(app, [hit.item for hit in hits], form, output, force=force)
    elif output:
        app.save(output, _text(hits, form), force=force)
        app.say(f"Wrote {len(hits)} items to {output}.")
    elif form == "table":
        _print_table(hits)
    elif form == "json":
        print_json([hit._asdict() for hit in hits])
    else:
        click.echo(_text(hits, form), nl=False)


def _text(hits: "Hits", form: str) -> str:
    """Return the hits as a file has them: JSON, a JSON document a line, or columns parted by tabs."""
    if form == "json":
        return json.dumps([hit._asdict() for hit in hits], ensure_ascii=False, indent=2) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(hit._asdict(), ensure_ascii=False) + "\n" for hit in hits)
    from watcher.text import shown

    lines = (_HEADINGS, *map(_row, _by_thread(hits)))
    return "".join("\t".join(shown(str(cell)) for cell in line) + "\n" for line in lines)


_HEADINGS = ("id", "date", "tier", "kind", "title", "authors", "venue")


def _print_table(hits: "Hits") -> None:
    from watcher.cli.output import print_table

    each = _by_thread(hits)
    print_table(_HEADINGS, map(_row, each), wide=4, links=[hit.url for hit in each], paged=True)


def _by_thread(hits: "Hits") -> "list[Hit]":
    """Return the hits, each thread at the place of its first with its other members beneath."""
    place = {hit.item: at for at, hit in enumerate(hits)}
    return sorted(hits, key=lambda hit: (place[hit.thread or hit.item], place[hit.item]))


def _row(hit: "Hit") -> tuple[object, ...]:
    beneath = "\u21b3 " * (hit.thread not in {0, hit.item})
    return (hit.item, hit.dated, hit.tier, hit.kind, beneath + _titled(hit), hit.authors, hit.venue)


def _titled(hit: "Hit") -> str:
    """Return the title, and before it what must be known of the work first: "RETRACTED: ..."."""
    if not hit.notices:
        return hit.title
    from watcher.notices import titled

    return titled(hit.title, hit.notices)


def _say(app: App, hits: "Hits", offset: int = 0) -> None:
    """Say on stderr how much was found, how the query was read, and what could not be understood."""
    app.say(_found(hits, offset))
    for remark in hits.remarks:
        app.say(remark)
    for record in hits.unread:
        name = record.title or f"{record.source} {record.source_id}"
        app.say(f"could not be understood, please read it yourself: {name} {record.url}".rstrip())


def _found(hits: "Hits", offset: int) -> str:
    """Return how many there are, how many are shown, and how many a date filter left out since they have no date."""
    from watcher.store.hits import MOST_TOLD

    undated = f"; {hits.undated} more have no date" if hits.undated else ""
    if not hits and not hits.total:
        return f"nothing found{undated}; `watcher status` says what there is, `watcher topic explain` why something would not be"
    near = f" ({hits.total - hits.nearest} with all of the query, {hits.nearest} near it)" if hits.nearest else ""
    place = f", those behind the first {offset}" if offset else ""
    shown = f", {len(hits)} shown{place} (--limit shows more)" if hits.total > len(hits) else ""
    total = f"more than {MOST_TOLD:,}" if hits.total == MOST_TOLD + 1 else f"{hits.total}"
    return f"{total} found{near}{shown}{undated}"


@click.command("searches")
@click.option("--forget", metavar="NAME", help="Forget this one.")
@click.option("--json", "as_json", is_flag=True, help="Print a list for a program.")
@shared
def searches_command(app: App, forget: str | None, as_json: bool) -> None:
    """List the searches that `watcher search --save NAME` kept.

    \b
    Example: watcher search high dose ssa net --save high-dose; watcher searches
    """
    with app.store() as store:
        if forget:
            if not store.searches.forget(forget):
                raise InputError(f"there is no saved search {forget!r}; `watcher searches` lists them")
            app.say(f"Forgot {forget}.")
            return
        found = store.searches.all()
    if as_json:
        print_json([one._asdict() | {"filters": one.filters._asdict()} for one in found])
        return
    from watcher.cli.output import print_table

    rows = [(one.name, one.saved[:10], one.query, _said(one.filters._asdict())) for one in found]
    print_table(("name", "saved", "query", "filters"), rows, wide=2)


def _said(filters: dict[str, object]) -> str:
    """Return the filters that ask something, as a person reads them."""
    asked = ((name, value) for name, value in filters.items() if value not in ("", (), None))
    return " ".join(
        f"{name}={','.join(map(str, value)) if isinstance(value, tuple) else value}" for name, value in asked
    )
