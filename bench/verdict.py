"""How a figure is printed: what, how much, the budget, and whether it is kept."""


def report(number: str, what: str, value: float, budget: float, unit: str, *, at_least: bool = False) -> bool:
    """Print one line and return whether the budget is kept."""
    kept = value >= budget if at_least else value <= budget
    sign = "≥" if at_least else "≤"
    print(f"{number:4} {what:62} {value:9.2f} {unit:4} {sign} {budget:g} {unit:4} {'kept' if kept else 'MISSED'}")
    return kept
