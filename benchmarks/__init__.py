"""Measurements: what we do beside the bare engine doing only what cannot be avoided, in the same run."""
