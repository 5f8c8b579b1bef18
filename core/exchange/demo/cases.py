"""The people of the demo and every awkward case, each as one household."""

from datetime import date, timedelta
from typing import Any

from core.exchange.demo.household import DemoMeter, Dial, Household
from core.exchange.demo.people import code, demo_people
from core.exchange.demo.reference import ELEVEN, LEGAL, SERVICES

# More in winter than in summer. Each sums up to nothing and leaves the last month alone, so that what is owed in the
# end is what it would be without.
_WINTER = (40, 90, 110, 70, 20, -20, -60, -80, -70, -50, -50)
_WINTER_DAYS = (20, 40, 50, 30, 10, -10, -30, -40, -30, -25, -15)
_WINTER_NIGHTS = (10, 20, 25, 15, 5, -5, -15, -20, -15, -12, -8)
_SUMMER_AWAY = (0, 0, 0, 0, 0, 20, -10, -30, -20, 10, 30)


def cases(as_of: date) -> tuple[Household, ...]:
    return (*_people(as_of), *_payers(), *_dwellings(as_of))


def _people(as_of: date) -> tuple[Household, Household, Household]:
    kk, ru, en = demo_people(as_of)
    common: list[dict[str, Any]] = [
        {
            "branch": person.branch_code,
            "number": person.account_no,
            "payer": person.payer,
            "owner": f"OWNER-{person.language}",
            "phone": person.phone,
            "email": f"{person.language}@zharyq.example",
            "last_payment": person.last_payment,
            "codes": (("account_token", person.account_token), ("one_time", person.one_time_code)),
        }
        for person in (kk, ru, en)
    ]
    return (
        Household(  # several services, levels, a debt with its penalty and what the penalty will be
            **common[0],
            meters=(_meter(kk.serial_no, 8590, 380, swing=_WINTER),),
            habit="certain",
            scheme="level",
            residents=3,
            stove="E",
            fixed=(("HEAT", 396604), ("WASTE", 55304), ("LIFT", 35000)),
            debt=412050,
            penalty=1275,
            penalty_forecast=1430,
            street=("Абай даңғылы", "пр. Абая"),
            house="12",
            flat="34",
        ),
        Household(  # two meters, one of two zones; an overpayment, an advance and a recalculation
            **common[1],
            meters=(
                DemoMeter(
                    serial_no=ru.serial_no,
                    dials=(
                        Dial(zone="T1", start=14306, monthly=210, swing=_WINTER_DAYS),
                        Dial(zone="T2", start=6074, monthly=120, swing=_WINTER_NIGHTS),
                    ),
                    model="Пример-М2",
                    label="Пәтер / Квартира",
                ),
                DemoMeter(
                    serial_no="MT2097153",
                    dials=(Dial(zone="T0", start=512, monthly=35),),
                    label="Гараж",
                ),
            ),
            habit="certain",
            scheme="zone",
            residents=2,
            debt=-1850000,
            advance=300000,
            correction=-48215,
            street=("Шәкәрім даңғылы", "пр. Шакарима"),
            house="7А",
            flat="2",
        ),
        Household(  # three zones, a dial near its end, a meter replaced in the middle; a common sum paid last
            **common[2],
            meters=(
                DemoMeter(
                    serial_no="AB4194303",
                    dials=(Dial(zone="T0", start=52100, monthly=260, swing=(-20, 10, 30, 10, -30)),),
                    digits=5,
                    last_month=4,
                    verified_years_ago=9,
                ),
                DemoMeter(
                    serial_no=en.serial_no,
                    dials=(
                        Dial(zone="T1", start=98330, monthly=225, swing=_SUMMER_AWAY),
                        Dial(zone="T2", start=2074, monthly=136),
                        Dial(zone="T3", start=1127, monthly=62),
                    ),
                    digits=5,
                    first_month=5,
                    model="Пример-М3",
                ),
            ),
            habit="certain",
            scheme="zone",
            residents=4,
            lived_with=2,
            stove="E",
            street=("Бөкетов к-сі", "ул. Букетова"),
            house="21",
        ),
    )


def _payers() -> tuple[Household, ...]:
    """Those whose last payment proves nothing, or proves it twice."""
    return (
        _case(1, habit="never", new=True, phone="+77010000004", codes=(("one_time", code("new owner")),)),
        _case(2, habit="zero"),
        _case(3, habit="refund"),
        _case(4, habit="twice", last_payment=731250),
        _case(5, habit="certain", last_payment=666601, branch="UKG", number="000777001"),
        _case(6, habit="certain", last_payment=777702, branch="SEM", number="000777001"),  # the same number
        _case(7, habit="certain", last_payment=345678, number="0000456"),
        _case(8, habit="never", debt=250000, penalty=4100),
    )


def _dwellings(as_of: date) -> tuple[Household, ...]:
    eleven = tuple((row[0], amount) for row, amount in zip(SERVICES, ELEVEN, strict=True))
    return (
        _case(  # the eleven lines of a real receipt
            10,
            fixed=eleven[1:],
            fixed_electricity=eleven[0][1],
            meters=(),
            habit="certain",
            last_payment=sum(ELEVEN),
        ),
        _case(
            11,
            kind="legal",
            bin="000000000101",
            payer="ТОО «Пример & Ко»",
            group=LEGAL,
            residents=0,
            meters=(
                DemoMeter(
                    serial_no="TT40-0001",
                    dials=(Dial(zone="T0", start=1398, monthly=54),),
                    ratio=40,
                    losses=18_600,
                    phases=3,
                    automatic=True,
                ),
            ),
        ),
        _case(12, status="closed", closed_on=as_of - timedelta(days=70), habit="certain", last_payment=404040),
        _case(13, status="disconnected", debt=9_876_543, penalty=88_001, habit="never"),
        _case(
            14, payer='Әбілқайырова <b>Ұлжан</b> & «Қызғалдақ» "Гүл"; Өмірқызы', habit="certain", last_payment=121212
        ),
        _case(15, meters=(_meter("ZZ0000015", 99_700, 40, digits=5),)),
        _case(16, benefit="single", scheme="level", stove="E", meters=(_meter("ZZ0000016", 300, 170),)),
        _case(17, meters=(), fixed_electricity=350_000),  # no meter: by the norm
        _case(18, meters=(_meter("ZZ0000018", 5_000, 90, verified_years_ago=17),)),
        _case(19, scheme="level", residents=2, lived_with=1, meters=(_meter("ZZ0000019", 4_000, 420),)),
        _case(  # one month by the average, and a reading that settles it
            20,
            meters=(
                DemoMeter(
                    serial_no="ZZ0000020",
                    dials=(Dial(zone="T0", start=7_000, monthly=210, swing=_WINTER),),
                    unread_month=9,
                ),
            ),
        ),
    )


def _case(place: int, **given: object) -> Household:
    branch = ("UKG", "SEM", "RID")[place % 3]
    usual: dict[str, Any] = {
        "branch": branch,
        "number": f"0009{place:05}",
        "payer": f"Жағдаев Мысал {place}",
        "owner": f"OWNER-{place}",
        "meters": (_meter(f"ZZ{place:07}", 1_000 * place, 100 + place),),
        "house": str(place),
    }
    return Household(**usual | given)


def _meter(
    serial_no: str,
    start: int,
    monthly: int,
    *,
    digits: int = 6,
    verified_years_ago: int = 3,
    swing: tuple[int, ...] = (),
) -> DemoMeter:
    dials = (Dial(zone="T0", start=start, monthly=monthly, swing=swing),)
    return DemoMeter(serial_no=serial_no, dials=dials, digits=digits, verified_years_ago=verified_years_ago)
