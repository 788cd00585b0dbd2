import { implement } from '@orpc/server';
import { judgeGravimetry } from '../../../shared/modules/calibration/gravimetry-rules.ts';
import { standardsContract } from '../../../shared/modules/calibration/standards-contract.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { GravimetryDesk } from './gravimetry-desk.ts';
import type { GravimetryDraft } from './gravimetry-drafts.ts';
import { recordCheck } from './standards-checks.ts';
import { labNow, signingGrant } from './standards-desk.ts';

/** Pipette checks by weighing, from the open sheet to the signed record. */
export function createGravimetryHandlers(context: HostContext) {
  const os = implement(standardsContract.gravimetry);
  const { store } = context;
  const desk = new GravimetryDesk(context);

  /** Everything measured, judged as of today. */
  const asCheck = (draft: GravimetryDraft) => {
    const { on } = labNow(context);
    const input = desk.measured(draft);
    const result = judgeGravimetry(input, on);
    const { standardId, sheetId, phase, note } = draft;
    const sources = [...new Set(input.volumes.map(({ source }) => source).filter(Boolean))];
    return {
      // The sheet's own id: a call repeated after its answer was lost finds no sheet and records nothing twice.
      ...{ standardId, checkId: sheetId, phase, note, performedOn: on },
      measurement: { kind: 'gravimetric', input, result } as const,
      verdict: result.verdict,
      why: result.why,
      source: sources.join('; ').slice(0, 400),
    };
  };

  return os.router({
    open: os.open.handler(({ input: { standardId, phase, isNew } }) => desk.open(standardId, phase, isNew)),
    get: os.get.handler(({ input: { sheetId } }) => desk.view(desk.require(sheetId))),
    list: os.list.handler(() => desk.list()),
    save: os.save.handler(({ input: { sheetId, ...changes } }) => desk.save(sheetId, changes)),
    saveVolumes: os.saveVolumes.handler(({ input: { sheetId, volumes } }) => desk.saveVolumes(sheetId, volumes)),
    weights: os.weights.handler(({ input: { sheetId, limit } }) => desk.weights(sheetId, limit)),
    weigh: os.weigh.handler(({ input: { sheetId, volume, as, weight } }) => desk.weigh(sheetId, volume, as, weight)),
    exclude: os.exclude.handler(({ input: { sheetId, weighingId, reason } }) =>
      desk.exclude(sheetId, weighingId, reason),
    ),
    discard: os.discard.handler(({ input: { sheetId } }) => {
      desk.discard(sheetId);
      return {};
    }),

    finish: os.finish.handler(async ({ input: { sheetId, password } }) => {
      desk.require(sheetId);
      const grant = await signingGrant(context, 'performed', password);
      return store.transaction(() => {
        // Read again: while the password was checked somebody else may have finished it.
        const check = asCheck(desk.require(sheetId));
        const { records, ...outcome } = recordCheck(context, check, grant?.author ?? personAuthor(context.actor));
        grant?.sign(records);
        desk.discard(sheetId);
        return outcome;
      });
    }),
  });
}
