"""Letters of citizenship on the card (ГОСТ 7.67, as ISO 3166-1 alpha-3) and their ОКСМ digits.

Source: ОК (МК (ИСО 3166) 004-97) 025-2001. Russia and the states whose citizens are insured most often; a
country that is missing here is left to the registrar, never guessed.
"""

_OKSM = {
    "RUS": "643", "ABH": "895", "ARM": "051", "AZE": "031", "BLR": "112", "GEO": "268", "KAZ": "398",
    "KGZ": "417", "MDA": "498", "OST": "896", "TJK": "762", "TKM": "795", "UKR": "804", "UZB": "860",
    "EST": "233", "LTU": "440", "LVA": "428", "AFG": "004", "CHN": "156", "CUB": "192", "DEU": "276",
    "EGY": "818", "FIN": "246", "IND": "356", "IRN": "364", "ISR": "376", "ITA": "380", "MNG": "496",
    "POL": "616", "PRK": "408", "SRB": "688", "SYR": "760", "TUR": "792", "USA": "840", "VNM": "704",
}  # fmt: skip


def oksm_of(letters: str) -> str:
    """ОКСМ digits of a country by its three letters; the empty string if it is not in the table."""
    return _OKSM.get(letters.strip().upper(), "")
