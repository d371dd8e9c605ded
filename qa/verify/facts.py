"""What can be pointed at: figures, moments, documents, people, offices, places, speakers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from qa.identifiers import places
from qa.verify.checks import Check, Pair, failed, neighbours
from qa.verify.reading import Figure, Moment, Token
from qa.verify.vocabulary import LABELS, LEVELS, ROLES, SAYING, SURNAMES
from qa.vietnamese import fold, search_form

_NEAR = 5
"""Content words between a figure and what it counts, at most."""
_LONGEST_NAME = 5
_BARE_SURNAMES = frozenset(map(fold, SURNAMES))
_QUOTED = re.compile('[“”"«»]')
_CLEARLY = 0.5
"""How much more the words around another fact must fit before it is the one that is meant."""


def figures(pair: Pair) -> Iterator[Check]:
    """Each figure stands in the quote with the same unit and bound, beside the same words."""

    def same(said: Token, there: Token) -> bool:
        return (
            isinstance(said.fact, Figure)
            and isinstance(there.fact, Figure)
            and not said.fact.values.isdisjoint(there.fact.values)
            and (said.fact.unit, said.fact.about) == (there.fact.unit, there.fact.about)
        )

    def rival(said: Token, there: Token) -> bool:
        return isinstance(there.fact, Figure) and not same(said, there)

    for at, token in enumerate(pair.sentence):
        if isinstance(token.fact, Figure):
            yield from _fact(pair, "figure", at, same, rival)
            yield from _counted(pair, at, same)


def moments(pair: Pair) -> Iterator[Check]:
    """Each day, month and year stands in the quote, beside the same words."""

    def same(said: Token, there: Token) -> bool:
        return (
            isinstance(said.fact, Moment)
            and isinstance(there.fact, Moment)
            and said.fact.within(there.fact)
        )

    def rival(said: Token, there: Token) -> bool:
        return isinstance(there.fact, Moment) and not same(said, there) and _alike(said, there)

    for at, token in enumerate(pair.sentence):
        if isinstance(token.fact, Moment):
            yield from _fact(pair, "date", at, same, rival)


def _alike(said: Token, there: Token) -> bool:
    """Whether both say the same parts of a date: two years, but not a year and a day."""
    return all(
        (getattr(said.fact, part) is None) == (getattr(there.fact, part) is None)
        for part in ("year", "month", "day", "quarter")
    )


def documents(pair: Pair) -> Iterator[Check]:
    """Each document number stands in the quote, beside the same words."""

    def same(said: Token, there: Token) -> bool:
        return said.fact == there.fact

    def rival(said: Token, there: Token) -> bool:
        return isinstance(there.fact, str) and not same(said, there)

    for at, token in enumerate(pair.sentence):
        if isinstance(token.fact, str):
            yield from _fact(pair, "document", at, same, rival)


def _fact(
    pair: Pair,
    kind: str,
    at: int,
    same: Callable[[Token, Token], bool],
    rival: Callable[[Token, Token], bool],
) -> Iterator[Check]:
    said = pair.sentence[at]
    there = [place for place, token in enumerate(pair.quote) if same(said, token)]
    if not there:
        yield failed(kind, said, None)
        return
    label = _label(pair.sentence, at)
    labelled = [place for place in there if label in (None, _label(pair.quote, place))]
    if not labelled:
        yield failed(kind, said, pair.quote[there[0]])
        return
    best = max(there, key=lambda place: pair.shared(at, place))
    others = [place for place, token in enumerate(pair.quote) if rival(said, token)]
    closest = max(others, key=lambda place: pair.shared(at, place), default=None)
    if closest is not None and pair.shared(at, closest) > pair.shared(at, best) + _CLEARLY:
        yield failed(kind, said, pair.quote[closest])
    else:
        yield Check(kind, True, said, pair.quote[best])


def _label(tokens: Sequence[Token], at: int) -> str | None:
    """The word right before a figure that says what it numbers."""
    before = tokens[at - 1].value if at and tokens[at - 1].clause == tokens[at].clause else ""
    plain = isinstance(tokens[at].fact, Moment) and before in ("ngày", "tháng", "năm")
    return before if before in LABELS and not plain else None


def ranges(pair: Pair) -> Iterator[Check]:
    """Two figures or dates close together stand in the order of the quote: 9-14 is not 14-9."""
    for at, token in enumerate(pair.sentence):
        near = [each for each in pair.sentence[at + 1 : at + 4] if each.fact is not None]
        for other in near if token.fact is not None else ():
            there = [
                (first, second)
                for first, one in enumerate(pair.quote)
                for second, two in enumerate(pair.quote)
                if abs(first - second) < 4 and _equal(one, token) and _equal(two, other)
            ]
            if there and all(one > two for one, two in there):
                yield failed("order", token, None, other)


def _equal(one: Token, other: Token) -> bool:
    if isinstance(one.fact, Figure) and isinstance(other.fact, Figure):
        return not one.fact.values.isdisjoint(other.fact.values)
    return one.fact == other.fact


def _counted(pair: Pair, at: int, same: Callable[[Token, Token], bool]) -> Iterator[Check]:
    """What a figure counts, where the next word of its clause says it, is what it counts there."""
    said = pair.sentence[at]
    after = next(iter(pair.sentence[at + 1 : at + 2]), None)
    if pair.foreign or after is None or not after.is_content or after.clause != said.clause:
        return
    there = [place for place, token in enumerate(pair.quote) if same(said, token)]
    near = {value for place in there for value in neighbours(pair.quote, place, _NEAR)}
    if there and after.value not in near:
        yield failed("figure", after, pair.quote[there[0]])


def people(pair: Pair) -> Iterator[Check]:
    """Each person of the sentence stands in the quote, with the same offices."""
    there = _people(pair.quote)
    for start, end in _people(pair.sentence):
        name = pair.name(pair.sentence, (start, end))
        found = [span for span in there if pair.name(pair.quote, span) == name]
        if not found:
            yield failed("name", pair.sentence[start], None, pair.sentence[end - 1])
            continue
        yield Check("name", True, pair.sentence[start], pair.quote[found[0][0]])
        yield from _offices(pair, (start, end), found, there)


def _offices(
    pair: Pair, person: tuple[int, int], found: list[tuple[int, int]], there: list[tuple[int, int]]
) -> Iterator[Check]:
    """The offices beside a person are those that stand beside this person in the quote."""
    own = _segment(pair.sentence, person, _people(pair.sentence))
    held = {
        token.value
        for span in found
        for token in _segment(pair.quote, span, there)
        if token.value in ROLES
    }
    for token in own:
        if token.value in ROLES and held and token.value not in held:
            yield failed("name", token, pair.quote[found[0][0]])


def _segment(
    tokens: Sequence[Token], person: tuple[int, int], people: list[tuple[int, int]]
) -> Sequence[Token]:
    """The words around a person, as far as the next person or the end of the sentence."""
    sentence = tokens[person[0]].sentence
    start = max((end for _, end in people if end <= person[0]), default=0)
    stop = min((first for first, _ in people if first >= person[1]), default=len(tokens))
    return [token for token in tokens[start:stop] if token.sentence == sentence]


def speakers(pair: Pair) -> Iterator[Check]:
    """Who says something in the sentence is who says something in the quote."""
    said = _speakers(pair.sentence)
    there = {pair.name(pair.quote, span) for _, span in _speakers(pair.quote)}
    for at, span in said:
        name = pair.name(pair.sentence, span)
        if there and name not in there:
            yield failed("speaker", pair.sentence[span[0]], None, pair.sentence[at])


def _speakers(tokens: Sequence[Token]) -> list[tuple[int, tuple[int, int]]]:
    """Each verb of saying with the last person before it in its sentence."""
    people = _people(tokens)
    found = []
    for at, token in enumerate(tokens):
        before = [
            span for span in people if span[1] <= at and tokens[span[0]].sentence == token.sentence
        ]
        if token.value == SAYING and before:
            found.append((at, before[-1]))
    return found


def _people(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Runs of capitals that begin with a family name and are no province: index ranges."""
    spans: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        inside = spans and at < spans[-1][1]
        if inside or not token.capital or not _is_surname(token.value):
            continue
        end = at + 1
        while end < len(tokens) and end - at < _LONGEST_NAME and _continues(tokens, end):
            end += 1
        name = " ".join(each.value for each in tokens[at:end])
        if end - at > 1 and not places(f"tỉnh {name}"):
            spans.append((at, end))
    return spans


def _is_surname(word: str) -> bool:
    """Also where an English sentence leaves the accents out; Đảng is not Đặng."""
    return word in SURNAMES or (word.isascii() and word in _BARE_SURNAMES)


def _continues(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    one_word = " " not in token.value
    return token.capital and one_word and token.clause == tokens[at - 1].clause and not token.fact


def located(pair: Pair) -> Iterator[Check]:
    """Each province of the sentence stands in the quote or heads its article."""
    known = {fold(place) for place in places(f"{pair.quote_text}\n{pair.context}")}
    there = fold(search_form(f"{pair.quote_text}\n{pair.context}"))
    for place in dict.fromkeys(places(pair.sentence_text)):
        if fold(place) not in known and fold(search_form(place)) not in there:
            first = search_form(place).split()[0]
            token = next((each for each in pair.sentence if each.value == first), pair.sentence[0])
            yield failed("place", token, None)


def levels(pair: Pair) -> Iterator[Check]:
    """Each level of the administration stands beside the same words: cấp xã, cấp huyện."""

    def same(said: Token, there: Token) -> bool:
        return said.value == there.value

    def rival(said: Token, there: Token) -> bool:
        return there.value in LEVELS and not same(said, there)

    for at, token in enumerate(pair.sentence):
        if token.value in LEVELS and token.value in pair.values:
            yield from _fact(pair, "name", at, same, rival)


def named(pair: Pair) -> Iterator[Check]:
    """Words that stand side by side in a name do so in the quote: Ban Dân vận Trung ương."""
    people = {start for start, _ in _people(pair.sentence)}
    for at, (one, other) in enumerate(pairwise(pair.sentence), start=1):
        if not (other.capital and one.is_content and other.is_content) or at in people:
            continue
        apart = one.clause != other.clause or _QUOTED.search(
            pair.sentence_text[one.end : other.start]
        )
        both = {one.value, other.value} <= pair.values and one.value not in ROLES
        if both and not apart and not pair.follows(one.value, other.value):
            yield failed("name", one, None, other)
