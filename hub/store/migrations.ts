/** One step of the layout, in the words of both databases. Numbered from 1; once released, its texts never change. */
export interface HubMigration {
  readonly number: number;
  readonly name: string;
  readonly sqlite: string;
  readonly postgresql: string;
}

/** Tables both have, but for the names of the types. */
const common = ({ whole, bytes, key, strict }: Record<'whole' | 'bytes' | 'key' | 'strict', string>) => `
CREATE TABLE hub_facts (name text PRIMARY KEY, value text NOT NULL)${strict};
CREATE TABLE sites (
  site_id ${key}, scope text NOT NULL UNIQUE, name text NOT NULL, next_arrival ${whole} NOT NULL
)${strict};
CREATE TABLE scopes (scope text PRIMARY KEY, site_id ${whole} NOT NULL REFERENCES sites (site_id))${strict};
CREATE TABLE devices (
  device text NOT NULL, epoch ${whole} NOT NULL, public_key text NOT NULL, box_key text NOT NULL, label text NOT NULL,
  site_id ${whole} NOT NULL REFERENCES sites (site_id), scopes text NOT NULL, PRIMARY KEY (device, epoch)
)${strict};
CREATE TABLE revocations (device text PRIMARY KEY, reason text NOT NULL, last text NOT NULL)${strict};
CREATE TABLE logs (
  log_id ${key}, log text NOT NULL UNIQUE, site_id ${whole} NOT NULL REFERENCES sites (site_id),
  head_seq ${whole} NOT NULL, head_link text NOT NULL, audited_seq ${whole} NOT NULL DEFAULT 0
)${strict};
CREATE INDEX logs_of_site ON logs (site_id);
CREATE TABLE losses (
  log text NOT NULL, from_seq ${whole} NOT NULL, to_seq ${whole} NOT NULL, PRIMARY KEY (log, from_seq, to_seq)
)${strict};
CREATE TABLE pending (
  log text NOT NULL, seq ${whole} NOT NULL, hash ${bytes} NOT NULL, sig ${bytes} NOT NULL, raw text NOT NULL,
  via text NOT NULL, received_at text NOT NULL, PRIMARY KEY (log, seq, hash)
)${strict};
CREATE TABLE quarantine (
  site_id ${whole} NOT NULL, log text NOT NULL, seq ${whole} NOT NULL, why text NOT NULL, hash ${bytes} NOT NULL,
  sig ${bytes} NOT NULL, raw text NOT NULL, via text NOT NULL, received_at text NOT NULL,
  PRIMARY KEY (site_id, hash, sig)
)${strict};
CREATE INDEX quarantine_by_log ON quarantine (log, seq);
CREATE TABLE enrol_codes (
  code_hash text PRIMARY KEY, site_id ${whole} NOT NULL REFERENCES sites (site_id), expires_ms ${whole} NOT NULL
)${strict};
CREATE TABLE nonces (nonce text PRIMARY KEY, expires_ms ${whole} NOT NULL)${strict};
CREATE INDEX nonces_by_end ON nonces (expires_ms);
CREATE TABLE sessions (
  session_hash text PRIMARY KEY, device text NOT NULL, epoch ${whole} NOT NULL, counter ${whole} NOT NULL,
  expires_ms ${whole} NOT NULL
)${strict};
CREATE INDEX sessions_by_end ON sessions (expires_ms);
CREATE INDEX sessions_by_device ON sessions (device);
CREATE TABLE supervisor_keys (key_hash text PRIMARY KEY, purpose text NOT NULL, expires_ms ${whole} NOT NULL)${strict};
CREATE TABLE blobs (
  site_id ${whole} NOT NULL REFERENCES sites (site_id), sha256 text NOT NULL, byte_count ${whole} NOT NULL,
  received ${whole} NOT NULL, is_whole ${whole} NOT NULL, PRIMARY KEY (site_id, sha256)
)${strict};
CREATE TABLE blob_pieces (
  site_id ${whole} NOT NULL, sha256 text NOT NULL, starts_at ${whole} NOT NULL, bytes ${bytes} NOT NULL,
  PRIMARY KEY (site_id, sha256, starts_at)
)${strict};
CREATE TABLE statuses (
  site_id ${whole} NOT NULL REFERENCES sites (site_id), device text NOT NULL, text text NOT NULL, sig ${bytes} NOT NULL,
  received_at text NOT NULL, PRIMARY KEY (site_id, device)
)${strict};`;

const first: HubMigration = {
  number: 1,
  name: 'hub',
  sqlite: `${common({ whole: 'INTEGER', bytes: 'BLOB', key: 'INTEGER PRIMARY KEY', strict: ' STRICT' })}
CREATE TABLE records (
  site_id INTEGER NOT NULL, arrival INTEGER NOT NULL, log_id INTEGER NOT NULL REFERENCES logs (log_id),
  seq INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32), sig BLOB NOT NULL CHECK (length(sig) = 64),
  type TEXT NOT NULL, raw TEXT NOT NULL, via TEXT NOT NULL, received_at TEXT NOT NULL,
  PRIMARY KEY (site_id, arrival), UNIQUE (log_id, seq)
) STRICT;
CREATE TRIGGER records_stay_as_they_are BEFORE UPDATE ON records
  BEGIN SELECT raise(ABORT, 'records are never changed'); END;
CREATE TRIGGER records_stay BEFORE DELETE ON records
  BEGIN SELECT raise(ABORT, 'records are never removed'); END;`,
  postgresql: `${common({
    whole: 'bigint',
    bytes: 'bytea',
    key: 'bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
    strict: '',
  })}
CREATE TABLE records (
  site_id bigint NOT NULL, arrival bigint NOT NULL, log_id bigint NOT NULL REFERENCES logs (log_id),
  seq bigint NOT NULL, hash bytea NOT NULL CHECK (length(hash) = 32), sig bytea NOT NULL CHECK (length(sig) = 64),
  type text NOT NULL, raw text NOT NULL CHECK (octet_length(raw) <= 65536), via text NOT NULL, received_at text NOT NULL,
  -- The text says so itself where jsonb can hold it: no lone surrogate, no monstrous number, no tower of brackets.
  has_doc boolean NOT NULL, doc jsonb GENERATED ALWAYS AS (CASE WHEN has_doc THEN raw::jsonb END) STORED,
  PRIMARY KEY (site_id, arrival), UNIQUE (log_id, seq)
);
CREATE FUNCTION records_never_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'records are never changed or removed'; END $$;
CREATE TRIGGER records_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON records
  FOR EACH STATEMENT EXECUTE FUNCTION records_never_change();
REVOKE UPDATE, DELETE, TRUNCATE ON records FROM PUBLIC, CURRENT_USER;`,
};

const takingOver = (whole: string, strict: string) => `
ALTER TABLE devices ADD COLUMN may_connect ${whole} NOT NULL DEFAULT 1;
CREATE TABLE opening_codes (code_hash text PRIMARY KEY, expires_ms ${whole} NOT NULL)${strict};`;

const second: HubMigration = {
  number: 2,
  name: 'sites-that-exist-already',
  sqlite: takingOver('INTEGER', ' STRICT'),
  postgresql: takingOver('bigint', ''),
};

/** All steps, oldest first. */
export const hubMigrations: readonly HubMigration[] = [first, second];
