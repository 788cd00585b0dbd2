import { instrumentSameAs, personSameAs, siteAdopted } from './core-records.ts';
import { isRecordOf, type StoredRecord } from './define.ts';

/**
 * Which names mean one thing. Built from the join records in any order; the smallest name stands for the group (UUIDv7:
 * the oldest), so that every bench picks the same one.
 */
export class Joins {
  readonly #parent = new Map<string, string>();

  /** Takes notice of a record; true when it joined two names that were apart. */
  add(record: StoredRecord): boolean {
    if (isRecordOf(record, instrumentSameAs)) return this.#join('instrument', record.body.a, record.body.b);
    if (isRecordOf(record, personSameAs)) return this.#join('person', record.body.a, record.body.b);
    if (isRecordOf(record, siteAdopted))
      return this.#link(`scope/${record.body.provisional}`, `scope/${record.body.site}`);
    return false;
  }

  /** The name that stands for an id of a subject (`instrument`, `person`). */
  idOf(subject: string, id: string): string {
    return this.#find(`${subject}/${id}`).slice(subject.length + 1);
  }

  /** The site a provisional scope was adopted into, or the scope itself. */
  scopeOf(scope: string): string {
    return this.#find(`scope/${scope}`).slice('scope/'.length);
  }

  /** The stream under which a stream folds: `<subject>/<id>` replaced by the group's name, the rest kept. */
  streamOf(stream: string): string {
    if (this.#parent.size === 0) return stream;
    const match = /^([^/]+\/[^/]+)(.*)$/.exec(stream);
    return match ? this.#find(match[1]!) + match[2]! : stream;
  }

  /** Every name of the group a stream belongs to, as streams with the same rest: what must be read to fold it. */
  membersOf(stream: string): string[] {
    if (this.#parent.size === 0) return [stream];
    const match = /^([^/]+\/[^/]+)(.*)$/.exec(stream);
    if (!match) return [stream];
    const root = this.#find(match[1]!);
    const members = new Set([root, match[1]!]);
    for (const name of this.#parent.keys()) if (this.#find(name) === root) members.add(name);
    return [...members].map((name) => name + match[2]!).sort();
  }

  #join(subject: string, a: string, b: string): boolean {
    return this.#link(`${subject}/${a}`, `${subject}/${b}`);
  }

  #link(a: string, b: string): boolean {
    const rootA = this.#find(a);
    const rootB = this.#find(b);
    if (rootA === rootB) return false;
    // A site outranks the provisional scope it adopts; among equals the smaller name does.
    const isProvisional = (name: string) => name.startsWith('scope/provisional:');
    const keepA = isProvisional(rootA) === isProvisional(rootB) ? rootA < rootB : isProvisional(rootB);
    this.#parent.set(keepA ? rootB : rootA, keepA ? rootA : rootB);
    return true;
  }

  #find(name: string): string {
    let root = name;
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up;
    return root;
  }
}
