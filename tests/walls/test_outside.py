"""Somebody outside sees nothing by the first wall alone; that the second says the same, tests/public shows."""

from gvi.access import context
from gvi.access.policy import Kind
from gvi.access.principal import PublicVisitor, act_as
from tests import factories as make
from tests.walls import seed


def test_somebody_outside_sees_no_row_whatever_it_reaches(without_second_wall: None) -> None:
    leader = make.agency(place := make.partnership(), Kind.COORDINATION, leads=True)
    for model in seed.guarded():
        seed.row(model, leader, reach=seed.widest(model))
    with act_as(PublicVisitor(partnership=place)):
        assert [model for model in seed.guarded() if model.objects.all()] == []
    with context.enter_context(context.for_agencies(leader)):
        assert len([model for model in seed.guarded() if model.objects.all()]) > 10, "the rows are there"
