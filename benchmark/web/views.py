"""All features of the site, in one list."""

from benchmark.web.account.own_data import own_data
from benchmark.web.account.passwords import passwords
from benchmark.web.account.resets import resets
from benchmark.web.account.second_factor import second_factor
from benchmark.web.account.sign_ins import sign_ins
from benchmark.web.account.sign_on import sign_on
from benchmark.web.account.tokens import tokens
from benchmark.web.account.views import account
from benchmark.web.agreements.views import agreements
from benchmark.web.api.views import api
from benchmark.web.audit.views import audit
from benchmark.web.coordinator.views import coordinator
from benchmark.web.corrections.views import corrections
from benchmark.web.divisions.views import divisions
from benchmark.web.exports.views import exports
from benchmark.web.handovers.views import handovers
from benchmark.web.information.views import information
from benchmark.web.links.views import links
from benchmark.web.mails.views import mails
from benchmark.web.offers.views import offers
from benchmark.web.organisation.views import organisation
from benchmark.web.packs.views import packs
from benchmark.web.people.views import people
from benchmark.web.plans.views import plans
from benchmark.web.practices.views import practices
from benchmark.web.questionnaires.views import questionnaires
from benchmark.web.releases.views import releases
from benchmark.web.reports.views import reports
from benchmark.web.responses.views import responses
from benchmark.web.retention.views import retention
from benchmark.web.sections.views import sections
from benchmark.web.start.views import start
from benchmark.web.statements.views import statements
from benchmark.web.support.views import support
from benchmark.web.three.views import three
from benchmark.web.timelines.views import timelines
from benchmark.web.trusts.views import trusts
from benchmark.web.vignettes.views import vignettes

BLUEPRINTS = (
    account,
    passwords,
    second_factor,
    resets,
    sign_ins,
    own_data,
    tokens,
    sign_on,
    links,
    mails,
    handovers,
    start,
    responses,
    statements,
    sections,
    vignettes,
    questionnaires,
    divisions,
    agreements,
    three,
    releases,
    plans,
    offers,
    trusts,
    exports,
    packs,
    practices,
    timelines,
    reports,
    corrections,
    coordinator,
    organisation,
    people,
    audit,
    support,
    retention,
    api,
    information,
)
