"""The functions of ``make fuzz`` under hypothesis: the same harness, a few thousand inputs, on every run."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fuzz.harness import TARGETS
from fuzz.seeds import CORPUS, seeds

SEEDS = seeds()
MANY = settings(max_examples=800, deadline=None)


@pytest.mark.parametrize("target", TARGETS)
def test_corpus_when_compared_is_what_the_vectors_make(target: str) -> None:
    kept = {one.name: one.read_bytes() for one in (CORPUS / target).iterdir()}
    assert kept == SEEDS[target], "write it anew: python -m fuzz.seeds"


@pytest.mark.parametrize("target", TARGETS)
def test_harness_when_fed_its_seeds_finds_nothing(target: str) -> None:
    for data in SEEDS[target].values():
        TARGETS[target](data)


def changed(target: str) -> st.SearchStrategy[bytes]:
    """A seed with a part replaced, cut out or doubled, or bytes of any kind."""

    def change(seed: bytes, at: int, size: int, put: bytes) -> bytes:
        start = at % (len(seed) + 1)
        return seed[:start] + put + seed[start + size :]

    of_seed = st.builds(
        change,
        st.sampled_from(list(SEEDS[target].values())),
        st.integers(0, 600),
        st.integers(0, 12),
        st.binary(max_size=12),
    )
    return of_seed | st.binary(max_size=400)


def hunt(target: str) -> Callable[[], None]:
    @MANY
    @given(changed(target))
    @example(b"")
    def feed(data: bytes) -> None:
        TARGETS[target](data)

    return feed


@pytest.mark.parametrize("target", TARGETS)
def test_harness_when_fed_changed_seeds_finds_nothing(target: str) -> None:
    hunt(target)()


def test_harness_when_a_decoder_lets_an_exception_out_says_so() -> None:
    """The harness can fail: a command that writes is none of ours."""
    from fuzz.harness import check_command

    with pytest.raises(ValueError, match="214"):
        check_command(bytes.fromhex("00D6000001FF"))
