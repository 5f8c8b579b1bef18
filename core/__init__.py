"""The personal cabinet of an electricity retailer, without any messenger."""
