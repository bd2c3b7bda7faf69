"""Electronic signatures: keys behind two ports, PAdES files, their verification, the training authority.

The signature library takes more than a second to import, so only ``hanko_sign`` and ``hanko_verify`` name it
and they are imported at the first signature; everything else here is light.
"""
