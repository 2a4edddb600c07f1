-- Every claim, once for each document that it cites.
SELECT slug, subject, a, b, a_name, b_name, exporter, importer, country, event, agreement, agreement_kind, agreement_part_of,
    metric, of_metric, whole, scope, commodity, sector, period, base_period, deadline, value, qualifier, precision, unit,
    text, count, authority, authority_name, authority_kind, authority_country, said_by, said_as, said_on, derived, inference,
    printed, reading, reading_reason, note, source, locator, title, publisher, published_on, url, language
FROM claim_reading
ORDER BY slug, position
