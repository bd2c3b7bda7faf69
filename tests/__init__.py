"""Tests of the program. A package by name, for a library in use installs one called ``tests`` too."""
