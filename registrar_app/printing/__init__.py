"""Papers: forms as data, one renderer over ReportLab, PDF/A.

``loader.FormLibrary`` reads the forms, ``case.read_case`` takes the values of a case, ``render.render`` lays
them out, ``pdfa.finish`` makes the archive file. No form is named in this package: what a paper looks like
stands in ``resources/forms``.
"""
