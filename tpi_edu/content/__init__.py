"""Facts: TOML files, and the loaders that turn them into checked, frozen dataclasses."""
