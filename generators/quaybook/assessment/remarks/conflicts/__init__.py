"""Assessment stage, remarks: facts of different subjects that cannot all be meant, one small rule for each."""
