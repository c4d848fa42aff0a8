"""Typing errors as people make them, by a seed: the same seed gives the same errors."""

import random

_SHORTEST = 4
_VOWELS = "aeiou"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
HEAVY, LIGHT = 0.4, 0.1


def noisy(text: str, share: float, seed: int) -> str:
    """Return a text in which so many of the words of four and more letters are mistyped."""
    chance = random.Random(f"{seed}:{text}")
    return " ".join(
        _slipped(word, chance) if len(word) >= _SHORTEST and chance.random() < share else word
        for word in text.split()
    )


def _slipped(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    match chance.choice(("drop", "swap", "double", "neighbour", "vowel")):
        case "drop":
            return word[:place] + word[place + 1 :]
        case "swap":
            place = min(place, len(word) - 2)
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case "double":
            return word[: place + 1] + word[place:]
        case "neighbour":
            return word[:place] + _beside(word[place], chance) + word[place + 1 :]
        case _:
            vowels = [n for n, letter in enumerate(word) if n and letter in _VOWELS]
            gone = chance.choice(vowels) if vowels else place
            return word[:gone] + word[gone + 1 :]


def _beside(letter: str, chance: random.Random) -> str:
    """Return a key next to a letter's; what is no letter stays."""
    for row in _ROWS:
        place = row.find(letter.lower())
        if letter and place >= 0:
            near = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            return chance.choice(near)
    return letter
