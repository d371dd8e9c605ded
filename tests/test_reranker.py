"""How the weights of the ranker are learned."""

import numpy as np

from qa.retrieval.features import COLUMNS
from training import reranker


def test_weights_put_the_right_candidates_first_and_leave_what_nothing_is_said_about():
    random = np.random.default_rng(0)
    question = np.repeat(np.arange(40), 5)
    right = np.tile([True, False, False, False, False], 40)
    table = random.normal(0, 0.1, (200, len(COLUMNS)))
    table[:, COLUMNS.index("title")] += right
    table[:, [COLUMNS.index("place"), COLUMNS.index("named")]] = 0.0

    learned, bias = reranker.weights(
        [(reranker.Examples(table, question, right), 1.0)], reranker.PRIOR["vi"]
    )

    scores = (table @ learned + bias).reshape(40, 5)
    assert (scores.argmax(axis=1) == 0).mean() > 0.9
    assert learned[COLUMNS.index("place")] > 0
    assert learned[COLUMNS.index("named")] == np.abs(learned).sum() / 2
    assert all(
        weight >= 0
        for name, weight in zip(COLUMNS, learned, strict=True)
        if name not in reranker.EITHER_SIGN
    )
