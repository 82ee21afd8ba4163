"""Records from a spreadsheet: rows become records of one kind, judged with the volume, and written into its data file.

``table`` reads the file, ``rows`` makes records of it, ``splice`` puts them into the text of the data file and leaves
everything else there as it is.
"""

from bilateral.importing.plan import Origin, Plan, Sheet, open_sheet, plan_of

__all__ = ["Origin", "Plan", "Sheet", "open_sheet", "plan_of"]
