"""The editor's page: a server for browsers over `newsxlate.review.desk`."""
