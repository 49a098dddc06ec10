"""The contracts: every table and column declared once, and the checks that follow from them.

Importing this package loads neither Great Expectations nor pandas: the transforms need it.
"""
