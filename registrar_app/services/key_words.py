"""What a key can and cannot do, in plain Russian sentences. Pure functions."""

from registrar_app.services.key_shapes import KeyKind, KeySource

_PLAIN = (
    "Подпись усиленная неквалифицированная: для проверки внутри организации и по списку её доверенных"
    " центров. В государственные системы с ней не примут."
)
_CARRIED = (
    "ГОСТ. Подпись квалифицированная, если сертификат выдал аккредитованный центр, а токен сертифицирован."
)
_GOST_PROGRAM = (
    "ГОСТ. Подпись квалифицированная, если сертификат выдал аккредитованный центр: подписывает КриптоПро."
)
_GOST_FILE = (
    "ГОСТ из файла, через OpenSSL: средство не сертифицировано, квалифицированной подпись не считается."
)
_KEEPING = {
    KeyKind.FILE: "Пароль спросим один раз, до выхода из программы. На диске ключ закрыт паролем.",
    KeyKind.TOKEN: "Ключ не покидает токен. PIN-код спросим при подписи, без подписей забудем сами.",
    KeyKind.PROGRAM: "Каждый документ подписывает другая программа; PIN-код она спросит в своём окне.",
}
_PAD = "PIN-код вводится на клавиатуре считывателя, для каждой справки заново."
_GOST_READERS = "Проверит такую подпись эта программа, КриптоПро и Госуслуги; Adobe Reader без модуля — нет."


def abilities(source: KeySource) -> tuple[str, ...]:
    """Sentences about a key: what its signature is worth, how it is kept."""
    if not source.algorithm:
        return (_KEEPING[source.kind],)
    worth = _PLAIN
    if source.is_gost:
        worth = {
            KeyKind.FILE: _GOST_FILE, KeyKind.TOKEN: _CARRIED, KeyKind.PROGRAM: _GOST_PROGRAM,
        }[source.kind]  # fmt: skip
    kept = _PAD if source.has_pin_pad else _KEEPING[source.kind]
    return (worth, kept, _GOST_READERS) if source.is_gost else (worth, kept)
