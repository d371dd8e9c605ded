"""How the embedding model in ``qa/model`` was made: one stage a module, ``all`` runs them.

Floors: ``files``, ``questions`` < ``overlap`` < ``corpus`` < ``tokenizer``, ``table`` <
``teacher``, ``pairs``, ``weigh`` < ``train`` < ``harder`` < ``even``, ``export``, ``evaluate`` <
``all``. Each stage reads files of the work folder, writes files there, and is skipped where its
result stands. ``lexicon`` makes one more set of pairs.
``accents``, ``dictionary``, ``reranker`` and ``sentences`` (with ``answered``, ``confidence``)
make what searching and reading learn, ``verification`` the labelled pairs of the verifier.
"""
