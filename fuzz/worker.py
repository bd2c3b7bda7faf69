"""One target under atheris: ``python -m fuzz.worker TARGET [libFuzzer's options and folders]``.

In a process of its own: libFuzzer ends the process it runs in, and the modules must be instrumented while
they are imported.
"""

import sys


def main() -> None:
    """Never returns."""
    import atheris

    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["registrar_app.cards"]):
        from fuzz.harness import TARGETS
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
