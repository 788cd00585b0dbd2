import { AppError } from '../kernel/errors.ts';
import { coreRecords } from './core-records.ts';
import type { AnyRecordDefinition, RecordDraft, StoredRecord } from './define.ts';
import type { Envelope } from './envelope.ts';

/** All record types this program knows. */
export interface RecordRegistry {
  readonly definitions: readonly AnyRecordDefinition[];
  get(type: string): AnyRecordDefinition | undefined;
  /** The draft's body as the schema gives it. @throws AppError `records/unknown-type`, `records/invalid-body` */
  check(draft: RecordDraft): unknown;
  /**
   * A record out of its envelope. An unknown type, a newer version, or a body that does not hold is kept as it is with
   * `isKnown: false`; nothing here throws. `isOurs` skips the schema: this machine checked the body when it wrote it.
   */
  read(envelope: Envelope, hash: string, isOurs?: boolean): StoredRecord;
}

/** @throws AppError `records/duplicate-type` when two definitions claim one name. */
export function createRegistry(definitions: readonly AnyRecordDefinition[]): RecordRegistry {
  const byType = new Map<string, AnyRecordDefinition>();
  for (const definition of [...coreRecords, ...definitions]) {
    const known = byType.get(definition.type);
    if (known && known !== definition) throw new AppError('records/duplicate-type', { type: definition.type });
    byType.set(definition.type, definition);
  }

  const upToDate = (
    definition: AnyRecordDefinition,
    envelope: Envelope,
    isOurs: boolean,
  ): { body: unknown } | undefined => {
    if (envelope.tv > definition.version) return undefined;
    try {
      let body: unknown = envelope.body;
      for (let version = envelope.tv; version < definition.version; version++)
        body = definition.upcasts[version]?.(body);
      if (isOurs && envelope.tv === definition.version) return { body };
      const checked = definition.schema.safeParse(body);
      return checked.success ? { body: checked.data } : undefined;
    } catch {
      return undefined;
    }
  };

  const causesOf = (
    definition: AnyRecordDefinition | undefined,
    envelope: Envelope,
    body: unknown,
  ): readonly string[] => {
    const own = envelope.base === null ? [] : [envelope.base];
    if (!definition?.causes) return own;
    try {
      return [...own, ...definition.causes(body)];
    } catch {
      return own;
    }
  };

  return {
    definitions: [...byType.values()],
    get: (type) => byType.get(type),
    check(draft) {
      const definition = byType.get(draft.definition.type);
      if (definition !== draft.definition) throw new AppError('records/unknown-type', { type: draft.definition.type });
      const checked = definition.schema.safeParse(draft.body);
      if (!checked.success) {
        const issue = checked.error.issues[0];
        throw new AppError('records/invalid-body', {
          type: definition.type,
          field: issue?.path.join('.') ?? '',
          why: issue?.code ?? '',
        });
      }
      return checked.data;
    },
    read(envelope, hash, isOurs = false) {
      const definition = byType.get(envelope.type);
      const read = definition && upToDate(definition, envelope, isOurs);
      const body = read ? read.body : envelope.body;
      return {
        type: envelope.type,
        body,
        isKnown: read !== undefined,
        tv: envelope.tv,
        kind: definition?.kind ?? 'fact',
        stream: envelope.stream,
        id: envelope.id,
        hash,
        log: envelope.log,
        seq: envelope.seq,
        hlc: envelope.hlc,
        wall: envelope.wall,
        tz: envelope.tz,
        actor: envelope.actor,
        auth: envelope.auth,
        base: envelope.base,
        causes: causesOf(read && definition, envelope, body),
      };
    },
  };
}
