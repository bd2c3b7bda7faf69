"""What somebody may have meant who mistyped: the neighbours of a number, and how far off a word may be."""


def near_numbers(digits: str) -> frozenset[str]:
    """Numbers that differ in one digit or have two neighbours swapped; the number itself is not one."""
    near = {
        digits[:place] + digit + digits[place + 1 :] for place in range(len(digits)) for digit in "0123456789"
    }
    near |= {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1)}
    return frozenset(near - {digits})


def typing_errors(word: str) -> int:
    """How many wrong, lost, doubled or swapped letters are forgiven in a word: one, in a long one two."""
    return 2 if len(word) >= _LONG_WORD else 1


_LONG_WORD = 8
