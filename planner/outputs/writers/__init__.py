"""Writers of a ``Rota``: HTML, XLSX, PDF."""
