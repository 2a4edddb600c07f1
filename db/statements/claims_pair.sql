-- ?1, ?2: the pair's countries. Claims about the two, about one of them, and about one of them with others: what figures of the
-- two are checked against.
SELECT slug, subject, a, b, a_name, b_name, exporter, importer, country, event, agreement, agreement_kind, agreement_part_of,
    metric, of_metric, whole, scope, commodity, sector, period, base_period, deadline, value, qualifier, precision, unit,
    text, count, authority, authority_name, authority_kind, authority_country, said_by, said_as, said_on, derived, inference,
    printed, reading, reading_reason, note, source, locator, title, publisher, published_on, url, language
FROM claim_reading
WHERE version IN (
    SELECT version FROM claim_now WHERE pair_a IN (SELECT id FROM area WHERE code IN (?1, ?2))
    UNION SELECT version FROM claim_now WHERE pair_b IN (SELECT id FROM area WHERE code IN (?1, ?2))
    UNION SELECT version FROM claim_now WHERE country IN (SELECT id FROM area WHERE code IN (?1, ?2))
    UNION SELECT d.version FROM claim_now p JOIN agreement_now g ON g.part_of = p.agreement
        JOIN claim_now d ON d.agreement = g.agreement
        WHERE p.pair_a IN (SELECT id FROM area WHERE code IN (?1, ?2))
    UNION SELECT d.version FROM claim_now p JOIN agreement_now g ON g.part_of = p.agreement
        JOIN claim_now d ON d.agreement = g.agreement
        WHERE p.pair_b IN (SELECT id FROM area WHERE code IN (?1, ?2)))
ORDER BY slug, position
