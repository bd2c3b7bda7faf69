"""Values, rules and words of the registrar's work: frozen data and pure functions, no I/O."""
