import { createHash } from 'node:crypto';
import { instrumentRegistered, instrumentStream } from '../../../shared/modules/instruments/records.ts';
import type { ImportKind, ImportOptions } from '../../../shared/modules/maintenance/import-contract.ts';
import { historyImported, historyStream } from '../../../shared/modules/maintenance/import-records.ts';
import type { Resolver, TakenRow } from '../../../shared/modules/maintenance/import-rules.ts';
import { planCreated, planStream } from '../../../shared/modules/maintenance/records.ts';
import { partDefined, partMoved, partStream } from '../../../shared/modules/maintenance/service-records.ts';
import { draft, type RecordDraft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { todayAt } from './service-today.ts';

/** One accepted row as records, and how it is told that the row is here already. */

/**
 * Name of a row by what it says: equal rows of two imports have one name, so that a second import brings nothing twice,
 * on this bench or another.
 */
export const importKeyOf = (identity: string): string => createHash('sha256').update(identity).digest('hex');

/** Id of the thing a row makes; 128 bits of its name. */
const idOf = (key: string): string => `import-${key.slice(0, 32)}`;

const silenceMinutes = 15;

export interface RowContext {
  readonly importId: string;
  readonly fileName: string;
  readonly createdOn: string;
}

/** Drafts of one row. The sheet's own words stay in the record, and where they come from. */
export function draftsOf(context: HostContext, kind: ImportKind, row: TakenRow, about: RowContext): RecordDraft[] {
  const { importId, fileName, createdOn } = about;
  const { values, subject } = row;
  const key = importKeyOf(row.identity);
  const text = (field: string) => values[field] ?? '';
  const where = `${fileName.slice(0, 200)}, row ${row.row}`;
  switch (kind) {
    case 'history':
      return [
        draft(historyImported, historyStream(importId), {
          ...{ importId, importKey: key, row: row.row, instrumentId: subject },
          task: text('task'),
          doneOn: text('doneOn'),
          doneBy: text('doneBy'),
          result: text('result'),
          note: text('note'),
        }),
      ];
    case 'parts': {
      const partId = idOf(key);
      const minimum = text('minimum') === '' ? null : Number(text('minimum'));
      const fields = { name: text('name'), number: text('number'), maker: text('maker'), definitionKeys: [], minimum };
      const onHand = Number(text('onHand') || '0');
      const stock = { partId, kind: 'adjusted' as const, change: onHand, lotOrSerial: '', note: where };
      return [
        draft(partDefined, partStream(partId), { partId, ...fields, isCritical: false, importKey: key }),
        ...(onHand === 0
          ? []
          : [draft(partMoved, partStream(partId), { ...stock, workOrderId: null, instrumentId: null })]),
      ];
    }
    case 'plans': {
      const planId = idOf(key);
      const rule = {
        calendar: row.calendar,
        anchor: 'schedule' as const,
        windowBeforeDays: 0,
        windowAfterDays: 0,
        closedDays: 'keep' as const,
        counter: null,
        events: [],
      };
      const terms = {
        title: text('task'),
        kind: 'maintenance' as const,
        detail: text('note'),
        rule,
        fields: [],
        mustPass: false,
        needsSignature: false,
        needsReview: false,
        owner: 'lab' as const,
        regime: 'clia',
        source: where,
        sop: '',
      };
      const body = { planId, instrumentId: subject ?? '', terms, createdOn, upkeep: null, reason: where };
      return [draft(planCreated, planStream(planId), body)];
    }
    case 'instruments': {
      const instrumentId = idOf(key);
      const definitionKey = subject ?? '';
      const plate = {
        name: text('name'),
        serialNumber: text('serialNumber'),
        assetNumber: text('assetNumber'),
        place: text('place'),
        firmware: '',
        notes: [text('note'), where].filter(Boolean).join('\n'),
      };
      const definition = context.catalog.get(definitionKey)?.stamp ?? null;
      const link = { kind: 'none' as const };
      const body = { instrumentId, ...plate, definitionKey, definition, link, silenceMinutes };
      return [draft(instrumentRegistered, instrumentStream(instrumentId), body)];
    }
  }
}

/** Tells whether a row is here already, by the records an earlier import made of it. */
export function createKnownRows({ store }: HostContext, kind: ImportKind): (row: TakenRow) => boolean {
  const sql = {
    history: 'SELECT 1 FROM imported_history WHERE import_key = ? LIMIT 1',
    parts: 'SELECT 1 FROM parts WHERE stream = ?',
    plans: 'SELECT 1 FROM maintenance_plans WHERE stream = ?',
    instruments: 'SELECT 1 FROM instruments WHERE instrument_id = ?',
  }[kind];
  const statement = store.db.prepare<[string]>(sql);
  const nameOf = (key: string): string => {
    if (kind === 'history') return key;
    if (kind === 'instruments') return idOf(key);
    return kind === 'parts' ? partStream(idOf(key)) : planStream(idOf(key));
  };
  return (row) => statement.get(nameOf(importKeyOf(row.identity))) !== undefined;
}

/** What the rules ask about this bench: instruments by name, serial or asset number, definitions by model. */
export function createResolver(context: HostContext, options: ImportOptions): Resolver {
  const plain = (word: string): string => word.trim().toLowerCase();
  const instruments = new Map<string, string | null>();
  const rows = context.store.db
    .prepare("SELECT instrument_id, name, current FROM instruments WHERE service_status <> 'retired'")
    .all() as { instrument_id: string; name: string; current: string }[];
  for (const { instrument_id, name, current } of rows) {
    const { serialNumber, assetNumber } = JSON.parse(current) as { serialNumber: string; assetNumber: string };
    for (const word of new Set([name, serialNumber, assetNumber].map(plain))) {
      // A word that means two instruments means neither: a person says which.
      if (word !== '') instruments.set(word, instruments.has(word) ? null : instrument_id);
    }
  }
  const definitions = new Map<string, string | null>();
  for (const { key, maker, model, dialectOf } of context.catalog.list()) {
    // Another wire format of a model is chosen by its key only: the model's name means its main definition.
    for (const word of (dialectOf === null ? [key, model, `${maker} ${model}`] : [key]).map(plain)) {
      definitions.set(word, definitions.has(word) && definitions.get(word) !== key ? null : key);
    }
  }
  return {
    today: todayAt(context, options.kind === 'instruments' ? null : options.subject),
    instrument: (word) => instruments.get(plain(word)) ?? null,
    definition: (word) => definitions.get(plain(word)) ?? null,
  };
}
