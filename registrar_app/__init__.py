"""Registrar: the front-desk program of a polyclinic."""

__version__ = "0.1.0"
