"""Model stage: the data that stand beside a document's text: forms, quizzes, scenarios of drills, checklists."""
