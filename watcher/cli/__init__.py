"""The command line: a function per command, wired over the pipeline."""


def main() -> None:
    """Run the command line."""
