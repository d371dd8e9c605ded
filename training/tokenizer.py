"""Stage 2: the tokenizer: syllables, words, frequent phrases, and sub-words for everything else.

A unigram model built from counts, without a training run: the likeliest split of a text takes a
phrase as one piece wherever it is likelier than its syllables. Unaccented and English text is
counted too, so both have pieces.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from string import ascii_lowercase, digits

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, trainers

from qa.vietnamese import fold
from training.files import log, rows

SIZE = 64_000
SUBWORDS = 8_000
PHRASES = 22_000
ENGLISH = 12_000  # words that get a piece however seldom they are met
PLAIN = re.compile(r"[a-z]{3,}")
WORD_SEEN, PHRASE_SEEN = 5, 30
BOUND = {2: 0.28, 3: 0.38, 4: 0.44}  # normalised pointwise mutual information
UNACCENTED_EVERY = 6
ARTICLE_EVERY = 2  # every other sentence of the articles is enough to count
SUBWORD_PENALTY = 12.0  # a known word is never split
EDGE = " "  # stands before and after each word, so that no piece ends within the next word
UNKNOWN = "<unk>"
DOMAIN = ("dân vận", "mặt trận tổ quốc", "dân vận khéo", "ban dân vận", "quy chế dân chủ")
_INVISIBLE = r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
_NEW_TONES = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"
_OLD_TONES = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
Phrase = tuple[str, ...]


def normalizer() -> normalizers.Normalizer:
    """``vietnamese.search_form`` with every other sign as a blank, inside the tokenizer itself."""
    tones = [
        normalizers.Replace(Regex(rf"(?<!q){new}(?!\p{{L}})"), old)
        for new, old in zip(_NEW_TONES.split(), _OLD_TONES.split(), strict=True)
    ]
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(_INVISIBLE), ""),
            normalizers.NFKC(),  # also the full-width block, and m² as m2
            normalizers.Lowercase(),
            normalizers.Replace(Regex("[ðɖ]"), "đ"),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), EDGE),
            normalizers.Strip(),
            *tones,
        ]
    )


def edged() -> normalizers.Normalizer:
    """The normal form with both edges of every word marked."""
    return normalizers.Sequence(
        [
            normalizer(),
            normalizers.Replace(EDGE, EDGE * 2),
            normalizers.Prepend(EDGE),
            normalizers.Replace(Regex(r"(?<=\S)$"), EDGE),
        ]
    )


def piece_of(*words: str) -> str:
    """The words as one piece."""
    return "".join(EDGE + word + EDGE for word in words)


def whole(piece: str) -> bool:
    """Whether the piece is one or more words, not a part of one."""
    return piece.startswith(EDGE) and piece.endswith(EDGE) and piece != EDGE


def texts(work: Path) -> Iterator[str]:
    """The text that is counted, in the order of the files."""
    for row in rows(work / "articles.jsonl"):
        yield from (row["title"], row["abstract"], *row["sentences"][::ARTICLE_EVERY])
    for row in rows(work / "pairs.jsonl"):
        yield row["anchor"]
    for row in rows(work / "parallel.jsonl"):
        yield from (row["en"], row["vi"])


def normalised(found: Iterable[str]) -> Iterator[str]:
    """The texts in normal form, and every sixth of them once more without accents."""
    form = normalizer()
    for position, text in enumerate(found):
        plain = form.normalize_str(text)
        yield plain
        if position % UNACCENTED_EVERY == 0:
            yield fold(plain)


def coded(found: Iterable[str]) -> tuple[list[str], NDArray[np.int64]]:
    """The distinct words, and the text as their numbers with 0 between texts."""
    numbers: dict[str, int] = {"": 0}
    parts = [
        np.array([numbers.setdefault(word, len(numbers)) for word in text.split()] + [0])
        for text in found
    ]
    return list(numbers), np.concatenate(parts)


def phrases(words: list[str], text: NDArray[np.int64]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Phrases of two to four words that stand together far more often than by chance."""
    total = len(text)
    single = np.bincount(text, minlength=len(words))
    starts = np.flatnonzero(text[:-1])  # where a candidate of the last length begins
    codes = text[starts]  # a number for each candidate
    for length, bound in BOUND.items():
        starts = starts[: np.searchsorted(starts, total - length + 1)]
        codes, follow = codes[: len(starts)], text[starts + length - 1]
        alive = follow > 0
        starts, joint = starts[alive], codes[alive] * len(words) + follow[alive]
        _, first, codes, seen = np.unique(
            joint, return_index=True, return_inverse=True, return_counts=True
        )
        often = seen[codes] >= PHRASE_SEEN
        for place, count in zip(first[seen >= PHRASE_SEEN], seen[seen >= PHRASE_SEEN], strict=True):
            members = text[starts[place] : starts[place] + length]
            chance = np.log(single[members] / total).sum()
            joined = math.log(count / total)
            if (joined - chance) / (-joined * (length - 1)) >= bound:
                yield tuple(words[member] for member in members), int(count)
        starts, codes = starts[often], codes[often]


def subwords(rare: Counter[str]) -> list[tuple[str, float]]:
    """Pieces for the words that have none of their own, with log likelihoods."""
    tokenizer = Tokenizer(models.Unigram())
    trainer = trainers.UnigramTrainer(vocab_size=SUBWORDS, show_progress=False, max_piece_length=8)
    repeated = (piece_of(word) for word, seen in rare.items() for _ in range(min(seen, 4)))
    tokenizer.train_from_iterator(repeated, trainer)
    return [(piece, score) for piece, score in json.loads(tokenizer.to_str())["model"]["vocab"]]


def characters() -> set[str]:
    """Every letter of the two languages and every number of two digits, within and at a start."""
    vowels = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
    single = set(vowels + ascii_lowercase + "đ" + digits)
    single |= {"".join(pair) for pair in product(digits, repeat=2)}
    edges = {EDGE + piece for piece in single} | {piece + EDGE for piece in single}
    return single | edges | {EDGE}


def vocabulary(
    words: list[str], text: NDArray[np.int64], extra: Iterable[str] = (), size: int = SIZE
) -> list[tuple[str, float]]:
    """Pieces with log likelihoods, the unknown piece first, then the most frequent."""
    single = np.bincount(text, minlength=len(words))
    counts: dict[Phrase, int] = {
        (word,): int(n) for word, n in zip(words, single, strict=True) if word
    }
    known = {word: seen for word, seen in counts.items() if seen >= WORD_SEEN}
    known |= {(word,): WORD_SEEN for word in extra if (word,) not in known}
    rare = Counter({word[0]: seen for word, seen in counts.items() if word not in known})
    fallback = dict(subwords(rare))
    lowest = min(fallback.values(), default=0.0)
    fallback |= {piece: lowest for piece in characters() if piece not in fallback}
    total = sum(known.values())
    likely: dict[Phrase, float] = {word: math.log(seen / total) for word, seen in known.items()}
    joined = dict(sorted(phrases(words, text), key=lambda item: -item[1])[:PHRASES])
    likely |= {phrase: math.log(seen / total) for phrase, seen in joined.items()}
    for phrase in map(str.split, DOMAIN):  # common syllables: chance alone would keep them apart
        apart = sum(likely.get((word,), math.log(1 / total)) for word in phrase)
        likely[tuple(phrase)] = max(likely.get(tuple(phrase), -math.inf), apart + 3)
    domain = {tuple(phrase.split()) for phrase in DOMAIN}
    ranked = sorted(likely.items(), key=lambda item: (item[0] not in domain, -item[1], item[0]))
    room = size - 1 - len(fallback)
    kept = {piece_of(*phrase): score for phrase, score in ranked[:room]}
    lower = {p: s - SUBWORD_PENALTY for p, s in sorted(fallback.items()) if p not in kept}
    unknown = min(lower.values()) - 20
    return [(UNKNOWN, unknown), *kept.items(), *lower.items()]


def build(pieces: list[tuple[str, float]]) -> Tokenizer:
    """A tokenizer that takes the likeliest split, across blanks, and adds nothing."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0))
    tokenizer.normalizer = edged()
    return tokenizer


def english_words(work: Path) -> list[str]:
    """The most frequent English words of the parallel sentences, three letters and more."""
    form = normalizer()
    texts = (form.normalize_str(row["en"]) for row in rows(work / "parallel.jsonl"))
    seen = Counter(word for text in texts for word in text.split() if PLAIN.fullmatch(word))
    return [word for word, _ in seen.most_common(ENGLISH)]


def run(work: Path, extra: Path | None = None) -> None:
    """Writes ``tokenizer.json``; ``extra`` lists the words that get a piece in any case."""
    logger = log(work, "tokenizer")
    counted = work / "counted.npz"
    if not counted.exists():
        words, text = coded(normalised(texts(work)))
        np.savez(counted, words=np.array("\n".join(words)), text=text)
    stored = np.load(counted)
    words, text = str(stored["words"]).split("\n"), stored["text"]
    logger.info("%d running words, %d distinct", len(text), len(words))
    more = extra.read_text(encoding="utf-8").split() if extra else english_words(work)
    pieces = vocabulary(words, text, more)
    build(pieces).save(str(work / "tokenizer.json"), pretty=False)
    joined = sum(piece.count(EDGE) > 2 for piece, _ in pieces)
    logger.info("%d pieces, %d of them phrases", len(pieces), joined)
