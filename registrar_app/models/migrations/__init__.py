"""Alembic migrations; imported only when one is due, so that a usual start does not pay for them."""
