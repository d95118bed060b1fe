"""The only SQL: models, migrations, append, project, queries; blobs."""
