"""What a learner touches: ipywidgets, and one view for every figure."""
