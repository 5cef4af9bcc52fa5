"""``watcher search``: full text with filters."""

from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, print_json, shared

if TYPE_CHECKING:
    from watcher.store.search import Hit

FORMATS = ("table", "json", "jsonl", "csv", "ris", "bibtex")


@click.command("search")
@click.argument("words", nargs=-1, metavar="QUERY")
@click.option("--since", default="", metavar="DATE", help="Published on or after: 2020, 2024-03, 2024-03-05.")
@click.option("--until", default="", metavar="DATE", help="Published on or before.")
@click.option(
    "--source", "sources", multiple=True, metavar="NAME", help="Only what this source has; may be given again."
)
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="article, preprint, abstract, registration, news, ..."
)
@click.option("--tier", default="", metavar="TIER", help="At least this near: watched, core, related, adjacent, off.")
@click.option("--trial", default="", metavar="ID", help="Reports of a trial: NCT05050942, SORENTO.")
@click.option("--outcome", default="", metavar="NAME", help="Only what reports this outcome: PFS, ORR, safety, QoL.")
@click.option("--min-intensity", type=float, metavar="X", help="A regimen of at least X times the label dose.")
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@shared
def search_command(
    app: App, /, words: tuple[str, ...], sort: str, limit: int, form: str, as_json: bool, **filters: object
) -> None:
    """Search everything in the store.

    All words must occur; "a phrase" in quotes, prefix*, AND, OR, NOT and parentheses work. Spelling
    variants (tumour, tumor) are found together. Without a query, everything that the filters let through.

    \b
    Example: watcher search "lanreotide every 14 days" --tier core --since 2020
    """
    from watcher.store.search import Filters, search_file

    chosen = Filters(**{k: v for k, v in filters.items() if v is not None})  # type: ignore[arg-type]
    hits = search_file(app.database(), " ".join(words), chosen, sort=sort, limit=limit)
    _print(app, hits, "json" if as_json else form)


def _print(app: App, hits: "tuple[Hit, ...]", form: str) -> None:
    match form:
        case "table":
            _print_table(app, hits)
        case "json":
            print_json([hit._asdict() for hit in hits])
        case "jsonl":
            import json

            for hit in hits:
                click.echo(json.dumps(hit._asdict(), ensure_ascii=False))
        case _:
            from watcher.cli.transfer import write_items

            write_items(app, [hit.item for hit in hits], form)


def _print_table(app: App, hits: "tuple[Hit, ...]") -> None:
    from watcher.cli.output import print_table

    rows = [(hit.item, hit.published, hit.tier, hit.kind, hit.title, hit.authors, hit.venue) for hit in hits]
    print_table(("id", "published", "tier", "kind", "title", "authors", "venue"), rows, wide=4)
    app.say(
        f"{len(hits)} found" if hits else "nothing found; `watcher sync` fetches, `watcher status` says what there is"
    )
