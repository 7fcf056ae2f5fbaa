"""The database: tables, migrations, queries and the timeline; SQLAlchemy lives here."""
