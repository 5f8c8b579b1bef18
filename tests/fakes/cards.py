"""An account card with its meter, for tests of what is shown of it."""

from datetime import date

from core.accounts.model import AccountCard, Branch, CardMeter, CardPoint
from tests.fakes.ledger import ACCOUNT

METER = CardMeter(
    serial_no="CU0012345",
    model="Меркурий 201",
    status="active",
    automatic=False,
    ratio=10_000,
    installed_on=date(2015, 5, 1),
    removed_on=None,
    verified_on=date(2015, 4, 1),
    verification_due=date(2031, 4, 1),
    replacement_due=date(2045, 1, 1),
)
POINT = CardPoint(name="", address="", service_kk="Электр", service_ru="Электро", service_en="Power", meters=(METER,))
CARD = AccountCard(
    account=ACCOUNT,
    masked=True,
    payer="А***ова К. С.",
    bin="",
    contract_no="",
    address_kk="Өскемен, Қ*** көшесі",
    address_ru="Усть-Каменогорск, Қ*** көшесі",
    branch=Branch(code="UKG", name_kk="Өскемен бөлімшесі", name_ru="Усть-Каменогорское отделение"),
    residents=3,
    area=5_640,
    stove="E",
    benefit="single",
    tariff_group="HOME",
    tariff_scheme="level",
    opened_on=date(2015, 5, 1),
    closed_on=None,
    points=(POINT,),
)
