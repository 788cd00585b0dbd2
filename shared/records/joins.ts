import { isUuid } from '../kernel/ids.ts';
import { instrumentSameAs, personSameAs, siteAdopted } from './core-records.ts';
import { isRecordOf, type StoredRecord } from './define.ts';

/** They say of two names that they are one or two, and keep saying so: their bodies stay as they were written. */
const saysWhoIsWho: ReadonlySet<string> = new Set([instrumentSameAs.type, personSameAs.type, 'joining.kept-apart']);

/**
 * Which names mean one thing. Built from the join records in any order; the smallest name stands for the group (UUIDv7:
 * the oldest), so that every bench picks the same one.
 */
export class Joins {
  readonly #parent = new Map<string, string>();
  /** Ids (UUIDs) of instruments that stand under another one now, with that one; and all ids of each such group. */
  readonly #renamed = new Map<string, string>();
  readonly #groups = new Map<string, string[]>();
  #pattern: RegExp | undefined;

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

  /** Every id that means the same as this one, itself among them, in order. */
  idsOf(subject: string, id: string): string[] {
    return this.membersOf(`${subject}/${id}`).map((name) => name.slice(subject.length + 1));
  }

  /** The site a provisional scope was adopted into, or the scope itself. */
  scopeOf(scope: string): string {
    return this.#find(`scope/${scope}`).slice('scope/'.length);
  }

  /**
   * The stream under which a stream folds: `<subject>/<id>` replaced by the group's name, and the id of an instrument by the
   * one it stands under wherever it is a part of the name (`meter/<id>/hours`).
   */
  streamOf(stream: string): string {
    if (this.#parent.size === 0) return stream;
    const match = /^([^/]+\/[^/]+)(.*)$/.exec(stream);
    const joined = match ? this.#find(match[1]!) + match[2]! : stream;
    if (this.#renamed.size === 0) return joined;
    return joined
      .split('/')
      .map((part) => this.#renamed.get(part) ?? part)
      .join('/');
  }

  /** Every name of the group a stream belongs to, as streams with the same rest: what must be read to fold it. */
  membersOf(stream: string): string[] {
    if (this.#parent.size === 0) return [stream];
    const match = /^([^/]+\/[^/]+)(.*)$/.exec(stream);
    if (!match) return [stream];
    const root = this.#find(match[1]!);
    const members = new Set([root, match[1]!]);
    for (const name of this.#parent.keys()) if (this.#find(name) === root) members.add(name);
    const named = [...members].map((name) => name + match[2]!);
    return [...new Set(named.flatMap((name) => this.#spellings(name)))].sort();
  }

  /** True where a record's text names an instrument by an id that stands under another one. */
  isNamedIn(raw: string): boolean {
    return this.#pattern?.test(raw) === true;
  }

  /**
   * A record as it reads today: instruments it names stand under the id of their group. Its hash, stream and signed text are
   * what they were.
   */
  resolve(record: StoredRecord): StoredRecord {
    if (this.#renamed.size === 0) return record;
    return this.#rename(record, (id) => this.#renamed.get(id) ?? id);
  }

  /** A resolved record as it read under each of the other ids of the groups it names: what tables may hold of it. */
  spelledOtherwise(record: StoredRecord): StoredRecord[] {
    const ids = [...this.#groups.values()].flat();
    return ids.flatMap((other) => {
      const root = this.#renamed.get(other) ?? other;
      const spelled = this.#rename(record, (id) => ((this.#renamed.get(id) ?? id) === root ? other : id));
      return spelled === record ? [] : [spelled];
    });
  }

  #rename(record: StoredRecord, name: (id: string) => string): StoredRecord {
    const { type, actor, body } = record;
    if (saysWhoIsWho.has(type)) return record;
    const renamed = { actor: renameIn(actor, name) as string, body: renameIn(body, name) };
    return renamed.actor === actor && renamed.body === body ? record : { ...record, ...renamed };
  }

  /** Names of a stream under every id of the instruments in it. */
  #spellings(stream: string): string[] {
    if (this.#renamed.size === 0) return [stream];
    let names = [''];
    for (const part of stream.split('/')) {
      const parts = this.#groups.get(this.#renamed.get(part) ?? part) ?? [part];
      names = names.flatMap((name) => parts.map((one) => `${name}/${one}`));
    }
    return names.map((name) => name.slice(1));
  }

  #join(subject: 'instrument' | 'person', a: string, b: string): boolean {
    const isNew = this.#link(`${subject}/${a}`, `${subject}/${b}`);
    if (isNew && subject === 'instrument') this.#readGroups();
    return isNew;
  }

  #readGroups(): void {
    this.#renamed.clear();
    this.#groups.clear();
    for (const name of this.#parent.keys()) {
      const [subject, id] = name.split('/') as [string, string];
      if (subject !== 'instrument' || !isUuid(id)) continue;
      const root = this.idOf('instrument', id);
      this.#renamed.set(id, root);
      this.#groups.set(root, [...(this.#groups.get(root) ?? [root]), id]);
    }
    this.#pattern = this.#renamed.size === 0 ? undefined : new RegExp([...this.#renamed.keys()].join('|'));
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

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** A value of JSON with ids replaced in all its texts and names; the very value where there was none to replace. */
function renameIn(value: unknown, name: (id: string) => string): unknown {
  if (typeof value === 'string') return value.length < 36 ? value : value.replace(uuid, name);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => renameIn(item, name));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  let isChanged = false;
  const entries = Object.entries(value).map(([key, item]) => {
    const renamed = [renameIn(key, name) as string, renameIn(item, name)] as const;
    isChanged ||= renamed[0] !== key || renamed[1] !== item;
    return renamed;
  });
  return isChanged ? Object.fromEntries(entries) : value;
}
