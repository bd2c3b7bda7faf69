"""Coverage-guided fuzzing of everything that takes bytes from outside: ``make fuzz``.

``harness`` holds the functions that are fed (the test suite feeds them too), ``seeds`` makes the inputs they
begin with, ``worker`` runs one of them under atheris, ``__main__`` all of them one after another.
"""
