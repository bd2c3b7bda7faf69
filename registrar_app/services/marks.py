"""Which field groups of a record agree with a card or a scan, and so carry its mark."""

from registrar_app.domain.records import Identity, PersonData
from registrar_app.domain.values import Source


def agreed_groups(data: PersonData, identity: Identity) -> dict[str, Source]:
    """Field groups whose values stand on the card just so.

    Args:
        data: Normal values that are being saved.
        identity: What was read.

    Returns:
        Group (fio, birth, snils, enp, policy) -> the card's source. A group of which the card says nothing
        is left out.
    """
    read = identity.person
    policy, on_card = data.policy, read.policy
    agrees = {
        "fio": bool(read.last_name) and fold_name(data) == fold_name(read),
        "birth": read.birth_date is not None
        and (data.birth_date, data.sex) == (read.birth_date, read.sex or data.sex),
        "snils": bool(read.snils) and data.snils == read.snils,
        "enp": bool(on_card.enp) and policy.enp == on_card.enp,
        "policy": identity.insurer_on_card
        and bool(on_card.insurer_ogrn)
        and policy.insurer_ogrn == on_card.insurer_ogrn
        and policy.valid_from == (on_card.valid_from or policy.valid_from),
    }
    return {group: identity.source for group, same in agrees.items() if same}


def fold_name(data: PersonData) -> tuple[str, str, str]:
    """A name for comparing: upper case, Ё as Е, blanks single."""
    parts = (data.last_name, data.first_name, data.patronymic or "")
    last, first, patronymic = (" ".join(one.upper().replace("Ё", "Е").split()) for one in parts)
    return last, first, patronymic
