"""Assessment stage, remarks: what rows of data say of facts: bounds, orders, words that deny an answer."""
