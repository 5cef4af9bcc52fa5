"""The order of things: what is collected, how a record is taken in, how a digest is delivered.

``collect`` asks the sources side by side and feeds what comes, one record at a time, to ``take_in``;
``compose`` turns what the store knows into a digest, ``deliver`` freezes it and ``send_due`` hands it
over. Nothing is decided here: every decision is a pure function of another part.
"""

from watcher.pipeline.arrivals import Asked
from watcher.pipeline.collect import collect, standing_question
from watcher.pipeline.deliver import Composed, Edition, Sent, compose, deliver, rendered, send_due
from watcher.pipeline.second import SecondProcess
from watcher.pipeline.take_in import take_in

__all__ = [
    "Asked",
    "Composed",
    "Edition",
    "SecondProcess",
    "Sent",
    "collect",
    "compose",
    "deliver",
    "rendered",
    "send_due",
    "standing_question",
    "take_in",
]
