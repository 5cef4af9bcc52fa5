"""``watcher topic check``: the profile held against records whose tiers are known."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, echo, print_json, shared
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.relevance.check import CheckReport


@click.command("check")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@click.option("--gate", is_flag=True, help="Exit with 1 where the gate is missed; always so without FILE.")
@shared
def check_command(app: App, files: tuple[Path, ...], as_json: bool, gate: bool) -> None:
    """Rate records that carry labels: recall and precision per tier, the confusion table, each miss with its reason.

    A FILE has a JSON object a line: title, label, and where known abstract, pmid, doi, nct, year, kind. Without one,
    every set beside the profile is rated (NAME.known.jsonl, NAME.*.jsonl). Recall is told by set, language, form and source.

    \b
    Example: watcher topic check known.jsonl
    """
    from watcher.normalise import normalise
    from watcher.relevance.check import check, read_labelled, sets

    chosen = files or sets(app.topic)
    if not chosen:
        raise InputError("the profile has no known set beside it; name a file of labelled records")
    labelled = [replace(one, record=normalise(one.record)) for path in chosen for one in read_labelled(path)]
    report = check(labelled, app.topic)
    if not report.total:
        raise InputError(f'{chosen[0]}: there is no record in it; write a JSON object a line, with "title" and "label"')
    if as_json:
        print_json(_as_json(report))
    else:
        _print_report(report)
    if (gate or not files) and not report.passes:
        click.get_current_context().exit(1)


def _print_report(report: "CheckReport") -> None:
    from watcher.cli.output import print_table
    from watcher.relevance import in_words
    from watcher.relevance.check import table

    echo(f"{report.profile}: {report.total} records")
    head, *rows = table(report)
    print_table(head, rows)
    for (kind, name), (found, total) in report.shares.items():
        echo(f"{kind} {name}: {found} of {total} watched and core found")
    echo("the gate is passed" if report.passes else "the gate is missed")
    for miss in report.misses:
        one = miss.labelled
        echo(
            f"\n{one.tier.value}, found {miss.score.tier.value}: {one.record.title}"
            + (f" ({one.why})" if one.why else "")
        )
        for reason in miss.score.reasons:
            echo(f"  {in_words(reason)}")


def _as_json(report: "CheckReport") -> dict[str, object]:
    from watcher.relevance import in_words
    from watcher.relevance.check import table

    head, *rows = table(report)
    return {
        "profile": report.profile,
        "total": report.total,
        "passes": report.passes,
        "recall": [
            {"by": by, "name": name, "found": found, "total": total}
            for (by, name), (found, total) in report.shares.items()
        ],
        "table": [dict(zip(head, row, strict=True)) for row in rows],
        "misses": [
            {
                "id": miss.labelled.record.source_id,
                "title": miss.labelled.record.title,
                "label": miss.labelled.tier,
                "found": miss.score.tier,
                "reasons": [in_words(reason) for reason in miss.score.reasons],
            }
            for miss in report.misses
        ],
    }
