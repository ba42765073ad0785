"""The path of the data, floor by floor.

1. questionnaire: a YAML file becomes a frozen Questionnaire
2. scoring: answers become scores
3. variation: scores become variation, noise taken out
4. disclosure: who may see what
5. pool: many trusts' sheets become norms
6. comparison: what is said and drawn, once, for page and PDF
7. report, export, database: PDF bytes, files for analysts, what is kept
8. assessment: what people do, one module a step
9. jobs: the same steps in the background
10. web: pages
11. commands: the ``benchmark`` command
"""
