"""Names that are nearly what was typed: for a wrong, missing or swapped letter. No database."""

FEWEST_PAIRS = 4


def pairs_in_order(letters):
    """The neighbouring letters of `letters`, one pair after another."""
    return [letters[i : i + 2] for i in range(len(letters) - 1)]


def parts(letters):
    """The pairs of `letters` in three runs: one wrong letter leaves at least one run whole.

    A wrong letter touches two neighbouring pairs, two swapped ones three: never all three runs.
    [] where there are too few letters to be wrong about.
    """
    pairs = pairs_in_order(letters)
    if len(pairs) < FEWEST_PAIRS:
        return []
    third = len(pairs) / 3
    cuts = [0, round(third), round(2 * third), len(pairs)]
    return [sorted(set(pairs[start:end])) for start, end in zip(cuts, cuts[1:], strict=False)]


def distance(wanted, text):
    """The fewest letters to change, add, leave out or swap so that `wanted` stands in `text`."""
    before, last = None, list(range(len(wanted) + 1))
    best = last[-1]
    for i, letter in enumerate(text):
        row = [0]
        for j, other in enumerate(wanted, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if before and j > 1 and letter == wanted[j - 2] and text[i - 1] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
        best = min(best, row[-1])
    return best


def rank(wanted, candidates, most=20):
    """The nearest of `candidates`, (text, thing) pairs, nearest first; far ones are left out.

    One letter in four may be wrong, as `distance` counts.
    """
    pairs, allowed = set(pairs_in_order(wanted)), max(1, len(wanted) // 4)
    found = []
    for text, thing in candidates:
        letters = text.replace(" ", "")
        if len(pairs - set(pairs_in_order(letters))) > 3 * allowed:
            continue
        steps = distance(wanted, letters)
        if steps <= allowed:
            found.append((steps, len(letters), len(found), thing))
    return [thing for *_place, thing in sorted(found, key=lambda row: row[:3])[:most]]
