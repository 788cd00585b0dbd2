import { storeModules } from '../../electron/modules/all.ts';
import { newId } from '../../electron/modules/new-id.ts';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { Store } from '../../electron/store/store.ts';
import { errorRaised } from '../../shared/modules/errors/records.ts';
import { draft, type RecordAuthor } from '../../shared/records/define.ts';

export const perfAuthor: RecordAuthor = { actor: 'os:perf', auth: { session: null, proof: 'os-user' } };

// Ids as the program makes them, one after the other in time: invented ones sort otherwise, and would be put into the middle
// of indexes at whose end all real ones go.
const instrumentIds = Array.from({ length: 12 }, newId);

/** A store with every module's tables in a folder of its own, and no ballast. */
export const openPerfStore = (dataFolder: string): Promise<Store> =>
  openStore({
    dataFolder,
    modules: storeModules,
    keyProvider: fileKeyProvider(dataFolder),
    app: 'perf',
    ballastBytes: 0,
  });

/** The record most often saved without anybody's doing: an error from the wire, the `number`-th. */
export function errorDraft(number: number) {
  const errorId = newId();
  return draft(errorRaised, `error/${errorId}`, {
    errorId,
    instrumentId: instrumentIds[number % instrumentIds.length]!,
    code: 'Error_Func',
    text: 'The analysis did not work',
    severity: 'warn',
    affectsResults: 'yes',
    origin: 'wire',
    at: '2026-11-22T10:00:00.000Z',
    messageId: null,
    frames: [number],
    definition: null,
    specimen: null,
    readings: [],
  });
}
