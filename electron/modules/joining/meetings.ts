import { AppError } from '../../../shared/kernel/errors.ts';
import { instrumentRegistered } from '../../../shared/modules/instruments/records.ts';
import type { Meeting, MeetingSide, MetPair } from '../../../shared/modules/joining/contract.ts';
import { keptApart, pairStream } from '../../../shared/modules/joining/records.ts';
import { type Met, matchesOf } from '../../../shared/modules/joining/rules.ts';
import { personAdded } from '../../../shared/modules/people/records.ts';
import { instrumentSameAs, personSameAs, siteAdopted } from '../../../shared/records/core-records.ts';
import { type AnyRecordDefinition, draft, isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import { Joins } from '../../../shared/records/joins.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { Names } from './names.ts';

type Subject = Meeting['subject'];

/** One of two as it is known here, with the records that brought it. */
interface Known extends Met {
  readonly what: string;
  readonly place: string;
  readonly founded: StoredRecord;
}

/** What the tables `instruments` and `people` hold of one, as far as it is compared. */
interface KeptInstrument {
  readonly instrumentId: string;
  readonly name: string;
  readonly serialNumber: string;
  readonly assetNumber: string;
  readonly place: string;
  readonly definitionKey: string;
}
interface KeptPerson {
  readonly personId: string;
  readonly printedName: string;
  readonly signInName: string;
  readonly roles: readonly string[];
}

/** Records of one kind are read in pages of this size. */
const pageSize = 500;

/** Two benches that never met may both know one analyzer and one person: proposed here, decided by a person (decision 20). */
export class MeetingDesk {
  readonly #context: HostContext;
  readonly #names: Names;

  constructor(context: HostContext) {
    this.#context = context;
    this.#names = new Names(context);
  }

  open(): Meeting[] {
    const isAnswered = this.#answered();
    return [
      ...this.#matches('instrument', this.#instruments(), isAnswered),
      ...this.#matches('person', this.#people(), isAnswered),
    ];
  }

  decided(): MetPair[] {
    const records = this.#all(instrumentSameAs, personSameAs, keptApart);
    return records.flatMap((record) => {
      const isSame = !isRecordOf(record, keptApart);
      const { a, b, reason } = record.body as { a: string; b: string; reason: string };
      const subject = isRecordOf(record, keptApart)
        ? record.body.subject
        : isRecordOf(record, personSameAs)
          ? 'person'
          : 'instrument';
      const named = (id: string) => ({ id, name: this.#nameAsEntered(subject, id) });
      const byName = actorName(record.actor, this.#context);
      return [{ hash: record.hash, subject, a: named(a), b: named(b), isSame, reason, byName, at: record.wall }];
    });
  }

  benches() {
    return this.#all(siteAdopted).flatMap((record) => {
      if (!isRecordOf(record, siteAdopted)) return [];
      const { provisional, site, name } = record.body;
      return [{ ...this.#names.workstationOf(record.log), provisional, site, siteName: name, at: record.wall }];
    });
  }

  /** @throws AppError `joining/not-found`, `joining/same-already` */
  join(subject: Subject, a: string, b: string, reason: string): void {
    this.#requireTwo(subject, a, b);
    const { store } = this.#context;
    const definition = subject === 'person' ? personSameAs : instrumentSameAs;
    const [first, second] = a < b ? [a, b] : [b, a];
    const body = { a: first, b: second, reason };
    store.records.append([draft(definition, `${subject}/${first}`, body)], personAuthor(this.#context.actor));
  }

  /** @throws AppError `joining/not-found`, `joining/same-already` */
  keepApart(subject: Subject, a: string, b: string, reason: string): void {
    this.#requireTwo(subject, a, b);
    const one = draft(keptApart, pairStream(subject, a, b), { subject, a, b, reason });
    this.#context.store.records.append([one], personAuthor(this.#context.actor));
  }

  #requireTwo(subject: Subject, a: string, b: string): void {
    const known = new Set(this.#known(subject).map(({ id }) => id));
    const joins = this.#joins();
    if (joins.idOf(subject, a) === joins.idOf(subject, b)) throw new AppError('joining/same-already', {});
    if (!known.has(joins.idOf(subject, a)) || !known.has(joins.idOf(subject, b)))
      throw new AppError('joining/not-found', {});
  }

  #matches(subject: Subject, known: readonly Known[], isAnswered: (a: string, b: string) => boolean): Meeting[] {
    const side = (one: Known): MeetingSide => ({
      ...{ id: one.id, name: one.name, mark: one.mark, what: one.what, place: one.place, at: one.founded.wall },
      ...this.#names.workstationOf(one.founded.log),
      recordCount: this.#countRecords(subject, one.id),
    });
    return matchesOf(subject, known, isAnswered).map(({ a, b, reasons, strength }) => ({
      ...{ subject, a: side(a), b: side(b), strength },
      reasons: [...reasons],
    }));
  }

  #known(subject: Subject): Known[] {
    return subject === 'instrument' ? this.#instruments() : this.#people();
  }

  #instruments(): Known[] {
    const rows = this.#context.store.db.prepare('SELECT current FROM instruments').pluck().all() as string[];
    return rows.flatMap((row) => {
      const { instrumentId, name, serialNumber, assetNumber, place, definitionKey } = JSON.parse(row) as KeptInstrument;
      const { founded, devices } = this.#founding(`instrument/${instrumentId}`, instrumentRegistered);
      if (!founded) return [];
      const definition = this.#context.catalog.get(definitionKey);
      const what = definition ? `${definition.maker} ${definition.model}` : definitionKey;
      const facts = { id: instrumentId, devices, name, mark: serialNumber, model: definitionKey, assetNumber };
      return [{ ...facts, what, place, founded }];
    });
  }

  #people(): Known[] {
    const rows = this.#context.store.db.prepare('SELECT current FROM people').pluck().all() as string[];
    return rows.flatMap((row) => {
      const { personId, printedName, signInName, roles } = JSON.parse(row) as KeptPerson;
      const { founded, devices } = this.#founding(`person/${personId}`, personAdded);
      if (!founded) return [];
      const facts = { id: personId, devices, name: printedName, mark: signInName, model: '', assetNumber: '' };
      return [{ ...facts, what: roles.join(', '), place: '', founded }];
    });
  }

  /** The record a thing began with, and the workstations at which it was entered. */
  #founding(stream: string, definition: AnyRecordDefinition): { founded: StoredRecord | undefined; devices: string[] } {
    const founding = this.#context.store.records.read(stream).filter((record) => isRecordOf(record, definition));
    return { founded: founding[0], devices: [...new Set(founding.map(({ log }) => log.split('/', 1)[0]!))] };
  }

  /** What people or instruments are called in the words of the bench that entered them, joined or not. */
  #nameAsEntered(subject: Subject, id: string): string {
    const definition = subject === 'person' ? personAdded : instrumentRegistered;
    const record = this.#context.store.records
      .read(`${subject}/${id}`)
      .find((one) => isRecordOf(one, definition) && one.stream === `${subject}/${id}`);
    const { name, printedName } = (record?.body ?? {}) as { name?: string; printedName?: string };
    return name ?? printedName ?? '';
  }

  /** Records kept about an instrument, or written by a person. */
  #countRecords(subject: Subject, id: string): number {
    const [column, name] = subject === 'instrument' ? ['instrument', id] : ['actor', `user:${id}`];
    return this.#context.store.db
      .prepare(
        `SELECT count(*) FROM record_index WHERE ${column} = (SELECT name_id FROM record_index_names WHERE name = ?)`,
      )
      .pluck()
      .get(name) as number;
  }

  #joins(): Joins {
    const joins = new Joins();
    for (const record of this.#all(instrumentSameAs, personSameAs)) joins.add(record);
    return joins;
  }

  /** Whether a person has said that two stay two; asked under any of the names they go by. */
  #answered(): (a: string, b: string) => boolean {
    const joins = this.#joins();
    const said = new Set(
      this.#all(keptApart).flatMap((record) => {
        if (!isRecordOf(record, keptApart)) return [];
        const { subject, a, b } = record.body;
        const ids = [joins.idOf(subject, a), joins.idOf(subject, b)];
        return [ids.join(), ids.reverse().join()];
      }),
    );
    return (a, b) => said.has([a, b].join());
  }

  /** Every record of some types, newest first. */
  #all(...definitions: readonly AnyRecordDefinition[]): StoredRecord[] {
    const types = definitions.map(({ type }) => type);
    const found: StoredRecord[] = [];
    let before: number | undefined;
    for (;;) {
      const { records, next } = this.#context.store.records.page({
        types,
        limit: pageSize,
        ...(before === undefined ? {} : { before }),
      });
      found.push(...records);
      if (next === null) return found.filter(({ isKnown }) => isKnown);
      before = next;
    }
  }
}
