"""Writes amounts of rupiah in figures and in words."""

_ONES = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_STEPS = ((1_000_000_000_000, "triliun"), (1_000_000_000, "miliar"), (1_000_000, "juta"))
_TEN, _DOZEN, _SCORE, _HUNDRED, _THOUSAND = 10, 12, 20, 100, 1_000
LARGEST = 10**15 - 1


def terbilang(number: int) -> str:
    """Return a whole number in Indonesian words; `ValueError` beyond `LARGEST` either way."""
    if abs(number) > LARGEST:
        raise ValueError(f"{number} is beyond words")
    return f"minus {_spelled(-number)}" if number < 0 else _spelled(number)


def _spelled(number: int) -> str:
    if number < _DOZEN:
        return _ONES[number]
    if number < _SCORE:
        return f"{_ONES[number - _TEN]} belas"
    if number < _HUNDRED:
        return _joined(number, _TEN, "puluh")
    if number < 2 * _HUNDRED:
        return _with_rest("seratus", number - _HUNDRED)
    if number < _THOUSAND:
        return _joined(number, _HUNDRED, "ratus")
    if number < 2 * _THOUSAND:
        return _with_rest("seribu", number - _THOUSAND)
    for size, name in _STEPS:
        if number >= size:
            return _joined(number, size, name)
    return _joined(number, _THOUSAND, "ribu")


def _joined(number: int, size: int, name: str) -> str:
    return _with_rest(f"{_spelled(number // size)} {name}", number % size)


def _with_rest(head: str, rest: int) -> str:
    return f"{head} {_spelled(rest)}" if rest else head


def rupiah(amount: int) -> str:
    """Return an amount in figures as official letters write it: `Rp 12.500`."""
    figures = f"{abs(amount):,}".replace(",", ".")
    return f"{'-' if amount < 0 else ''}Rp\u00a0{figures}"
