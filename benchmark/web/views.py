"""All features of the site, in one list."""

from benchmark.web.account.views import account
from benchmark.web.corrections.views import corrections
from benchmark.web.divisions.views import divisions
from benchmark.web.information.views import information
from benchmark.web.questionnaires.views import questionnaires
from benchmark.web.reports.views import reports
from benchmark.web.responses.views import responses
from benchmark.web.start.views import start
from benchmark.web.trusts.views import trusts
from benchmark.web.vignettes.views import vignettes

BLUEPRINTS = (
    account,
    start,
    responses,
    vignettes,
    questionnaires,
    divisions,
    trusts,
    reports,
    corrections,
    information,
)
