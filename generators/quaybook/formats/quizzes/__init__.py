"""Formats stage, the room of quizzes: on pages that can be answered, on paper, as a workbook, for learning systems."""
