import { implement } from '@orpc/server';
import { isCivilDate } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { changesBetween, checkContent } from '../../../shared/modules/sop/rules-content.ts';
import {
  effectiveVersion,
  type SopFold,
  type VersionFold,
  versionStateOf,
  wordsOf,
} from '../../../shared/modules/sop/rules-sop.ts';
import { openVersion, requireFits, requireVersion } from '../../../shared/modules/sop/rules-sop-acts.ts';
import type { SopContent } from '../../../shared/modules/sop/terms.ts';
import {
  readingsContract,
  type VersionDetail,
  versionsContract,
} from '../../../shared/modules/sop/version-contract.ts';
import { officeStream, officeTaken } from '../../../shared/modules/sop/version-records.ts';
import { draft } from '../../../shared/records/define.ts';
import { answersOf } from '../../../shared/records/slot.ts';
import { newId } from '../new-id.ts';
import { act } from './acts.ts';
import { countersign } from './countersign.ts';
import type { SopDesk } from './desk.ts';
import { versionRow } from './library-view.ts';
import { readerRows } from './readers.ts';
import { myReadings } from './readings.ts';
import { officeFold } from './tables.ts';

/** The version's words as they stand. @throws AppError `sop/version-not-found`, `sop/words-not-here` */
function contentOf(desk: SopDesk, version: VersionFold): SopContent {
  return desk.requireWords(wordsOf(version)?.hash ?? '');
}

function detail(desk: SopDesk, sopId: string, versionId: string): VersionDetail {
  const { state: sop, tip } = desk.sop(sopId);
  const version = requireVersion(sop, versionId);
  const content = contentOf(desk, version);
  const before = version.started?.basedOn ? sop.versions[version.started.basedOn] : undefined;
  const base = before && desk.words(wordsOf(before)?.hash ?? '');
  const row = versionRow(desk, sop, version);
  const kept = row.state === 'draft' ? desk.drafts.kept(versionId) : null;
  return {
    ...row,
    ...{ sopId, code: sop.added?.code ?? '', content, tip: tip ?? '' },
    kept: kept && {
      ...{ content: kept.content, savedAt: kept.savedAt, by: desk.name(kept.by) },
      isBehind: kept.writtenHash !== row.writtenHash,
      isRecovered: desk.drafts.isRecovered(kept),
    },
    problems: checkContent(content),
    changes: base ? changesBetween(base, content) : [],
  };
}

export function createVersionHandlers(desk: SopDesk) {
  const os = implement(versionsContract);
  const { store } = desk.context;

  return os.router({
    get: os.get.handler(({ input: { sopId, versionId } }) => detail(desk, sopId, versionId)),

    start: os.start.handler(({ input: { sopId, reason } }) => {
      const { state: sop } = desk.sop(sopId);
      const open = openVersion(sop);
      if (open) return { versionId: open.versionId, isNew: false };
      const now = effectiveVersion(sop);
      const newest = Object.values(sop.versions)
        .filter(({ started }) => started)
        .toSorted((a, b) => b.started!.number - a.started!.number)[0];
      const basedOn = (now && sop.versions[now.versionId]) ?? newest;
      if (!basedOn) throw new AppError('sop/version-not-found', { versionId: '' });
      const versionId = newId();
      const content = contentOf(desk, basedOn);
      act(desk, sopId, { do: 'start', versionId, basedOn: basedOn.versionId, content, reason });
      return { versionId, isNew: true };
    }),

    keep: os.keep.handler(({ input: { sopId, versionId, writtenHash, content } }) => {
      requireVersion(desk.sop(sopId).state, versionId);
      requireFits(content);
      const savedAt = desk.now();
      desk.drafts.keep(versionId, { writtenHash, content, savedAt, by: desk.author().actor });
      return { savedAt };
    }),

    dropKept: os.dropKept.handler(({ input: { versionId } }) => {
      desk.drafts.dropKept(versionId);
      return {};
    }),

    write: os.write.handler(({ input: { sopId, versionId, content, reason, expectedHash } }) => {
      store.transaction(() => {
        act(desk, sopId, { do: 'write', versionId, content, reason, expectedHash });
        desk.drafts.dropKept(versionId);
      });
      return { writtenHash: requireVersion(desk.sop(sopId).state, versionId).written!.value.hash };
    }),

    check: os.check.handler(({ input }) => checkContent(input.content)),

    submit: os.submit.handler(async ({ input: { sopId, versionId, note, signing } }) => {
      const content = contentOf(desk, requireVersion(desk.sop(sopId).state, versionId));
      const grant = await desk.grant({ isNeeded: false, meaning: 'performed' }, signing);
      store.transaction(() => {
        const records = act(desk, sopId, { do: 'submit', versionId, content, note }, grant?.author);
        grant?.sign(records);
      });
      return {};
    }),

    return: os.return.handler(({ input: { sopId, versionId, reason } }) => {
      act(desk, sopId, { do: 'return', versionId, reason });
      return {};
    }),

    approve: os.approve.handler(async ({ input: { sopId, versionId, effectiveOn, note, signing } }) => {
      if (!isCivilDate(effectiveOn)) throw new AppError('sop/bad-date', { date: effectiveOn });
      desk.sop(sopId);
      const grant = await desk.grant({ isNeeded: true, meaning: 'approved' }, signing);
      return store.transaction(() => {
        const today = desk.today();
        const records = act(desk, sopId, { do: 'approve', versionId, effectiveOn, today, note }, grant?.author);
        grant?.sign(records);
        if (effectiveOn > today) return { effective: 'on-its-day' as const };
        if (!desk.office().isHere) return { effective: 'when-countersigned' as const };
        return { effective: countersign(desk, sopId, versionId) ? ('now' as const) : ('when-countersigned' as const) };
      });
    }),

    countersign: os.countersign.handler(({ input: { sopId, versionId } }) => ({
      isEffective: countersign(desk, sopId, versionId, desk.author()),
    })),

    withdraw: os.withdraw.handler(({ input: { sopId, versionId, reason } }) => {
      store.transaction(() => {
        act(desk, sopId, { do: 'withdraw', versionId, reason });
        desk.drafts.dropKept(versionId);
      });
      return {};
    }),

    review: os.review.handler(async ({ input: { sopId, versionId, nextDueOn, note, signing } }) => {
      if (!isCivilDate(nextDueOn)) throw new AppError('sop/bad-date', { date: nextDueOn });
      desk.sop(sopId);
      const grant = await desk.grant({ isNeeded: true, meaning: 'reviewed' }, signing);
      store.transaction(() => {
        const command = { do: 'review', versionId, on: desk.today(), nextDueOn, note } as const;
        grant?.sign(act(desk, sopId, command, grant.author));
        if (!grant) act(desk, sopId, command);
      });
      return {};
    }),

    takeOffice: os.takeOffice.handler(({ input: { reason } }) => {
      store.transaction(() => {
        const { device } = desk.office();
        const slot = store.records.fold(officeStream, officeFold).state;
        if (slot?.value.device === device) return;
        store.records.append(
          [draft(officeTaken, officeStream, { device, reason, answers: answersOf(slot) })],
          desk.author(),
        );
      });
      return {};
    }),
  });
}

export function createReadingHandlers(desk: SopDesk) {
  const os = implement(readingsContract);
  const { store, session } = desk.context;
  return os.router({
    mine: os.mine.handler(() => myReadings(desk)),

    ofVersion: os.ofVersion.handler(({ input: { sopId, versionId } }) => {
      const { state: sop } = desk.sop(sopId);
      requireVersion(sop, versionId);
      return readerRows(desk, readersOf(sop, versionId), effectiveOnOf(sop, versionId), readsOf(sop, versionId));
    }),

    sign: os.sign.handler(async ({ input: { sopId, versionId, signing } }) => {
      desk.sop(sopId);
      const { personId, printedName } = session.requireAccount();
      const grant = await desk.grant({ isNeeded: true, meaning: 'performed' }, signing);
      store.transaction(() => {
        const command = { do: 'read', versionId, personId, printedName, on: desk.today() } as const;
        const records = act(desk, sopId, command, grant?.author);
        if (records.length > 0) grant?.sign(records);
      });
      return {};
    }),
  });
}

/** Readers are asked of the version in force, and may read one that is approved before its day. */
const readersOf = (sop: SopFold, versionId: string) =>
  ['effective', 'approved'].includes(versionStateOf(sop, versionId)) ? (sop.readers?.value ?? null) : null;
const effectiveOnOf = (sop: SopFold, versionId: string) => {
  const now = effectiveVersion(sop);
  return now?.versionId === versionId ? now.effectiveOn : null;
};
const readsOf = (sop: SopFold, versionId: string) => sop.reads.filter((one) => one.versionId === versionId);
