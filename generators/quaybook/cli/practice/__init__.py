"""Door 1, commands about what people practise: drills, courses and what came of them."""
