"""HTTP: routes declared once, the rim that runs each request, errors, the description of it all."""
