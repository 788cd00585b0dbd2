import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { createHost, type Host } from '../../electron/host/host.ts';
import { createReader } from '../../electron/instruments/message-reader.ts';
import { siteHashing } from '../../electron/instruments/specimen-hash.ts';
import type { Contract } from '../../shared/modules/contract.ts';
import { errorAcknowledged, errorRaised, errorResolved, errorStream } from '../../shared/modules/errors/records.ts';
import { draft, type RecordAuthor, type RecordDraft } from '../../shared/records/define.ts';
import { projectRoot } from '../runtime.ts';
import { bloodCounts, SENT_AS } from './traffic.ts';

export const RECORD_COUNT = 100_000;
export const MESSAGE_COUNT = 100_000;

/** Raise it when what is filled in changes: the folder is made anew then. */
const FILL_VERSION = 2;
const INSTRUMENT_COUNT = 12;
/** Errors that stay open, so that the Bench has something to show. */
const OPEN_ERRORS = 6;
const RECORDS_AN_ERROR = 3;
const BATCH = 500;
/** Records of a message: a blood count cut down to H, P, O, five results and L keeps the folder small. */
const RESULTS_A_MESSAGE = 5;

const author: RecordAuthor = { actor: 'os:perf', auth: { session: null, proof: 'os-user' } };

/** A data folder with 12 instruments, 100,000 records and, on the first instrument, 100,000 messages. */
export interface FilledFolder {
  readonly dataFolder: string;
  /** The instrument that has the messages. */
  readonly instrumentId: string;
}

/**
 * The filled data folder, written through the real store. Filling takes a minute or two, so it is kept for later runs;
 * every run opens it once, which brings its tables up to date.
 */
export async function openFilledFolder(say: (text: string) => void): Promise<FilledFolder> {
  const base = join(projectRoot, 'node_modules', '.cache', 'perf', 'filled');
  const dataFolder = join(base, 'data');
  const marker = join(base, `version-${FILL_VERSION}`);
  if (!existsSync(marker)) {
    rmSync(base, { recursive: true, force: true });
    mkdirSync(base, { recursive: true });
    say(`  filling a data folder with ${RECORD_COUNT} records and ${MESSAGE_COUNT} messages, once ...\n`);
  }
  const host = await createHost({
    dataFolder,
    resourcesFolder: join(projectRoot, 'resources'),
    appVersion: '0.0.0',
    build: 'perf',
    electronSource: 'none',
  });
  try {
    const client = createRouterClient(host.router, { context: {} }) as unknown as ContractRouterClient<Contract>;
    if (!existsSync(marker)) {
      await fill(host, client);
      writeFileSync(marker, '');
    }
    const cards = await client.instruments.cards({ withRetired: true });
    const first = cards.find(({ name }) => name === nameOf(0));
    if (first === undefined) throw new Error('the filled folder has lost its instruments');
    return { dataFolder, instrumentId: first.id };
  } finally {
    await host.stop();
  }
}

const nameOf = (index: number): string => `Analyzer ${index + 1}`;

async function fill(host: Host, client: ContractRouterClient<Contract>): Promise<void> {
  const instrumentIds: string[] = [];
  for (let index = 0; index < INSTRUMENT_COUNT; index += 1) {
    const { instrumentId } = await client.instruments.add({
      definitionKey: SENT_AS,
      name: nameOf(index),
      serialNumber: `SN${index}`,
      assetNumber: '',
      place: 'Bench 1',
      firmware: '',
      notes: '',
      link: { kind: 'none' },
      silenceMinutes: 15,
    });
    instrumentIds.push(instrumentId);
  }
  fillErrors(host, instrumentIds, RECORD_COUNT);
  await fillMessages(host, instrumentIds[0] as string, MESSAGE_COUNT);
}

/** Errors, all but a few of them resolved, until the log holds so many records. */
export function fillErrors(host: Host, instrumentIds: readonly string[], recordCount: number): void {
  const { records } = host.context.store;
  // Those that stay open have one record only.
  const missing = recordCount - records.count() + OPEN_ERRORS * (RECORDS_AN_ERROR - 1);
  const errorCount = Math.ceil(missing / RECORDS_AN_ERROR);
  let drafts: RecordDraft[] = [];
  const save = (): void => {
    records.append(drafts, author);
    drafts = [];
  };
  for (let number = 0; number < errorCount; number += 1) {
    const errorId = uuidOf('error', number);
    const about = { errorId, instrumentId: instrumentIds[number % instrumentIds.length] as string, code: 'Error_Func' };
    const stream = errorStream(errorId);
    drafts.push(
      draft(errorRaised, stream, {
        ...about,
        text: 'The analysis did not work',
        severity: 'warn',
        affectsResults: 'yes',
        origin: 'wire',
        at: instantOf(number),
        messageId: null,
        frames: [],
        definition: null,
        specimen: null,
        readings: [],
      }),
    );
    if (number < errorCount - OPEN_ERRORS) {
      drafts.push(
        draft(errorAcknowledged, stream, { ...about, note: '' }),
        draft(errorResolved, stream, { ...about, whatWasDone: 'The detector was cleaned.', runId: null }),
      );
    }
    if (drafts.length >= BATCH) save();
  }
  save();
}

/** So many messages of one instrument, decoded, without their frames. */
export async function fillMessages(host: Host, instrumentId: string, messageCount: number): Promise<void> {
  const { store, catalog } = host.context;
  const definition = catalog.get(SENT_AS);
  if (definition === undefined) throw new Error(`no definition ${SENT_AS}`);
  const reader = createReader(definition, instrumentId, siteHashing(store.keys));
  const recordsOf = await bloodCounts();
  const whole = recordsOf(0);
  const firstResult = whole.findIndex((record) => record[0] === 'R'.charCodeAt(0));
  const records = [...whole.slice(0, firstResult + RESULTS_A_MESSAGE), whole.at(-1) as Uint8Array];
  const bytes = Buffer.concat(records.flatMap((record) => [record, Buffer.from('\r')]));
  const read = reader.message({
    bytes,
    checksum: 'ok',
    conversation: 'filled',
    receivedAt: instantOf(0),
    frames: [],
    partial: null,
  });
  for (let number = 0; number < messageCount; ) {
    store.transaction(() => {
      for (const end = number + BATCH; number < end && number < messageCount; number += 1) {
        const { messageId } = store.messages.storeMessage({
          instrumentId,
          conversation: uuidOf('conversation', number),
          receivedAt: instantOf(number),
          kind: read.purpose,
          definition: definition.stamp,
          contentHash: uuidOf('content', number),
          messageKey: null,
          checksum: 'ok',
          frames: [],
          specimen: { hash: uuidOf('specimen', number), shows: String(number).slice(-4).padStart(4, '0') },
          summary: read.summary,
          records: read.maskedRecords,
          signals: read.signals,
        });
        store.messages.markHandled(messageId);
      }
    });
  }
}

/** One a minute, the last of them an hour ago on the day this was written for. */
const instantOf = (number: number): string =>
  new Date(Date.UTC(2026, 10, 22, 9) - (200_000 - number) * 60_000).toISOString();

/** The same id for the same thing at every filling. */
function uuidOf(what: string, number: number): string {
  const hex = createHash('sha256').update(`${what} ${number}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
