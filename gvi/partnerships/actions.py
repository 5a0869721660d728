"""The act that sets a partnership up."""

from typing import Any

from django.utils.translation import gettext_lazy as _l

from gvi.access import policy
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.partnerships.models import KeyMessage, Milestone, Training
from gvi.partnerships.setup_file import SetupFile

Report = list[str]


@act("partnerships.set_up", log=_l("set the partnership up"))
def set_up(*, by: Principal, file: SetupFile, report: Report) -> None:
    """Save messages, milestones and trainings of the file as rows of the leading agency, open to the partnership."""
    for message in file.messages:
        _save_row(KeyMessage, {"code": message.code}, vars(message), report)
    for milestone in file.milestones:
        _save_row(Milestone, {"text": milestone.text}, vars(milestone), report)
    for training in file.trainings:
        _save_row(Training, {"title": training.title, "starts_on": training.starts_on}, vars(training), report)


def _save_row(model: type[Guarded], key: dict[str, Any], facts: dict[str, Any], report: Report) -> None:
    row = model.objects.filter(**key).first() or model(reach=max(policy.POLICY[model._meta.label].reaches))
    is_new = row._state.adding
    for name, value in facts.items():
        setattr(row, name, value)
    before = row.version
    row.save()
    if is_new or row.version != before:
        report.append(f"{'New' if is_new else 'Changed'} {model._meta.model_name}: {row}")
