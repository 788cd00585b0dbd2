import { AppError } from '../../../shared/kernel/errors.ts';
import type { FormDraft } from '../../../shared/modules/calibration/sessions-contract.ts';
import type { SettingsStore } from '../../store/store.ts';

/**
 * What is typed and not saved yet, on this machine only: one row of the settings for each session, by form and field. A
 * form's name holds what it is about (`material/cal`), so a draft can not load into another one. Every field is in the
 * database (`synchronous=FULL`) before the page is told.
 */

type Kept = Record<string, { savedAt: string; fields: Record<string, string> }>;

const keyOf = (sessionId: string): string => `calibration/draft/${sessionId}`;
const mostForms = 60;
const mostFields = 400;

function read(settings: SettingsStore, sessionId: string): Kept {
  const kept = settings.get(keyOf(sessionId));
  return typeof kept === 'object' && kept !== null ? (kept as Kept) : {};
}

export function draftsOf(settings: SettingsStore, sessionId: string): FormDraft[] {
  return Object.entries(read(settings, sessionId)).map(([form, one]) => ({ form, ...one }));
}

/** Durable when it returns. @throws AppError `calibration/draft-too-large`, and the store's codes */
export function saveDraftField(
  settings: SettingsStore,
  sessionId: string,
  { form, field, value, savedAt }: { form: string; field: string; value: string; savedAt: string },
): void {
  const kept = read(settings, sessionId);
  const fields = { ...kept[form]?.fields };
  if (value === '') delete fields[field];
  else fields[field] = value;
  const { [form]: _, ...others } = kept;
  const isEmpty = Object.keys(fields).length === 0;
  const next: Kept = isEmpty ? others : { ...others, [form]: { savedAt, fields } };
  if (Object.keys(next).length > mostForms || Object.keys(fields).length > mostFields) {
    throw new AppError('calibration/draft-too-large', { most: mostFields });
  }
  settings.set(keyOf(sessionId), next);
}

export function dropDraft(settings: SettingsStore, sessionId: string, form: string): void {
  const { [form]: dropped, ...others } = read(settings, sessionId);
  if (dropped) settings.set(keyOf(sessionId), others);
}

/** The session is closed: nothing typed is left to save. */
export function dropDrafts(settings: SettingsStore, sessionId: string): void {
  if (settings.get(keyOf(sessionId)) !== undefined) settings.set(keyOf(sessionId), {});
}
