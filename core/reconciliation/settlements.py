"""Which metering points one balance settles; reasons in docs/decisions/0008."""

from collections.abc import Sequence

from core.balance.model import Service
from core.reconciliation.model import Point, Settlement
from core.reconciliation.ports import PointOnFile


def settlements(services: Sequence[Service], points: Sequence[PointOnFile], *, named: bool) -> tuple[Settlement, ...]:
    """Return the services that have a metering point, or all if none has; `named`: points may be called by name."""
    found = tuple(Settlement(service=each, points=_points(each, points, named=named)) for each in services)
    return tuple(each for each in found if each.points) or found


def _points(service: Service, points: Sequence[PointOnFile], *, named: bool) -> tuple[Point, ...]:
    codes = (service.service_code, service.supplier_code)
    return tuple(
        Point(point_id=each.point_id, name=each.name if named else "", serials=each.serials)
        for each in points
        if (each.service_code, each.supplier_code) == codes
    )
