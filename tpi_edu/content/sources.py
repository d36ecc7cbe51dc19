"""Where each fact comes from."""

from dataclasses import dataclass

from .schema import ContentError, Grade, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A paper, page or leaflet that facts are traced to; what was not seen is left out.

    `notebooks` are those whose text cites it.
    """

    grade: Grade
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    note: str = ""
    notebooks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.doi and not self.doi.startswith("10."):
            raise ContentError(f"doi must start with '10.'; got {self.doi!r}.")
        if self.pmid and not self.pmid.isdigit():
            raise ContentError(f"pmid must be digits; got {self.pmid!r}.")

    @property
    def citation(self) -> str:
        """The reference in one line, as a reading list prints it."""
        authors = ", ".join(self.authors)
        place = f"{self.volume}:{self.pages}".strip(":")
        issue = ";".join(part for part in (str(self.year or ""), place) if part)
        ids = [f"doi:{self.doi}" if self.doi else "", f"PMID {self.pmid}" if self.pmid else ""]
        parts = [authors, self.title, f"{self.journal} {issue}".strip(), *ids, self.note]
        return " ".join(part.rstrip(".") + "." for part in parts if part)


load_sources = table("sources.toml", Source, "source", "as notebooks and content files cite it")
