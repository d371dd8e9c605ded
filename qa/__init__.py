"""Questions about dân vận policy, answered with sentences that stand in the articles."""

__version__ = "0.1.0"
