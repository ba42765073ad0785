"""What the report of a division is made of: the same for its readers and for the preview."""

from typing import Any

from benchmark.comparison.beside import beside
from benchmark.comparison.change_chart import change_chart
from benchmark.comparison.content import Comparison
from benchmark.comparison.division_content import content_of
from benchmark.comparison.profile import profile
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.charts import svg_pair


def parts_of(comparison: Comparison, questionnaire: Questionnaire, division: str) -> dict[str, Any]:
    """What components/division.html reads, for a division that is released, or as if it were."""
    content = content_of(comparison, questionnaire, division)
    result = comparison.division(division)
    chart = profile(comparison, division) if result.released else None
    change = change_chart(content.comparison, division)
    return {
        "comparison": comparison,
        "content": content,
        "result": result,
        "brief": content.brief if chart else None,
        "beside": beside(comparison, result),
        "chart": chart,
        "picture": svg_pair(chart) if chart else None,
        "change": (change, svg_pair(change)) if change else None,
    }
