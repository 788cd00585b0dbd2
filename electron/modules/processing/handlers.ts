import { implement } from '@orpc/server';
import { processingContract } from '../../../shared/modules/processing/contract.ts';
import { inOrderOfNeed, isOver } from '../../../shared/modules/processing/rules-due.ts';
import type { HostContext } from '../../host/module.ts';
import { createFillHandlers, createPlanHandlers, createProgramHandlers, createRunHandlers } from './bath-handlers.ts';
import { boardOf, planOf, stationRows } from './board-desk.ts';
import { createGradingHandlers } from './grading-handlers.ts';
import { nowAt, placedInstruments, requireInstrument } from './places.ts';

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  const os = implement(processingContract);
  return {
    board: os.board.handler(({ input: { instrumentId } }) =>
      boardOf(context, requireInstrument(context, instrumentId)),
    ),
    due: os.due.handler(() =>
      placedInstruments(context).flatMap((instrument) => {
        const held = planOf(context, instrument.instrumentId);
        if (!held) return [];
        const { on } = nowAt(context, instrument);
        const stations = inOrderOfNeed(stationRows(context, instrument.instrumentId, held.plan, on))
          .filter(({ state }) => isOver(state) || state === 'due' || state === 'due-soon')
          .map(({ position, content, state, dueOn, countLeft }) => ({
            position,
            content,
            state,
            dueOn,
            countLeft,
          }));
        if (stations.length === 0) return [];
        return [{ instrumentId: instrument.instrumentId, instrumentName: instrument.name, stations }];
      }),
    ),
    plan: createPlanHandlers(context),
    programs: createProgramHandlers(context),
    runs: createRunHandlers(context),
    fills: createFillHandlers(context),
    gradings: createGradingHandlers(context),
  };
}
