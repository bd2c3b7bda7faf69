"""The frame of a CMS: the parts no signature covers and no validator reads.

A version number, the list of digests, a length, the case of a letter in the issuer's name: all may be changed
without breaking the signature. Nobody gains by it, but a file in which a byte was changed must not be called
whole, so the frame is held to its rules.
"""

from asn1crypto import cms, parser

_NO_PARAMETERS = (b"", b"\x05\x00")


def is_plain_frame(der: bytes) -> bool:
    """Whether a detached CMS of one signer is put together as RFC 5652 says, to the last byte.

    Args:
        der: The ContentInfo without anything behind it.
    """
    try:
        signed = cms.ContentInfo.load(der, strict=True)["content"]
        (signer,) = signed["signer_infos"]
        (digest,) = signed["digest_algorithms"]
        return (
            _is_filled(der)
            and signer["version"].native == _signer_version(signer)
            and signed["version"].native == _version(signed, signer)
            and digest["algorithm"].dotted == signer["digest_algorithm"]["algorithm"].dotted
            and all(_is_bare(one) for one in (digest, signer["digest_algorithm"]))
            and _is_signature_algorithm(signer)
            and _names_its_owner(signed, signer)
        )
    except (ValueError, TypeError, KeyError):
        return False


def _is_filled(der: bytes) -> bool:
    """ContentInfo holds two values and [0] one, without a rest that parsers pass over."""
    outer = _values(parser.parse(der)[4])
    return len(outer) == 2 and len(_values(outer[1])) == 1


def _values(content: bytes) -> list[bytes]:
    """Contents of the values that stand one after the other."""
    found = []
    while content:
        _, _, _, header, body, end = parser.parse(content)
        found.append(body)
        content = content[len(header) + len(body) + len(end) :]
    return found


def _signer_version(signer: cms.SignerInfo) -> str:
    """RFC 5652, 5.3."""
    return "v1" if signer["sid"].name == "issuer_and_serial_number" else "v3"


def _version(signed: cms.SignedData, signer: cms.SignerInfo) -> str:
    """RFC 5652, 5.1."""
    kinds = {one.name for one in signed["certificates"]}
    if "other" in kinds:
        return "v5"
    if "v2_attr_cert" in kinds:
        return "v4"
    is_data = signed["encap_content_info"]["content_type"].native == "data"
    plain = is_data and signer["version"].native == "v1" and "v1_attr_cert" not in kinds
    return "v1" if plain else "v3"


def _names_its_owner(signed: cms.SignedData, signer: cms.SignerInfo) -> bool:
    """The issuer's name stands as in the owner's X.509, byte for byte; validators compare it without case."""
    if signer["sid"].name != "issuer_and_serial_number":
        return True
    named = signer["sid"].chosen
    inside = [one.chosen for one in signed["certificates"] if one.name == "certificate"]
    return any(
        one.serial_number == named["serial_number"].native and one.issuer.dump() == named["issuer"].dump()
        for one in inside
    )


def _is_bare(algorithm: cms.DigestAlgorithm) -> bool:
    """A digest takes no parameters: none, or NULL (RFC 5754, 2)."""
    return algorithm["parameters"].dump() in _NO_PARAMETERS


def _is_signature_algorithm(signer: cms.SignerInfo) -> bool:
    """Only RSASSA-PSS has parameters (RFC 4056)."""
    algorithm = signer["signature_algorithm"]
    return algorithm["algorithm"].native == "rsassa_pss" or algorithm["parameters"].dump() in _NO_PARAMETERS
