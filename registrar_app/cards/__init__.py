"""Chip cards: PC/SC readers, the OMS policy applet, strict decoding, and a simulated reader.

The way of a card: ``monitor`` sees the insertion, ``reading`` holds one connection of a ``backend``, ``oms``
sends the commands through ``apdu``, ``owner`` and ``insurer`` decode the bytes, ``record`` is what leaves.
"""
