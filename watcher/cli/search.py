"""``watcher search``: full text with filters."""

from typing import TYPE_CHECKING

import click

from watcher.cli.app import KINDS, TIERS, App, print_json, published, shared
from watcher.errors import InputError
from watcher.formats import available

if TYPE_CHECKING:
    from watcher.store.search import Hit, Hits

EVERYTHING = 100_000
FORMATS = ("table", "json", *available())


@click.command("search")
@click.argument("words", nargs=-1, metavar="QUERY")
@click.option(
    "--since",
    type=published,
    metavar="DATE",
    help="Published, or first posted, on or after: 2020, 2024-03, 2024-03-05.",
)
@click.option("--until", type=published, metavar="DATE", help="Published, or first posted, on or before.")
@click.option(
    "--source", "sources", multiple=True, metavar="NAME", help="Only what this source has; may be given again."
)
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only things of this form; may be given again."
)
@click.option("--tier", type=click.Choice(TIERS), help="At least this near.")
@click.option("--trial", default="", metavar="ID", help="Reports of a trial: NCT05050942, SORENTO.")
@click.option("--outcome", default="", metavar="NAME", help="Only what reports a figure of it: PFS, ORR, QoL, safety.")
@click.option(
    "--min-intensity", type=click.FloatRange(0, 1000), metavar="X", help="A regimen of at least X times the label dose."
)
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@shared
def search_command(
    app: App,
    /,
    words: tuple[str, ...],
    sort: str,
    limit: int,
    form: str,
    as_json: bool,
    outcome: str,
    trial: str,
    **filters: object,
) -> None:
    """Search everything in the store.

    All words must occur; "a phrase" in quotes, prefix*, AND, OR, NOT and parentheses work. Spelling
    variants (tumour, tumor) are found together. Without a query, everything that the filters let through.

    \b
    Example: watcher search "lanreotide every 14 days" --tier core --since 2020
    """
    from watcher.store.search import Filters, search_file

    _check_sources(filters["sources"])
    chosen = Filters(trial=_number(app, trial), **{k: v for k, v in filters.items() if v is not None})  # type: ignore[arg-type]
    hits = search_file(app.database(), " ".join(words), chosen, sort=sort, limit=EVERYTHING if outcome else limit)
    if outcome:
        hits = _reporting(app, hits, outcome, limit)
    _print(app, hits, "json" if as_json else form)
    app.say(_found(hits, at_least="at least " * bool(outcome)))
    for record in hits.unread:
        name = record.title or f"{record.source} {record.source_id}"
        app.say(f"could not be understood, please read it yourself: {name} {record.url}".rstrip())


def _check_sources(names: object) -> None:
    if names:
        from watcher.service.loading import check_source

        for name in names:  # type: ignore[attr-defined]
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


def _reporting(app: App, hits: "Hits", outcome: str, limit: int) -> "Hits":
    """Return the first hits whose text reports a figure of the outcome; texts are read one by one, until enough are found."""
    from itertools import islice

    from digests.outcomes import figures, names_of
    from watcher.store.search import Hits

    names = names_of(outcome)
    if not names:
        raise click.BadParameter(
            f"{outcome!r} is no outcome that we know; try PFS, OS, ORR, safety", param_hint="--outcome"
        )
    with app.store() as store:
        found = (
            hit
            for hit in hits
            for item in store.items.of([hit.item])
            if any(figure.outcome in names for record in item.records for figure in figures(record.text))
        )
        few = list(islice(found, limit + 1))  # one more says that there are more
    return Hits(few[:limit], total=len(few), undated=hits.undated)


def _print(app: App, hits: "Hits", form: str) -> None:
    match form:
        case "table":
            _print_table(hits)
        case "json":
            print_json([hit._asdict() for hit in hits])
        case "jsonl":
            import json

            for hit in hits:
                click.echo(json.dumps(hit._asdict(), ensure_ascii=False))
        case _:
            from watcher.cli.transfer import write_items

            write_items(app, [hit.item for hit in hits], form)


def _print_table(hits: "Hits") -> None:
    from watcher.cli.output import print_table

    rows = [(hit.item, hit.dated, hit.tier, hit.kind, _titled(hit), hit.authors, hit.venue) for hit in hits]
    print_table(("id", "date", "tier", "kind", "title", "authors", "venue"), rows, wide=4)


def _titled(hit: "Hit") -> str:
    """Return the title, and before it what must be known of the work first: "RETRACTED: ..."."""
    if not hit.notices:
        return hit.title
    from watcher.notices import titled

    return titled(hit.title, hit.notices)


def _found(hits: "Hits", at_least: str) -> str:
    """Return how many there are, how many are shown, and how many a date filter left out since they have no date."""
    undated = f"; {hits.undated} more have no date" if hits.undated else ""
    if not hits:
        return f"nothing found{undated}; `watcher sync` fetches, `watcher status` says what there is"
    shown = f", {len(hits)} shown (--limit shows more)" if hits.total > len(hits) else ""
    return f"{at_least * bool(shown)}{hits.total} found{shown}{undated}"
