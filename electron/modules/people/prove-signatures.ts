import type Database from 'better-sqlite3';
import { rolePermissions } from '../../../shared/modules/people/permissions.ts';
import {
  activityChanged,
  personStream,
  rolesChanged,
  type SignatureTarget,
  signed,
} from '../../../shared/modules/people/records.ts';
import { type CurrentPerson, currentPerson, personDecider } from '../../../shared/modules/people/rules.ts';
import { isRecordOf, type RecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import { type Envelope, hashOf, readEnvelope } from '../../../shared/records/envelope.ts';
import { foldStream } from '../../../shared/records/fold.ts';
import { Joins } from '../../../shared/records/joins.ts';
import type { RecordRegistry } from '../../../shared/records/registry.ts';
import { parseLogId } from '../../../shared/records/scopes.ts';
import type { ModuleProof, ProofLog } from '../../store/projection.ts';
import { recordCrypto } from '../../store/record-crypto.ts';

interface Row {
  hash: Buffer;
  raw: string;
  log: string;
  seq: number;
}

const columns = 'r.hash, r.raw, l.log, r.seq FROM record_log r JOIN logs l ON l.log_id = r.log_id';

/**
 * Proves every electronic signature of a log (decision 42): its own text and every record it names still have their
 * hashes, and the signer had proved it, was switched on, had certified and had a role that may sign so.
 */
export function proveSignatures({ db, registry }: ProofLog): ModuleProof {
  const proof = new SignatureProof(db, registry);
  try {
    proof.run();
  } catch (error) {
    proof.problem('signature-unreadable', 'signatures', error instanceof Error ? error.message : String(error));
  }
  return { provedCount: proof.provedCount, problems: proof.problems, notes: proof.notes };
}

class SignatureProof {
  readonly problems: { code: string; where: string; detail: string }[] = [];
  readonly notes: string[] = [];
  provedCount = 0;
  readonly #db: Database.Database;
  readonly #registry: RecordRegistry;
  readonly #targets = new Map<string, Row>();
  readonly #ofStream: Database.Statement<[string], Row>;
  readonly #joins = new Joins();
  readonly #people = new Map<string, StoredRecord[]>();

  constructor(db: Database.Database, registry: RecordRegistry) {
    this.#db = db;
    this.#registry = registry;
    this.#ofStream = db.prepare(`SELECT ${columns} WHERE r.stream = ? ORDER BY r.hlc`);
  }

  run(): void {
    const joins = this.#db
      .prepare<[], Row>(`SELECT ${columns} WHERE r.type = 'person.same-as' ORDER BY r.lsn`)
      .all()
      .flatMap((row) => this.#read(row) ?? []);
    for (const record of joins) this.#joins.add(record);
    // By stream, which has an index: a signature whose stream was altered is named by the chain, as an altered column.
    const rows = this.#db
      .prepare<[], Row>(`SELECT ${columns} WHERE r.stream >= 'signature/' AND r.stream < 'signature0' ORDER BY r.lsn`)
      .all();
    const signatures = rows.map((row) => ({ row, record: isIntact(row) ? this.#read(row) : undefined }));
    this.#findTargets(
      signatures.flatMap(({ record }) => (record && isRecordOf(record, signed) ? record.body.targets : [])),
    );
    for (const { row, record } of signatures) this.#prove(row, record);
  }

  /** One walk over the log for all records that were signed: it has no index by hash. */
  #findTargets(targets: readonly SignatureTarget[]): void {
    if (targets.length === 0) return;
    const wanted = new Set(targets.map((target) => target.hash));
    const byLsn = this.#db.prepare<[number], Row>(`SELECT ${columns} WHERE r.lsn = ?`);
    const found: [string, number][] = [];
    const all = this.#db.prepare<[], { lsn: number; hash: Buffer }>('SELECT lsn, hash FROM record_log');
    for (const { lsn, hash } of all.iterate()) {
      const text = hash.toString('base64url');
      if (wanted.has(text)) found.push([text, lsn]);
    }
    for (const [hash, lsn] of found) this.#targets.set(hash, byLsn.get(lsn)!);
  }

  problem(code: string, where: string, detail: string): void {
    this.problems.push({ code, where, detail });
  }

  #prove(row: Row, record: StoredRecord | undefined): void {
    const place = `${row.log} record ${row.seq}`;
    if (!isIntact(row)) {
      this.problem('signature-changed', place, 'the text of this signature no longer has its hash');
      return;
    }
    if (!record || !isRecordOf(record, signed)) {
      this.problem('signature-unreadable', place, 'this is no signature this program understands');
      return;
    }
    const { signatureId, printedName, meaning } = record.body;
    const where = `signature ${signatureId} (${place}): ${meaning} by ${printedName}`;
    const before = this.problems.length;
    for (const target of record.body.targets) this.#proveTarget(where, target);
    this.#proveSigner(where, record);
    if (this.problems.length === before) this.provedCount += 1;
  }

  #proveTarget(where: string, target: SignatureTarget): void {
    const name = `${target.type} ${target.id}`;
    const row = this.#targets.get(target.hash);
    if (!row) {
      this.problem('signed-record-missing', where, `${name} is not in the log under the hash that was signed`);
      return;
    }
    const place = `${row.log} record ${row.seq}`;
    if (!isIntact(row)) {
      this.problem('signed-record-changed', where, `the text of ${name} (${place}) is not what was signed`);
      return;
    }
    const record = this.#read(row);
    if (!record || record.id !== target.id || record.type !== target.type) {
      this.problem('signed-record-other', where, `the hash belongs to another record (${place})`);
    }
  }

  #proveSigner(where: string, record: RecordOf<typeof signed>): void {
    const { signerId } = record.body;
    if (record.actor !== `user:${signerId}` || record.auth.proof !== 'password') {
      this.problem('signer-not-proved', where, 'it was not written by its signer with the password');
    }
    const known = this.#personRecords(signerId).filter((one) => one.hlc < record.hlc);
    const device = deviceOf(record);
    const forbidden = whyNot(this.#fold(signerId, known), record);
    if (forbidden === undefined) return;
    const asSeenHere = known.filter((one) => deviceOf(one) === device || !isTakingAway(one));
    if (asSeenHere.length < known.length && whyNot(this.#fold(signerId, asSeenHere), record) === undefined) {
      this.notes.push(`${where}: another bench had decided otherwise before (${forbidden}); for review`);
      return;
    }
    this.problem('signer-not-permitted', where, forbidden);
  }

  #personRecords(personId: string): StoredRecord[] {
    const known = this.#people.get(personId);
    if (known) return known;
    const streams = this.#joins.membersOf(personStream(personId));
    const records = streams.flatMap((stream) => this.#ofStream.all(stream).flatMap((row) => this.#read(row) ?? []));
    this.#people.set(personId, records);
    return records;
  }

  #fold(personId: string, records: readonly StoredRecord[]): CurrentPerson | null {
    const stream = this.#joins.streamOf(personStream(personId));
    return currentPerson(foldStream(personDecider, stream, records, this.#registry).state);
  }

  #read(row: Row): StoredRecord | undefined {
    const read = readEnvelope(row.raw);
    if ('why' in read) return undefined;
    const envelope: Envelope = read.envelope;
    return this.#registry.read(envelope, row.hash.toString('base64url'));
  }
}

const isIntact = (row: Row): boolean => row.hash.equals(hashOf(recordCrypto, row.raw));

const deviceOf = (record: StoredRecord): string => parseLogId(record.log)?.device ?? '';

const isTakingAway = (record: StoredRecord): boolean =>
  isRecordOf(record, activityChanged) || isRecordOf(record, rolesChanged);

/** Why the person could not have signed so, or undefined. */
function whyNot(person: CurrentPerson | null, { body }: RecordOf<typeof signed>): string | undefined {
  if (!person) return 'no account of this signer is known';
  if (!person.isActive) return 'the account was switched off';
  if (!person.hasCertified) return 'the signer had not certified that signatures are binding';
  if (!person.roles.includes(body.role) || !rolePermissions[body.role].includes(`sign.${body.meaning}`)) {
    return `the signer had no role that may sign "${body.meaning}"`;
  }
  return undefined;
}
