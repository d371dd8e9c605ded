"""What can go wrong, as one small tree; each message says what is wrong, then what to do.

QaError
├── SettingError         a QA_* setting has a value that cannot be used
├── ArticleError         a file or text is not a readable article
├── ModelError           the embedding model is missing, unsafe or does not fit
├── StoreError           the index cannot be opened, read or written
│   ├── StoreMismatch    the index was made by another embedder or another format
│   ├── StoreBusy        another process is writing
│   └── StoreReadOnly    the index may be read but not written
├── NotFound             no article has this id
│   └── ReplyNotFound    no reply with this id is kept
└── RejectedInput        a question, filter or gold file that cannot be served
"""


class QaError(Exception):
    """Anything that this package raises on purpose; its text is fit for an operator to read."""


class SettingError(QaError):
    """A setting has a value that cannot be used."""


class ArticleError(QaError):
    """A file or text is not a readable article."""


class ModelError(QaError):
    """The embedding model is missing, unsafe or does not fit."""


class StoreError(QaError):
    """The index cannot be opened, read or written."""


class StoreMismatch(StoreError):
    """The index was made by another embedder or in another format."""


class StoreBusy(StoreError):
    """Another process is writing to the index."""


class StoreReadOnly(StoreError):
    """The index may be read but not written."""


class NotFound(QaError):
    """No article has this id."""


class ReplyNotFound(NotFound):
    """No reply with this id is kept."""


class RejectedInput(QaError):
    """A question, filter or gold file that cannot be served; ``code`` names why for machines."""

    def __init__(self, message: str, code: str = "invalid_request") -> None:
        super().__init__(message)
        self.code = code
