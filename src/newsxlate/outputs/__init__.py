"""Everything that is written: results of one article, and exports of archives."""
