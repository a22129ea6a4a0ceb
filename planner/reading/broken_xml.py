"""What XML raises that is not XML: the one list of it, for every reader of a part of a document."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

BROKEN_XML = (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError)
"""LookupError: a declared encoding that there is not."""
