"""Building blocks of the pages; each takes the ``Theme`` first and follows its changes."""
