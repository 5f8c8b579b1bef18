"""The schema's history, one file a change; tests/core/storage/test_schema.py says what tables.py has and it lacks."""
