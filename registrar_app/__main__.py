"""Entry point: ``registrar-app`` and ``python -m registrar_app``."""

from registrar_app.cli import main

if __name__ == "__main__":
    main()
