import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../shared/modules/contract.ts';
import type { SopContent, Step, StepKind } from '../../shared/modules/sop/terms.ts';
import { dayFromNow } from './plan-terms.ts';

/** Procedures in few words, for the demo, the measurements and the tests. */

type Client = ContractRouterClient<Contract>;
type StepOf<Kind extends StepKind> = Extract<Step, { kind: Kind }>;

const base = { instruction: '', safety: '', isRequired: true, source: '', adapt: '' };

const ofKind: { readonly [Kind in StepKind]: Omit<StepOf<Kind>, keyof typeof base | 'key' | 'title' | 'kind'> } = {
  confirm: {},
  number: { unit: '', low: null, high: null, prescribed: null, drives: null },
  text: { isLong: false },
  choice: { choices: [], passChoices: [] },
  photo: {},
  scan: { what: 'lot', expects: '' },
  timer: { leastSeconds: null, mostSeconds: null },
  reading: { wire: { kind: 'result', test: '' }, unit: '', low: null, high: null },
  signature: { meaning: 'performed', isOtherPerson: false },
  hazard: { hazards: [] },
  branch: { on: null, arms: [] },
  repeat: { itemName: 'sample', least: 1, most: 20, steps: [] },
};

/** One step; `more` says what its kind leaves open. */
export const step = <Kind extends StepKind>(
  kind: Kind,
  key: string,
  title: string,
  more: Partial<StepOf<Kind>> = {},
): StepOf<Kind> => ({ ...base, ...ofKind[kind], key, title, kind, ...more }) as unknown as StepOf<Kind>;

export const contentOf = (title: string, steps: Step[], more: Partial<SopContent> = {}): SopContent => ({
  title,
  purpose: '',
  scope: '',
  definitionKeys: [],
  materials: '',
  safety: '',
  references: '',
  steps,
  needsSignature: false,
  needsReview: false,
  reviewEveryMonths: 24,
  ...more,
});

type Signing = { password: string; statement: string } | null;

/** Writes a version, sends it for review, approves it and makes it effective today; the SOP is added where it is new. */
export async function makeEffective(
  calls: Client,
  code: string,
  content: SopContent,
  signing: Signing = null,
): Promise<{ sopId: string; versionId: string }> {
  const { library, versions } = calls.sop;
  const known = (await library.list({ withRetired: false })).find((row) => row.code === code);
  const about =
    known === undefined
      ? await library.add({ code, title: content.title })
      : {
          sopId: known.sopId,
          versionId: (await versions.start({ sopId: known.sopId, reason: 'Practice' })).versionId,
        };
  await bringIntoForce(calls, about, content, signing);
  return about;
}

/** A starter of the library with its places adapted, in force today. */
export async function adaptStarter(calls: Client, key: string, code: string): Promise<{ sopId: string }> {
  const { library } = calls.sop;
  const starter = await library.starter({ key });
  const about = await library.takeStarter({ key, code });
  const steps = starter.steps.map((each) =>
    each.kind === 'repeat' ? { ...adapted(each), steps: each.steps.map((inner) => adapted(inner)) } : adapted(each),
  );
  await bringIntoForce(calls, about, { ...starter, steps }, null);
  return about;
}

const adapted = <Any extends Step>(each: Any): Any => ({
  ...each,
  adapt: '',
  source: each.adapt === '' ? each.source : 'Manual of the lab, chapter 4',
});

async function bringIntoForce(
  { sop: { versions } }: Client,
  about: { readonly sopId: string; readonly versionId: string },
  content: SopContent,
  signing: Signing,
): Promise<void> {
  const { writtenHash } = await versions.get(about);
  await versions.write({ ...about, content, reason: '', expectedHash: writtenHash });
  await versions.submit({ ...about, note: '', signing });
  const { effective } = await versions.approve({ ...about, effectiveOn: dayFromNow(0), note: '', signing });
  if (effective === 'when-countersigned') await versions.countersign(about);
}

/** A run that meets every kind of step; only on an instrument is there a wire to read from. */
export const everyKind = (): SopContent =>
  contentOf(
    'Background before patients',
    [
      step('hazard', 'blood', 'Blood and sharp edges', {
        instruction: 'Wear gloves and a face shield while the cover is open.',
        hazards: ['biological', 'sharp'],
      }),
      step('confirm', 'started', 'The start-up is finished', { safety: 'Keep hands away from the probe.' }),
      step('number', 'plt', 'PLT background', {
        unit: '10*3/uL',
        high: '10',
        source: 'Clearance K112605',
        instruction: 'Read it from the screen of the analyzer.',
      }),
      step('branch', 'way', 'Does the background pass', {
        on: 'plt',
        arms: [
          { label: 'It passes', when: { op: 'is-verdict', value: 'pass' }, goTo: 'next' },
          { label: 'Rinse and repeat', when: null, goTo: 'seen' },
        ],
      }),
      step('scan', 'lot', 'Control lot', { what: 'lot', expects: 'QC-6060' }),
      step('timer', 'mixed', 'Mix the control', { leastSeconds: 1, mostSeconds: 3600 }),
      step('reading', 'wbc', 'WBC of the control', {
        wire: { kind: 'qc-result', test: '' },
        unit: '10*3/uL',
        low: '6',
        high: '8',
      }),
      step('choice', 'looks', 'How does the waste look', {
        choices: ['Clear', 'Cloudy'],
        passChoices: ['Clear'],
      }),
      step('text', 'seen', 'Anything unusual', { isRequired: false }),
      step('photo', 'picture', 'The screen of the analyzer', { isRequired: false }),
      step('repeat', 'tubes', 'Tubes of the first rack', {
        itemName: 'tube',
        least: 0,
        most: 10,
        steps: [step('choice', 'clot', 'Is it clotted', { choices: ['No', 'Yes'], passChoices: ['No'] })],
      }),
      step('signature', 'checked', 'The analyzer is ready', { meaning: 'performed' }),
    ],
    {
      purpose: 'No patient sample is run before the background and the controls pass.',
      materials: 'Control of three levels, gloves',
      safety: 'Treat every tube as infectious.',
      needsSignature: true,
      needsReview: true,
    },
  );
