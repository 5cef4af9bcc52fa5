-- The tables as the first migration creates them; what a later one alters stands with that one.
-- A blank line parts two statements.

-- What the sources said. A record is one (source, source_id); its versions are never changed. A page
-- of a source is kept once, compressed, and only where it brought something.
-- No reference is deferred: a deferred one makes every new parent look through all children.
CREATE TABLE payload (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    media_type TEXT NOT NULL,
    retrieved TEXT NOT NULL,
    digest BLOB NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (digest, url, source)
) STRICT;

CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('work', 'trial')),
    created TEXT NOT NULL,
    moved_to INTEGER REFERENCES item CHECK (moved_to <> id)
) STRICT;

CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    item INTEGER NOT NULL REFERENCES item,
    version INTEGER REFERENCES version,
    first_seen TEXT NOT NULL,
    withdrawn TEXT,
    verdict TEXT NOT NULL,
    because TEXT NOT NULL,
    score REAL NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    keys BLOB NOT NULL,
    UNIQUE (source, source_id)
) STRICT;

CREATE INDEX record_item ON record (item);

CREATE INDEX record_first_seen ON record (first_seen);

CREATE TABLE version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    record INTEGER NOT NULL REFERENCES record,
    seen TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    content BLOB NOT NULL,
    payload INTEGER REFERENCES payload,
    body TEXT NOT NULL
) STRICT;

CREATE INDEX version_record ON version (record);

-- How records are found again: by identifier, by what they mention, by the keys of the block index.
-- Columns of a key stand first: SQLite 3.40's integrity check finds NULLs where they do not.
CREATE TABLE identifier (
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (scheme, value, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE mention (
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (scheme, value, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE block (
    key INTEGER NOT NULL,
    record INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (key, record)
) STRICT, WITHOUT ROWID;

-- Why records moved between items, and how to move them back.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    verb TEXT NOT NULL CHECK (verb IN ('merge', 'split', 'hold', 'undo')),
    because TEXT NOT NULL,
    score REAL NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES decision
) STRICT;

CREATE TABLE move (
    decision INTEGER NOT NULL REFERENCES decision,
    record INTEGER NOT NULL REFERENCES record,
    origin INTEGER NOT NULL REFERENCES item,
    target INTEGER NOT NULL REFERENCES item,
    PRIMARY KEY (decision, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX move_record ON move (record);

-- What a person said of two records holds until it is taken back; the last word counts. a < b.
CREATE TABLE bond (
    a INTEGER NOT NULL REFERENCES record,
    b INTEGER NOT NULL REFERENCES record CHECK (a < b),
    decision INTEGER NOT NULL REFERENCES decision,
    kind TEXT NOT NULL CHECK (kind IN ('must', 'cannot')),
    PRIMARY KEY (a, b, decision)
) STRICT, WITHOUT ROWID;

CREATE INDEX bond_b ON bond (b);

CREATE VIEW standing_bond AS
SELECT a, b, kind, max(decision) AS decision
FROM bond
WHERE NOT EXISTS (SELECT 1 FROM decision AS later WHERE later.undoes = bond.decision)
GROUP BY a, b;

CREATE TABLE doubt (
    record INTEGER NOT NULL REFERENCES record,
    other INTEGER NOT NULL REFERENCES record CHECK (record < other),
    score REAL NOT NULL,
    because TEXT NOT NULL,
    asked TEXT NOT NULL,
    PRIMARY KEY (record, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES version,
    record INTEGER NOT NULL REFERENCES record,
    seen TEXT NOT NULL,
    weight TEXT NOT NULL,
    field TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;

CREATE INDEX change_record ON change (record, version);

CREATE INDEX change_seen ON change (seen);

CREATE TABLE link (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES record,
    version INTEGER NOT NULL REFERENCES version,
    kind TEXT NOT NULL,
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    because TEXT NOT NULL,
    confidence REAL NOT NULL,
    inverse INTEGER NOT NULL,
    relation TEXT,
    UNIQUE (record, kind, scheme, value, inverse)
) STRICT;

CREATE INDEX link_object ON link (scheme, value);

CREATE INDEX link_kind ON link (kind, version);

CREATE TABLE score (
    record INTEGER NOT NULL REFERENCES record,
    topic TEXT NOT NULL,
    rank INTEGER NOT NULL,
    tier TEXT NOT NULL,
    value REAL NOT NULL,
    intensity REAL,
    tags TEXT NOT NULL,
    trials TEXT NOT NULL,
    profile TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (record, topic)
) STRICT;

CREATE INDEX score_tier ON score (topic, rank);

CREATE INDEX score_trials ON score (record) WHERE trials <> '[]';

-- One document an item: what is searched, and what a list shows without reading any record. The index
-- keeps no text of its own; index.py is the only writer of both.
CREATE TABLE document (
    item INTEGER PRIMARY KEY REFERENCES item,
    title TEXT NOT NULL,
    abstract TEXT NOT NULL,
    people TEXT NOT NULL,
    venue TEXT NOT NULL,
    ids TEXT NOT NULL,
    terms TEXT NOT NULL,
    url TEXT NOT NULL,
    published TEXT NOT NULL,
    kind TEXT NOT NULL,
    sources TEXT NOT NULL,
    withdrawn INTEGER NOT NULL
) STRICT;

CREATE INDEX document_published ON document (published);

CREATE VIRTUAL TABLE document_index USING fts5 (
    title, abstract, people, venue, ids, terms,
    content = 'document', content_rowid = 'item',
    tokenize = 'porter unicode61 remove_diacritics 2'
);

-- A word in the title says most, an identifier is asked for by name.
INSERT INTO document_index (document_index, rank) VALUES ('rank', 'bm25(8, 1, 2, 1, 8, 2)');

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    topic TEXT NOT NULL,
    outcome TEXT NOT NULL,
    finished TEXT NOT NULL,
    received INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE INDEX run_source ON run (source, finished);

CREATE INDEX run_finished ON run (finished);

CREATE TABLE watermark (
    source TEXT NOT NULL,
    topic TEXT NOT NULL,
    question BLOB NOT NULL,
    reached TEXT NOT NULL,
    PRIMARY KEY (source, topic, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE validator (
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (source, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE digest (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    topic TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    frozen TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (name, key)
) STRICT;

-- What a digest told, a row a record, so that a later merge or split tells nothing twice.
CREATE TABLE told (
    record INTEGER NOT NULL REFERENCES record,
    name TEXT NOT NULL,
    digest INTEGER REFERENCES digest,
    revision INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    notices INTEGER NOT NULL,
    because TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX told_record ON told (record, name);

CREATE INDEX told_digest ON told (digest);

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    digest INTEGER REFERENCES digest,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    part INTEGER NOT NULL,
    key TEXT NOT NULL UNIQUE,
    parent TEXT NOT NULL,
    subject TEXT NOT NULL,
    media_type TEXT NOT NULL,
    body BLOB NOT NULL,
    sha256 BLOB NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('pending', 'sending', 'sent', 'uncertain', 'held', 'failed')),
    attempt INTEGER NOT NULL DEFAULT 0,
    not_before TEXT NOT NULL,
    changed TEXT NOT NULL,
    reference TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    UNIQUE (digest, channel, recipient, part)
) STRICT;

CREATE INDEX delivery_state ON delivery (state, not_before);

CREATE TABLE delivery_event (
    id INTEGER PRIMARY KEY,
    delivery INTEGER NOT NULL REFERENCES delivery,
    at TEXT NOT NULL,
    origin TEXT NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX delivery_event_delivery ON delivery_event (delivery);

CREATE TRIGGER delivery_event_stays BEFORE DELETE ON delivery_event
BEGIN SELECT raise(ABORT, 'delivery events are never deleted'); END;

CREATE TRIGGER delivery_event_is_final BEFORE UPDATE ON delivery_event
BEGIN SELECT raise(ABORT, 'delivery events are never changed'); END;
