"""Numbers that tell nothing of patients: how well a test or a model tells of an outcome, how much a level varies, what it costs."""

import re
from collections.abc import Iterator

from digests.outcomes.patterns import Mark, Token

_TESTED = (
    r"sensitivit\w{1,3}(?! analys)|specificit\w{1,3}|accurac\w{1,3}|predictive values?|concordance|"
    r"(?:inter|intra)-?(?:observer|reader|rater)|agreement(?= (?:on|of|for|between|was|were|in))|variances?|variabilit\w{1,3}|variations?|r ?[\^2]|r-?squared"
)
_FITTED = r"kappa|c-(?:index|indices|statistics?)|auroc|auc|area under|correlat\w{2,6}|coefficients? of|rho|brier|youden|spearman|pearson"
# Shares and parts of one behind these, up to the clause's end: "a sensitivity of 79% and a specificity of 85%".
_SHARES = re.compile(rf"(?<!\w)(?:{_TESTED})(?!\w)")
_PARTS = re.compile(rf"(?<!\w)(?:{_TESTED}|{_FITTED})(?!\w)")
_END = re.compile(r";|(?<=[a-z)]), |, (?:and|but|while|whereas)(?= )|(?<!\w)(?:but|whereas)(?!\w)")
_Spans = list[tuple[int, int]]
_SHARE = r"(?P<share>\d{1,3}(?:\.\d{1,2})?) ?%"
# "79% sensitivity", "23% of the observed variance", "explained 23% of".
_BEHIND = re.compile(
    rf"{_SHARE}\)? (?:of (?:the |its |all )?(?:[\w-]{{1,20}} ){{0,3}}?(?:variances?|variabilit\w{{1,3}}|variations?|differences)|(?:[\w-]{{1,20}} ){{0,2}}?(?:sensitivity|specificity|accuracy|concordance))(?!\w)"
)
_EXPLAINED = re.compile(rf"explain(?:ed|ing|s)? (?:(?:only|about|up to|some|a further) )?{_SHARE}")


# "£4,120", "EUR 4,120", "4,120 euros".
_MONEY = re.compile(
    r"(?:[£$€¥]|(?<!\w)(?:eur|usd|gbp|chf|sek|nok|dkk|aud|cad))\s?(?P<paid>\d)|(?P<price>\d[\d.,]{0,12})\s?(?:[£$€¥]|(?:euros?|dollars?|pounds sterling|eur|usd|gbp|sek)(?!\w))"
)


def without_unrelated(tokens: list[Token], folded: str) -> list[Token]:
    """Return the tokens, as words the numbers that tell how well something is told or explained, or what was paid."""
    shares, parts = [*_shares(folded)], [*_behind(_PARTS, folded)]
    paid = [span for told in _MONEY.finditer(folded) for span in (told.span("paid"), told.span("price"))]
    if not (shares or parts or paid):
        return tokens
    return [_as_word(token) if _is_among(token, shares, parts, paid) else token for token in tokens]


def _as_word(token: Token) -> Token:
    return token._replace(mark=Mark.WORD, number=None)


def _is_among(token: Token, shares: _Spans, parts: _Spans, paid: _Spans) -> bool:
    """Return whether a number is a share, a part of one or a price, that stands where such are told."""
    if token.number is None or token.mark not in {Mark.PERCENT, Mark.NUMBER}:
        return False
    part = token.mark is Mark.NUMBER and not token.label and 0 < abs(token.number) < 1
    spans = shares if token.mark is Mark.PERCENT else parts if part else paid
    return any(start <= token.at[0] < end for start, end in spans)


def _shares(folded: str) -> Iterator[tuple[int, int]]:
    yield from _behind(_SHARES, folded)
    for pattern in (_BEHIND, _EXPLAINED):
        yield from (told.span("share") for told in pattern.finditer(folded))


def _behind(pattern: re.Pattern[str], folded: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where numbers are told of what the pattern finds."""
    for told in pattern.finditer(folded):
        end = _END.search(folded, told.end())
        yield told.end(), end.start() if end else len(folded)
