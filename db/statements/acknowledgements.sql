-- Every acknowledgement, once for each of its claims.
SELECT v.acknowledgement, v.check_kind, v.reason, i.slug
FROM acknowledgement_now v
JOIN acknowledgement_claim c ON c.version = v.version
JOIN claim i ON i.id = c.claim
ORDER BY v.acknowledgement, i.slug
