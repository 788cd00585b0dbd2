import { implement } from '@orpc/server';
import { isCivilDate } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import {
  copiesContract,
  libraryContract,
  numbersContract,
  requestsContract,
} from '../../../shared/modules/sop/library-contract.ts';
import { allSteps, emptyContent } from '../../../shared/modules/sop/rules-content.ts';
import { withNumber } from '../../../shared/modules/sop/rules-numbers.ts';
import { effectiveVersion, reviewDueOn, wordsOf } from '../../../shared/modules/sop/rules-sop.ts';
import type { SopContent } from '../../../shared/modules/sop/terms.ts';
import { newId } from '../new-id.ts';
import { act, addSop } from './acts.ts';
import type { SopDesk } from './desk.ts';
import { copyRows, requestRows, sopDetail, sopRows } from './library-view.ts';
import { numberLinks } from './numbers.ts';
import { readStarters } from './starters.ts';

export function createLibraryHandlers(desk: SopDesk) {
  const os = implement(libraryContract);
  const { store } = desk.context;

  return os.router({
    list: os.list.handler(({ input }) => sopRows(desk, input.withRetired)),
    get: os.get.handler(({ input }) => sopDetail(desk, input.sopId)),

    add: os.add.handler(({ input: { code, title } }) =>
      addSop(desk, { code, origin: 'written', from: '', content: emptyContent(title), reason: '' }),
    ),

    starters: os.starters.handler(() => {
      const taken = desk.rows().filter(({ facts }) => facts.origin === 'starter');
      return readStarters().map(({ key, content }) => ({
        ...{ key, title: content.title, purpose: content.purpose, stepCount: content.steps.length },
        adaptCount: allSteps(content).filter(({ adapt }) => adapt !== '').length,
        takenAs: taken
          .filter(({ facts }) => facts.from === key)
          .map(({ sopId, facts }) => ({ sopId, code: facts.code, title: facts.title })),
      }));
    }),

    starter: os.starter.handler(({ input }) => requireStarter(input.key)),

    takeStarter: os.takeStarter.handler(({ input: { key, code } }) =>
      addSop(desk, { code, origin: 'starter', from: key, content: requireStarter(key), reason: '' }),
    ),

    retire: os.retire.handler(async ({ input: { sopId, reason, signing } }) => {
      desk.sop(sopId);
      const grant = await desk.grant({ isNeeded: true, meaning: 'approved' }, signing);
      store.transaction(() => {
        const records = act(desk, sopId, { do: 'retire', on: desk.today(), reason }, grant?.author);
        if (records.length > 0) grant?.sign(records);
      });
      return {};
    }),

    setReaders: os.setReaders.handler(({ input: { sopId, readers, reason } }) => {
      act(desk, sopId, { do: 'set-readers', readers, reason });
      return {};
    }),

    reviewsDue: os.reviewsDue.handler(({ input: { withinDays } }) =>
      sopRows(desk, false)
        .filter(({ effective }) => effective !== null && effective.reviewInDays <= withinDays)
        .toSorted((a, b) => a.effective!.reviewInDays - b.effective!.reviewInDays),
    ),
  });
}

function requireStarter(key: string): SopContent {
  const starter = readStarters().find((one) => one.key === key);
  if (!starter) throw new AppError('sop/starter-not-found', { key });
  return starter.content;
}

export function createRequestHandlers(desk: SopDesk) {
  const os = implement(requestsContract);
  return os.router({
    list: os.list.handler(({ input }) => requestRows(desk, input)),

    ask: os.ask.handler(({ input }) => {
      const { state: sop } = desk.sop(input.sopId);
      const version = sop.versions[input.versionId];
      const words = version && wordsOf(version);
      if (!words) throw new AppError('sop/version-not-found', { versionId: input.versionId });
      const content = desk.words(words.hash);
      const step = content && allSteps(content).find(({ key }) => key === input.stepKey);
      if (input.stepKey !== null && !step) throw new AppError('sop/step-not-found', { step: input.stepKey });
      const requestId = newId();
      act(desk, input.sopId, { do: 'ask', body: { ...input, requestId, stepTitle: step?.title ?? '' } });
      return { requestId };
    }),

    answer: os.answer.handler(({ input: { sopId, ...answer } }) => {
      act(desk, sopId, { do: 'answer-request', ...answer });
      return {};
    }),
  });
}

export function createNumberHandlers(desk: SopDesk) {
  const os = implement(numbersContract);
  return os.router({
    list: os.list.handler(({ input: { sopId, onlyDifferent } }) =>
      numberLinks(
        desk,
        desk.rows().filter((row) => sopId === null || row.sopId === sopId),
      ).filter(({ state }) => !onlyDifferent || state === 'differs'),
    ),

    apply: os.apply.handler(async ({ input: { sopId, stepKey, planId } }) => {
      const row = desk.rows().find((one) => one.sopId === sopId);
      const number = row?.facts.effective?.numbers.find((one) => one.stepKey === stepKey);
      if (!row || !number) throw new AppError('sop/number-not-found', { stepKey });
      const plan = await desk.context.calls.maintenance.plans.get({ planId });
      const { title, kind, detail, rule, fields, mustPass, needsSignature, needsReview, owner, regime, source, sop } =
        plan;
      const terms = {
        title,
        kind,
        detail,
        rule,
        fields,
        mustPass,
        needsSignature,
        needsReview,
        owner,
        regime,
        source,
        sop,
      };
      const changed = withNumber(terms, number);
      if (!changed) throw new AppError('sop/number-does-not-fit', { title });
      const reason = [row.facts.code, row.facts.title, `v${row.facts.effective!.number}`, number.title]
        .filter(Boolean)
        .join(', ');
      await desk.context.calls.maintenance.plans.change({
        ...{ planId, terms: changed, reason: reason.slice(0, 500), expectedTip: plan.tip },
      });
      return {};
    }),
  });
}

export function createCopyHandlers(desk: SopDesk) {
  const os = implement(copiesContract);
  return os.router({
    list: os.list.handler(({ input }) => copyRows(desk, desk.sop(input.sopId).state)),

    print: os.print.handler(({ input: { sopId, versionId, holder, expiresOn } }) => {
      const { state: sop } = desk.sop(sopId);
      const now = effectiveVersion(sop);
      const dueOn = now ? reviewDueOn(sop, now) : desk.today();
      if (expiresOn !== null && !isCivilDate(expiresOn)) throw new AppError('sop/bad-date', { date: expiresOn });
      const until = expiresOn !== null && expiresOn < dueOn ? expiresOn : dueOn;
      const copyId = newId();
      act(desk, sopId, { do: 'print', versionId, copyId, holder, on: desk.today(), expiresOn: until });
      const copyNumber = desk.sop(sopId).state.copies[copyId]?.printed?.copyNumber ?? 0;
      return { copyId, copyNumber, expiresOn: until };
    }),

    recall: os.recall.handler(({ input: { sopId, copyId, note } }) => {
      act(desk, sopId, { do: 'recall', copyId, note });
      return {};
    }),
  });
}
