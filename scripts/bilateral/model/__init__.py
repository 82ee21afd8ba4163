"""What all kinds of records share, and what stands around the records: frozen pydantic models."""

from bilateral.model.base import Fact, Link, Record, Ref, Stance
from bilateral.model.file import Contributor, Edition, File, Register
from bilateral.model.names import Country, Organisation, Person, Place, Term
from bilateral.model.vocabulary import Vocabularies, Vocabulary, vocabulary

__all__ = [
    "Contributor",
    "Country",
    "Edition",
    "Fact",
    "File",
    "Link",
    "Organisation",
    "Person",
    "Place",
    "Record",
    "Ref",
    "Register",
    "Stance",
    "Term",
    "Vocabularies",
    "Vocabulary",
    "vocabulary",
]
