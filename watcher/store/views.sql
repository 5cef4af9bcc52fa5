-- The views that other programs build on, as the twelfth migration creates them. Their columns stay; more may come behind them.
-- A blank line parts two statements.
CREATE VIEW v_items AS
SELECT
    document.item AS item,
    document.kind AS kind,
    document.title AS title,
    document.people AS authors,
    document.venue AS venue,
    document.dated AS date,
    coalesce(best.tier, '') AS tier,
    best.value AS score,
    (
        SELECT min(identifier.value)
        FROM record JOIN identifier ON identifier.record = record.id
        WHERE record.item = document.item AND identifier.scheme = 'pmid'
    ) AS pmid,
    (
        SELECT min(identifier.value)
        FROM record JOIN identifier ON identifier.record = record.id
        WHERE record.item = document.item AND identifier.scheme = 'doi'
    ) AS doi,
    (
        SELECT min(identifier.value)
        FROM record JOIN identifier ON identifier.record = record.id
        WHERE record.item = document.item AND identifier.scheme = 'nct'
    ) AS nct,
    document.url AS url,
    replace(document.sources, char(10), ', ') AS sources,
    (SELECT min(record.first_seen) FROM record WHERE record.item = document.item) AS first_seen,
    document.withdrawn AS withdrawn,
    document.abstract AS abstract
FROM document
LEFT JOIN (
    SELECT record.item AS item, score.tier AS tier, max(score.value) AS value, min(score.rank) AS rank
    FROM record JOIN score ON score.record = record.id
    WHERE score.rank = (
        SELECT min(other.rank)
        FROM record AS beside JOIN score AS other ON other.record = beside.id
        WHERE beside.item = record.item
    )
    GROUP BY record.item
) AS best ON best.item = document.item;

CREATE VIEW v_figures AS
SELECT
    record.item AS item,
    document.title AS title,
    figure.outcome AS outcome,
    figure.measure AS measure,
    figure.value AS value,
    figure.low AS low,
    figure.high AS high,
    figure.level AS level,
    figure.unit AS unit,
    figure.p AS p,
    figure.n AS n,
    figure.total AS total,
    figure.arm AS arm,
    figure.comparator AS comparator,
    figure.milestone AS milestone,
    figure.sentence AS sentence,
    record.source AS source,
    record.source_id AS source_id,
    figure.severity AS severity
FROM figure
JOIN record ON record.id = figure.record
JOIN document ON document.item = record.item;

CREATE VIEW v_changes AS
SELECT
    record.item AS item,
    document.title AS title,
    change.seen AS seen,
    change.weight AS weight,
    change.field AS field,
    change.before AS before,
    change.after AS after,
    change.note AS note,
    record.source AS source,
    record.source_id AS source_id
FROM change
JOIN record ON record.id = change.record
JOIN document ON document.item = record.item;

CREATE VIEW v_told AS
SELECT
    record.item AS item,
    document.title AS title,
    told.name AS digest,
    digest.key AS period,
    told.at AS at,
    told.because AS because,
    record.source AS source,
    record.source_id AS source_id
FROM told
JOIN record ON record.id = told.record
JOIN document ON document.item = record.item
LEFT JOIN digest ON digest.id = told.digest;
