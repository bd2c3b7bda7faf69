"""The window: widgets, view state and the adapters between Qt and the layers below.

Foundation (this folder): ``theme`` (roles, fonts, metrics, icons), ``style`` (Fusion with our fields),
``keyboard`` (keys of any layout), ``commands`` (what can be done, with its key), ``tasks`` (work off the GUI
thread), ``messages`` (what the user is told), ``widgets`` (building blocks), ``main_window`` (rail, panes,
status bar). Pages live in ``pages``. Every widget takes the ``Theme`` first; nothing here is global.
"""
