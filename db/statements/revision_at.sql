-- ?1: a revision's number.
SELECT at FROM revision WHERE number = ?1
