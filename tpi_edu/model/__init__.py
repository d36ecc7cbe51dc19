"""Numbers: what an injection does to pain over time, in closed form. No files, no drawing, no widgets."""
