"""Use cases of the front desk; ``registrar_app.services.desk.Desk`` holds them all over one opened profile.

No Qt here. Everything returned is frozen; every call belongs on the one database thread.
"""
