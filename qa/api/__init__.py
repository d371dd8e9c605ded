"""The HTTP door; owns fastapi.

Rooms: ``app`` wires routes, middleware and error handlers; ``schemas`` is the contract;
``problems`` turns errors into RFC 9457 problem details; ``stream`` writes server-sent events.
"""

from qa.api.app import create_app

__all__ = ["create_app"]
