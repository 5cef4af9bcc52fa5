"""Text -> dose regimens: drug, formulation, mg, interval, mg in 28 days, multiple of the label's dose."""

from watcher.relevance.regimen.read import in_text, regimens

__all__ = ["in_text", "regimens"]
