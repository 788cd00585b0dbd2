import type { TFunction } from 'i18next';
import type { RunStep, RunView, StepDraft } from '../../../../shared/modules/sop/run-contract.ts';
import type { Step, StepEntry } from '../../../../shared/modules/sop/terms.ts';
import type { SigningLine } from '../../../app/signing.ts';

export const emptyEntry: StepEntry = { value: null, note: '', photo: null, reading: null };

export const pickEntry = ({ value, note, photo, reading }: StepEntry): StepEntry => ({ value, note, photo, reading });

/** What stands in a step when it is opened: what was typed, else what is recorded, else nothing. */
export function entryOf({ draft, answer }: RunStep): StepEntry {
  return pickEntry((hasContent(draft) ? draft : answer) ?? emptyEntry);
}

/** Whether a draft holds anything: opening a step makes an empty one, for its timing. */
export function hasContent(draft: StepDraft | null): draft is StepDraft {
  return draft !== null && (isFilled(draft) || draft.note !== '' || draft.timer !== null);
}

const isText = (value: string | null): value is string => value !== null && value.trim() !== '';

/** Whether anything was put into the step; a note alone is no answer. */
export const isFilled = ({ value, photo }: StepEntry): boolean => isText(value) || photo !== null;

/** Whether two entries say the same. */
export const isSame = (a: StepEntry, b: StepEntry): boolean =>
  JSON.stringify(pickEntry(a)) === JSON.stringify(pickEntry(b));

const two = (value: number): string => String(value).padStart(2, '0');

/** Whole seconds as a clock shows them: `4:05`, `1:02:03`. */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours === 0 ? `${minutes}:${two(rest)}` : `${hours}:${two(minutes)}:${two(rest)}`;
}

type Say = TFunction<'sop'>;
type Asked = Pick<Step, 'kind'> & { readonly unit?: string };

/** What was put into a step, as a person reads it; empty where nothing was. */
export function entryText(asked: Asked, { value, photo }: Pick<StepEntry, 'value' | 'photo'>, t: Say): string {
  if (asked.kind === 'photo') {
    return photo?.name ?? '';
  }
  if (!isText(value)) {
    return '';
  }
  switch (asked.kind) {
    case 'confirm':
      return value === 'yes' ? t('run.step.yes') : t('run.step.confirmNo');
    case 'timer':
      return spanText(Number(value));
    case 'hazard':
      return t('run.hazard.acknowledged');
    case 'signature':
      return value === 'signed' ? t('run.signature.isSigned') : t('run.signature.isConfirmed');
    default:
      return asked.unit === undefined || asked.unit === '' ? value : `${value} ${asked.unit}`;
  }
}

const unitOf = (step: Step): string => (step.kind === 'number' || step.kind === 'reading' ? step.unit : '');

/** The same for a step of a run. */
export const stepText = (step: Step, entry: Pick<StepEntry, 'value' | 'photo'>, t: Say): string =>
  entryText({ kind: step.kind, unit: unitOf(step) }, entry, t);

/** What a step of a run came to: its answer, the way that was taken, or how it stands without one. */
export function outcomeText({ step, answer, status, branch }: RunStep, t: Say): string {
  const text = answer === null ? '' : stepText(step, answer, t);
  return text || branch?.taken || t(status === 'answered' ? 'run.over.empty' : `run.steps.${status}`);
}

/** Limits in words, with their unit; a step that measures and has none says so. */
export function limitsText(step: Step, t: Say): string {
  if (step.kind !== 'number' && step.kind !== 'reading') {
    return '';
  }
  const { low, high, unit } = step;
  if (low !== null && high !== null) {
    return t('run.step.limits.between', { low, high, unit }).trim();
  }
  if (low !== null) {
    return t('run.step.limits.atLeast', { low, unit }).trim();
  }
  return high === null ? t('run.step.limits.none') : t('run.step.limits.atMost', { high, unit }).trim();
}

/** Title of a step with which one of a repeated block it is of. */
export function stepTitle({ step, item, itemName }: RunStep): string {
  return item === null ? step.title : `${itemName} ${item}: ${step.title}`;
}

/** Every answer so far and every deviation, as lines of what is signed (decision 50). */
export function signingLines(run: RunView, t: Say): SigningLine[] {
  return [
    ...run.steps
      .filter(({ status }) => status !== 'open' && status !== 'blocked')
      .map((each) => ({
        label: stepTitle(each),
        value: [
          outcomeText(each, t),
          each.answer?.verdict == null ? '' : t(`run.verdict.${each.answer.verdict}`),
          each.answer?.note ?? '',
        ]
          .filter(Boolean)
          .join(', '),
      })),
    ...run.deviations.map(({ stepTitle: title, what, reason }) => ({
      label: t('run.signing.deviation'),
      value: [title, what, reason].filter(Boolean).join(': '),
    })),
  ];
}

export function signingTitle({ title, versionNumber: version, instrumentName: instrument }: RunView, t: Say): string {
  return instrument === ''
    ? t('run.signing.title', { procedure: title, version })
    : t('run.signing.titleFor', { procedure: title, version, instrument });
}
