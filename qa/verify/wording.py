"""How it is said: negation, duty, quantity, direction, who does what, and which words are new."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise, takewhile

from qa.verify.checks import Check, Pair, failed
from qa.verify.reading import Figure, Token
from qa.verify.vocabulary import ACTS, AXES, FRAME, MARKS, NEVER_DROPPED, NUMBER_WORDS

_HEAD = 3
"""Content words behind a mark that it surely marks."""
_NEGATED = 5
"""Content words of a clause that a negation or a part of many reaches."""
_FAR = frozenset({"negation", "some", "most", "few", "only"})
_SIDE, _NEXT = 8, 2
"""Content words on each side of a verb that say who does what to whom; of a preposition."""
_PASSIVE = frozenset({"được", "bị", "do", "bởi"})
_DUTIES = frozenset({"must", "need", "should", "may", "forbid", "future", "ask"})
_AHEAD = frozenset(phrase for phrase, kind in MARKS.items() if kind == "future")
_KINDS = {"negation": "negation"} | dict.fromkeys(_DUTIES, "duty")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that marks those behind it; ``head`` are the nearest of them."""

    kind: str
    token: Token
    at: int
    head: tuple[Token, ...]


def marks(pair: Pair) -> Iterator[Check]:
    """Every negation, duty and quantity is there on the same words, and none is left out."""
    said, there = _marks(pair.sentence), _marks(pair.quote)
    for mark in said:
        if mark.kind == "all" and any(_is_whole(token) for token in pair.quote):
            continue
        if mark.head and not any(_reaches(pair, other, mark) for other in there):
            yield failed(_KINDS.get(mark.kind, "quantity"), mark.token, None)
        elif mark.head:
            yield Check(_KINDS.get(mark.kind, "quantity"), True, mark.token)
    for mark in there:
        if mark.kind in NEVER_DROPPED and (dropped := _dropped(pair, mark, said, there)):
            yield failed(_KINDS.get(mark.kind, "quantity"), dropped, mark.token)


def _is_whole(token: Token) -> bool:
    """Whether it says all of a number: 14/14, 100%."""
    fact = token.fact
    return isinstance(fact, Figure) and any(
        fact.unit == f"/{value}" or (fact.unit == "%" and value == 100) for value in fact.values
    )


def tenses(pair: Pair) -> Iterator[Check]:
    """Nothing has happened that the quote says will happen."""
    done, ahead = _behind(pair.quote, {"đã"}), _behind(pair.quote, _AHEAD)
    for value, token in _behind(pair.sentence, {"đã"}).items():
        if value in ahead and value not in done:
            yield failed("duty", token, ahead[value])


def _behind(tokens: Sequence[Token], words: Collection[str]) -> dict[str, Token]:
    """The first content word behind each of the words."""
    return {
        next((each.value for each in tokens[at + 1 :] if each.is_content), ""): token
        for at, token in enumerate(tokens)
        if token.value in words
    }


def _marks(tokens: Sequence[Token]) -> list[Mark]:
    return [
        Mark(MARKS[token.value], token, at, _head(tokens, at))
        for at, token in enumerate(tokens)
        if token.value in MARKS
    ]


def _head(tokens: Sequence[Token], at: int) -> tuple[Token, ...]:
    mark = tokens[at]
    reach = _NEGATED if MARKS[mark.value] in _FAR else _HEAD
    behind = [each for each in tokens[at + 1 :] if each.sentence == mark.sentence]
    if MARKS[mark.value] not in _DUTIES:
        behind = [each for each in behind if each.clause == mark.clause]
    if MARKS[mark.value] not in _KINDS:
        behind = _before_fact(behind)
    return tuple(each for each in behind if each.is_content)[:reach]


def _before_fact(tokens: Sequence[Token]) -> list[Token]:
    """What a quantity lies on: "toàn tỉnh" in "toàn tỉnh có 59 xã", the xã in "tất cả 59 xã"."""
    after = list(dropwhile(lambda token: not token.is_content, tokens))
    return list(takewhile(lambda token: token.fact is None, after))


def _reaches(pair: Pair, there: Mark, said: Mark) -> bool:
    """Whether a mark of the quote, of the same kind, lies on the words that this one lies on."""
    if there.kind != said.kind:
        return False
    wanted = {token.value for token in said.head[:2]}
    if there.kind in _DUTIES:
        return any(
            token.value in wanted and there.kind in _governing(pair.quote, at)
            for at, token in enumerate(pair.quote)
            if at > there.at
        )
    return any(token.value in wanted for token in there.head)


def _governing(tokens: Sequence[Token], at: int) -> frozenset[str]:
    """The duties that were said last before a word, in its sentence: "có thể phải" is two."""
    last = next(
        (
            place
            for place in range(at - 1, -1, -1)
            if MARKS.get(tokens[place].value) in _DUTIES
            or tokens[place].sentence != tokens[at].sentence
        ),
        None,
    )
    if last is None or tokens[last].sentence != tokens[at].sentence:
        return frozenset()
    kinds = {MARKS[tokens[last].value]}
    if last and (before := MARKS.get(tokens[last - 1].value)) in _DUTIES:
        kinds.add(str(before))
    return frozenset(kinds)


def _dropped(pair: Pair, mark: Mark, said: Sequence[Mark], there: Sequence[Mark]) -> Token | None:
    """The word of the sentence that the quote marks and the sentence does not."""
    free = _free(pair.quote, mark.kind, there)
    for one, other in _pairs(mark.head):
        bound = one in free if other is None else (one, other) in free
        if bound:
            continue
        for at, token in enumerate(pair.sentence):
            after = [each.value for each in pair.sentence[at + 1 : at + 3]]
            if token.value != one or (other is not None and other not in after):
                continue
            if not _marked(pair.sentence, at, mark.kind, said):
                return token
    return None


def _pairs(head: Sequence[Token]) -> list[tuple[str, str | None]]:
    if len(head) == 1:
        return [(head[0].value, None)]
    return [(one.value, other.value) for one, other in pairwise(head)]


def _free(
    tokens: Sequence[Token], kind: str, all_marks: Sequence[Mark]
) -> set[str | tuple[str, str]]:
    """Words and pairs of the quote that stand there without a mark of this kind too."""
    content = [at for at, token in enumerate(tokens) if token.is_content]
    unmarked = [at for at in content if not _marked(tokens, at, kind, all_marks)]
    free: set[str | tuple[str, str]] = {tokens[at].value for at in unmarked}
    following = dict(pairwise(content))
    free.update(
        (tokens[at].value, tokens[following[at]].value) for at in unmarked if at in following
    )
    return free


def _marked(tokens: Sequence[Token], at: int, kind: str, all_marks: Sequence[Mark]) -> bool:
    if kind in _DUTIES and kind in _governing(tokens, at):
        return True
    token = tokens[at]
    return any(
        mark.kind == kind and any(each.start == token.start for each in mark.head)
        for mark in all_marks
    )


def directions(pair: Pair) -> Iterator[Check]:
    """No word stands where the quote has one of the opposite direction."""
    for at, token in enumerate(pair.sentence):
        after = next((each.value for each in pair.sentence[at + 1 :] if each.is_content), None)
        for own, other in (turn for axis in AXES for turn in (axis, axis[::-1])):
            if token.value not in own or after is None:
                continue
            if _followed(pair, other, after) and not _followed(pair, own, after):
                yield failed("direction", token, None)


def _followed(pair: Pair, words: frozenset[str], after: str) -> bool:
    return any(word in pair.values and pair.follows(word, after) for word in words)


def turned(pair: Pair) -> Iterator[Check]:
    """Nobody does what the quote says was done to them: A verb B for B verb A."""
    for at, token in enumerate(pair.sentence):
        if (
            token.value in ACTS
            and not _is_passive(pair.sentence, at)
            and any(
                _is_mirrored(_sides(pair.sentence, at), _sides(pair.quote, place))
                for place in pair.places(token.value)
            )
        ):
            yield failed("order", token, None)
            return


def _is_passive(tokens: Sequence[Token], at: int) -> bool:
    before = [each for each in tokens[:at] if each.clause == tokens[at].clause]
    return any(each.value in _PASSIVE for each in before)


def _sides(tokens: Sequence[Token], at: int) -> tuple[list[str], list[str]]:
    """The nearest content words before a word, nearest first, and behind it."""
    same = [each for each in tokens if each.is_content and each.sentence == tokens[at].sentence]
    width = _SIDE if tokens[at].is_content else _NEXT
    before = [each.value for each in same if each.start < tokens[at].start][-width:]
    after = [each.value for each in same if each.start > tokens[at].start][:width]
    return before[::-1], after


def _is_mirrored(said: tuple[list[str], list[str]], there: tuple[list[str], list[str]]) -> bool:
    """Whether what stands before stands behind there, and the other way round."""
    (before, left), (after, right) = (_beyond(*pair) for pair in zip(said, there, strict=True))
    crossed = (len(set(before) & set(right)), len(set(after) & set(left)))
    straight = len(set(before) & set(left)) + len(set(after) & set(right))
    return min(crossed) > 0 and sum(crossed) > 2 and sum(crossed) > 2 * straight


def _beyond(said: list[str], there: list[str]) -> tuple[list[str], list[str]]:
    """Both without the words that they begin with alike: they belong to the verb."""
    alike = 0
    while alike < min(len(said), len(there)) and said[alike] == there[alike]:
        alike += 1
    return said[alike:], there[alike:]


def cover(pair: Pair) -> Iterator[Check]:
    """Words that claim something and stand nowhere in the quote."""
    figures = [token.fact for token in pair.quote if isinstance(token.fact, Figure)]
    counts = {value for figure in figures for value in figure.values}
    framed = any(token.value == "là" for token in pair.sentence)
    for token in pair.sentence:
        known = NUMBER_WORDS.get(token.value) in counts or (framed and token.value in FRAME)
        if token.is_content and not known and not pair.covers(token):
            yield failed("words", token, None)
