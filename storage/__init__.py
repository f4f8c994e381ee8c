"""How a study is kept on disk: database tables, media files, migrations, backups."""
