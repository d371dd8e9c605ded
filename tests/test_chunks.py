from itertools import pairwise

from hypothesis import given

from qa.chunks import CHUNK_WORDS, CONTEXT_WORDS, split, windows
from qa.types import Chunk
from tests.strategies import article_of, articles


@given(articles)
def test_chunks_are_slices_that_advance_and_cover_everything_visible(article):
    chunks = split(article)

    assert all(article.text[chunk.start : chunk.end] == chunk.text for chunk in chunks)
    assert all(a.start < b.start and a.end < b.end for a, b in pairwise(chunks))
    uncovered = set(range(len(article.text)))
    for chunk in chunks:
        uncovered -= set(range(chunk.start, chunk.end))
    assert "".join(article.text[at] for at in sorted(uncovered)).strip() == ""


@given(articles)
def test_no_chunk_is_longer_than_its_own_words_and_the_context(article):
    assert all(
        len(chunk.text.split()) <= CHUNK_WORDS + CONTEXT_WORDS + 1 for chunk in split(article)
    )


def test_equal_passages_are_cited_each_at_its_own_place():
    sentence = "Công tác dân vận được đổi mới rõ nét ở cơ sở. "
    article = article_of(sentence * 60)

    starts = [chunk.start for chunk in split(article)]

    assert starts == sorted(set(starts))
    assert all(start % len(sentence) == 0 for start in starts)


def test_a_chunk_is_opened_by_the_whole_sentence_before_it():
    first, second, third = "Một " * 99 + "hết. ", "Hai " * 19 + "hết. ", "Ba " * 99 + "hết."

    chunks = split(article_of(first + second + third))

    assert [chunk.text for chunk in chunks] == [(first + second).strip(), second + third]


def test_a_word_without_end_is_cut():
    chunks = split(article_of("x" * 20_000))

    assert "".join(chunk.text for chunk in chunks) == "x" * 20_000
    assert max(len(chunk.text) for chunk in chunks) <= 150


def test_an_empty_text_has_no_chunks():
    assert split(article_of("")) == []


def test_windows_are_overlapping_pairs_of_sentences():
    chunk = Chunk("a", 100, 124, "Một. Hai hai. Ba ba ba.")

    found = windows(chunk, 2)

    assert [(each.start - 100, each.end - 100) for each in found] == [(0, 13), (5, 23)]
    assert {each.chunk_id for each in found} == {"a:100-124"}


def test_a_transformer_gets_one_window_a_chunk():
    chunk = Chunk("a", 7, 30, "Một. Hai hai. Ba ba ba.")

    assert [(each.start, each.end) for each in windows(chunk, None)] == [(7, 30)]
