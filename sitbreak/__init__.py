"""sitbreak knows how long you sit without a break, and gets you up for a minute of hip work."""

__version__ = "0.1.0"
