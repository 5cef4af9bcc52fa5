"""The command line, as ``watcher`` and as ``python -m watcher``."""

from watcher import heap


def main() -> None:
    """Run the command line."""
    heap.settle()  # before anything large is loaded
    from watcher.cli import main as run  # noqa: PLC0415

    try:
        run()
    finally:
        heap.settle()  # what is there now goes with the process, and need not be looked through to let it go


if __name__ == "__main__":
    main()
