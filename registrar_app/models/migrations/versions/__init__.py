"""One module a version, ``v0001_first`` and on."""
