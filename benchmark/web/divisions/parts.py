"""What the report of a division is made of: the same for its readers and for the preview."""

from typing import Any

from benchmark.comparison.beside import beside
from benchmark.comparison.brief import division_brief
from benchmark.comparison.content import Comparison
from benchmark.comparison.profile import profile
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.charts import svg_pair


def parts_of(comparison: Comparison, questionnaire: Questionnaire, division: str) -> dict[str, Any]:
    """What components/division.html reads, for a division that is released, or as if it were."""
    result = comparison.division(division)
    chart = profile(comparison, division) if result.released else None
    return {
        "comparison": comparison,
        "result": result,
        "brief": division_brief(comparison, questionnaire, division) if chart else None,
        "beside": beside(comparison, result),
        "chart": chart,
        "picture": svg_pair(chart) if chart else None,
    }
