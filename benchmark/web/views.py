"""All features of the site, in one list."""

from benchmark.web.account.views import account
from benchmark.web.agreements.views import agreements
from benchmark.web.coordinator.views import coordinator
from benchmark.web.corrections.views import corrections
from benchmark.web.divisions.views import divisions
from benchmark.web.exports.views import exports
from benchmark.web.information.views import information
from benchmark.web.links.views import links
from benchmark.web.mails.views import mails
from benchmark.web.organisation.views import organisation
from benchmark.web.people.views import people
from benchmark.web.questionnaires.views import questionnaires
from benchmark.web.releases.views import releases
from benchmark.web.reports.views import reports
from benchmark.web.responses.views import responses
from benchmark.web.sections.views import sections
from benchmark.web.start.views import start
from benchmark.web.statements.views import statements
from benchmark.web.timelines.views import timelines
from benchmark.web.trusts.views import trusts
from benchmark.web.vignettes.views import vignettes

BLUEPRINTS = (
    account,
    links,
    mails,
    start,
    responses,
    statements,
    sections,
    vignettes,
    questionnaires,
    divisions,
    agreements,
    releases,
    trusts,
    exports,
    timelines,
    reports,
    corrections,
    coordinator,
    organisation,
    people,
    information,
)
