"""The store on one machine: SQLite is the truth, FAISS and tantivy follow it.

Its rooms, from the ground up: ``files`` (durable writes, lock, honest errors), ``truth`` (the
database), ``rows`` (values to rows and back), ``changes`` (what a follower has to do), ``dense``
(FAISS), ``lexical`` (tantivy), ``followers`` (when these two are brought up), ``store`` (the
``Store`` itself), ``making`` (opened, made, rebuilt).
"""

from qa.local_store.making import Pieces, open_store, rebuild
from qa.local_store.store import LocalStore

__all__ = ["LocalStore", "Pieces", "open_store", "rebuild"]
