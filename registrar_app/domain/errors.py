"""The one error type meant for the person at the desk; everything else is a bug of ours."""

from typing import Any

from registrar_app.domain.problems import Problem, problem


class RegistrarError(Exception):
    """Something could not be done; the text is for the registrar.

    ``str()`` gives the code only, so that no personal data reaches a log through it.
    """

    def __init__(self, code: str, /, field: str | None = None, **params: Any) -> None:  # noqa: ANN401
        self.problem: Problem = problem(code, field, **params)
        super().__init__(code)

    @property
    def code(self) -> str:
        """Stable code such as ``CARD-012``."""
        return self.problem.code


class RefusedError(RegistrarError):
    """A save or an issue was refused because of problems at fields."""

    def __init__(self, code: str, problems: tuple[Problem, ...], **params: Any) -> None:  # noqa: ANN401
        super().__init__(code, **params)
        self.problems = problems


class SurroundingsError(RegistrarError):
    """The surroundings fail: no service, no reader, no database, disk full (exit status 3)."""
