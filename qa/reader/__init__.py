"""Hits to an answer of sentences that stand in them, or to a refusal with its reason.

Rooms:
    kinds       what kind of words would answer a question
    spans       where in a sentence something of a kind stands
    sentences   the sentences of hits, with what stands around them
    meanings    vectors of sentences and words, kept
    context     what stands around a sentence in its article, as numbers
    features    what tells how well a sentence answers, as numbers
    ranker      the trained rankers over them (ranker.json, alone.json)
    ranking     the sentences in its order, with the span asked for
    confidence  how sure an answer is (confidence.json)
    counting    what a question counts, and which figures count the same
    marks       the span that was asked for
    choosing    enough sentences and no more
    comparing   what a comparison asks about each side
    conflicts   articles that contradict each other
    speakers    who said it
    rereading   found hits in the order of what their sentences say
    matching    how much of a question a text holds, and what is no question
    lacks       what a question names and the articles do not
    numbering   numbers that a question names, and whether a text tells them
    acts        what is asked for in set words, and what tells it
    records     who wrote an article, and when it appeared
    scopes      of which area, part or year something is told
    unsaid      what else is asked for and the best sentence does not say
    focus       the act, office or quantity that is asked for, and whether a sentence tells of it
    refusals    the words of a refusal
    extractive  the reader itself
"""

from qa.reader.extractive import READ_HITS, ExtractiveReader

__all__ = ["READ_HITS", "ExtractiveReader"]
