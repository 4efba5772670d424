"""How every page looks and behaves: layout, menu, tables, forms, refusals. It knows nothing of what the pages are about."""
