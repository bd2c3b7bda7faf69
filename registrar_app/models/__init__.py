"""The clinic's data: tables, migrations, the unit of work and the repositories.

Services use ``store.Store`` and the functions of the repository modules (``people``, ``search``, ``clinic``,
``attachments``, ``papers``, ``drafts``, ``settings``); they never import the table modules.
"""
