import {
  doorRecords,
  personRecords,
  signed,
  signedIn,
  verifierPassedOn,
} from '../../../shared/modules/people/records.ts';
import { currentPerson, personDecider, signInKey } from '../../../shared/modules/people/rules.ts';
import { recordAmended, recordVoided } from '../../../shared/records/core-records.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection, type Statement } from '../../store/projection.ts';

/** One row a person, `current` being `CurrentPerson` as JSON; and every id a person was ever added under. */
export const peopleTable = defineProjection({
  name: 'people',
  version: 1,
  tables: ['people', 'person_ids'],
  ddl: [
    `CREATE TABLE people (
      stream TEXT NOT NULL,
      person_id TEXT PRIMARY KEY,
      sign_in_key TEXT NOT NULL,
      is_active INTEGER NOT NULL,
      is_administrator INTEGER NOT NULL,
      current TEXT NOT NULL,
      conflicts TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX people_by_name ON people (sign_in_key)',
    `CREATE TABLE person_ids (
      stream TEXT NOT NULL,
      alias_id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`,
  ],
  reads: personRecords,
  fold: personDecider,
  apply(_record, { state, stream, conflicts }) {
    const current = currentPerson(state);
    if (!current) return [];
    const said = conflicts.map(({ code, data }) => ({ code, data }));
    const statements: Statement[] = [
      {
        sql: `INSERT OR REPLACE INTO people (stream, person_id, sign_in_key, is_active, is_administrator, current,
          conflicts) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          current.personId,
          signInKey(current.signInName),
          current.isActive ? 1 : 0,
          current.roles.includes('administrator') ? 1 : 0,
          JSON.stringify(current),
          JSON.stringify(said),
        ],
      },
    ];
    for (const alias of new Set([...state.ids, current.personId])) {
      statements.push({
        sql: 'INSERT OR REPLACE INTO person_ids (stream, alias_id, person_id) VALUES (?, ?, ?)',
        values: [stream, alias, current.personId],
      });
    }
    return statements;
  },
});

/** What workstations passed on to each other, sealed: see `verifier-exchange.ts`. `author` is the workstation that did. */
export const passedVerifiersTable = defineProjection({
  name: 'passed-verifiers',
  version: 1,
  tables: ['passed_verifiers'],
  ddl: [
    `CREATE TABLE passed_verifiers (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, person_id TEXT NOT NULL, credential_id TEXT NOT NULL,
      device TEXT NOT NULL, box_key TEXT NOT NULL, author TEXT NOT NULL, from_key TEXT NOT NULL, sealed TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX passed_verifiers_by_credential ON passed_verifiers (credential_id, device)',
  ],
  reads: [verifierPassedOn],
  apply(record, { stream }) {
    if (!isRecordOf(record, verifierPassedOn)) return [];
    const { personId, credentialId, device, boxKey, from, sealed } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO passed_verifiers (stream, hash, person_id, credential_id, device, box_key, author,
          from_key, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          record.hash,
          personId,
          credentialId,
          device,
          boxKey,
          record.log.split('/', 1)[0]!,
          from,
          sealed,
        ],
      },
    ];
  },
});

/** When each person last signed in. */
export const doorTable = defineProjection({
  name: 'people-door',
  version: 1,
  tables: ['people_door'],
  ddl: [
    `CREATE TABLE people_door (
      stream TEXT NOT NULL,
      person_id TEXT PRIMARY KEY,
      last_signed_in_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`,
  ],
  reads: doorRecords,
  apply(record, { stream }) {
    if (!isRecordOf(record, signedIn)) return [];
    return [
      {
        sql: 'INSERT OR REPLACE INTO people_door (stream, person_id, last_signed_in_at) VALUES (?, ?, ?)',
        values: [stream, record.body.personId, record.wall],
      },
    ];
  },
});

/** Signatures, found by the records they name. Other modules read `signature_targets` to mark what is signed. */
export const signaturesTable = defineProjection({
  name: 'signatures',
  version: 1,
  tables: ['signatures', 'signature_targets'],
  ddl: [
    `CREATE TABLE signatures (
      stream TEXT NOT NULL,
      hash TEXT PRIMARY KEY,
      hlc TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT`,
    `CREATE TABLE signature_targets (
      stream TEXT NOT NULL,
      target_hash TEXT NOT NULL,
      signature_hash TEXT NOT NULL,
      PRIMARY KEY (target_hash, signature_hash)
    ) STRICT, WITHOUT ROWID`,
  ],
  reads: [signed],
  apply(record, { stream }) {
    if (!isRecordOf(record, signed)) return [];
    return [
      {
        sql: 'INSERT OR REPLACE INTO signatures (stream, hash, hlc, body) VALUES (?, ?, ?, ?)',
        values: [stream, record.hash, record.hlc, JSON.stringify(record.body)],
      },
      ...record.body.targets.map(({ hash }) => ({
        sql: 'INSERT OR REPLACE INTO signature_targets (stream, target_hash, signature_hash) VALUES (?, ?, ?)',
        values: [stream, hash, record.hash],
      })),
    ];
  },
});

/** Which records were amended or voided, of all modules. */
export const correctionsTable = defineProjection({
  name: 'record-corrections',
  version: 1,
  tables: ['record_corrections'],
  ddl: [
    `CREATE TABLE record_corrections (
      stream TEXT NOT NULL,
      target_hash TEXT NOT NULL,
      hash TEXT NOT NULL,
      PRIMARY KEY (target_hash, hash)
    ) STRICT, WITHOUT ROWID`,
  ],
  reads: [recordAmended, recordVoided],
  apply(record, { stream }) {
    if (!isRecordOf(record, recordAmended) && !isRecordOf(record, recordVoided)) return [];
    return [
      {
        sql: 'INSERT OR REPLACE INTO record_corrections (stream, target_hash, hash) VALUES (?, ?, ?)',
        values: [stream, record.body.target, record.hash],
      },
    ];
  },
});
