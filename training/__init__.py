"""Train the compact model: prepare, train, restore, convert, evaluate. See README.md."""
