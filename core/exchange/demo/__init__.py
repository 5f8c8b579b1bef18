"""A synthetic package of any size: invented people, real awkwardness.

The same seed, size and day give the same bytes. The first accounts are the three people of the demo, then come the
awkward cases, then as many ordinary households as are asked for.
"""

from core.exchange.demo.people import DemoPerson, demo_people
from core.exchange.demo.writing import write_demo_package

__all__ = ["DemoPerson", "demo_people", "write_demo_package"]
