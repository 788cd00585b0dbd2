import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import {
  currentVisit,
  customerSheetOf,
  followUpStateOf,
  minutesOnSite,
  obstaclesToClose,
  sheetText,
  type VisitFold,
  visitStateOf,
} from '../../../shared/modules/cases/rules-visit.ts';
import { type VisitCommand, visitDecider } from '../../../shared/modules/cases/rules-visit-decider.ts';
import {
  type CustomerSheet,
  customerSheet,
  type VisitDetail,
  type VisitRow,
  visitCalls,
} from '../../../shared/modules/cases/visit-contract.ts';
import { visitStream } from '../../../shared/modules/cases/visit-records.ts';
import type { RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { nextNumber, nowOf, readInstrument, requireGrant, requireInstrument, todayOf } from './desk.ts';
import { keepBytes, keepPicture, openKept, sha256 } from './files.ts';
import { nameOf, requireStream } from './links.ts';
import { storyOf } from './story.ts';

/** Strokes on white are a few kilobytes; a megabyte is a photo. */
const maxStrokesBytes = 1024 * 1024;

interface NamedRow {
  id: string;
  number: string;
  title: string;
}

/** Every call about site visits. */
export function createVisitHandlers(context: HostContext) {
  const os = implement(visitCalls);
  const { store } = context;
  const author = () => personAuthor(context.actor);
  const foldOf = (visitId: string) => store.records.fold(visitStream(visitId), visitDecider);
  const act = (visitId: string, command: VisitCommand, by: RecordAuthor = author()) =>
    store.records.decide(visitDecider, visitStream(visitId), command, by).records;

  const namedCase = store.db.prepare('SELECT case_id AS id, number, title FROM cases WHERE case_id = ?');
  const namedOrder = store.db.prepare(
    `SELECT work_order_id AS id, number, json_extract(fields, '$.title') AS title FROM work_orders WHERE work_order_id = ?`,
  );
  const caseOf = (id: string | null) => (id === null ? undefined : (namedCase.get(id) as NamedRow | undefined));
  const orderOf = (id: string | null) => (id === null ? undefined : (namedOrder.get(id) as NamedRow | undefined));
  const instrumentName = (id: string | null): string => (id === null ? '' : (readInstrument(context, id)?.name ?? ''));

  /** @throws AppError `cases/visit-not-found` */
  const requireSheet = (
    visitId: string,
    state: VisitFold,
  ): { sheet: CustomerSheet; seenHash: string; text: string } => {
    const ids = currentVisit(state)?.instrumentIds ?? [];
    const instruments = ids.flatMap((id) => {
      const found = readInstrument(context, id);
      return found ? [{ name: found.name, model: found.model, serialNumber: found.serialNumber }] : [];
    });
    const sheet = customerSheetOf(state, instruments);
    if (!sheet) throw new AppError('cases/visit-not-found', { visitId });
    const text = sheetText(sheet);
    return { sheet, text, seenHash: sha256(text) };
  };

  const toRow = (visitId: string): VisitRow => {
    const { state, conflicts } = foldOf(visitId);
    const now = currentVisit(state);
    if (!now || !state.planned) throw new AppError('cases/visit-not-found', { visitId });
    const says = state.customerSays;
    const isEarlier = says === 'signed' && requireSheet(visitId, state).seenHash !== state.signed?.seenHash;
    return {
      id: visitId,
      number: state.planned.number,
      state: visitStateOf(state),
      place: now.place,
      purpose: now.purpose,
      plannedOn: now.plannedOn,
      fromTime: now.fromTime,
      toTime: now.toTime,
      specialist: now.specialist,
      instrumentNames: now.instrumentIds.map(instrumentName).filter((name) => name !== ''),
      arrivedAt: state.arrived?.value.time ?? null,
      leftAt: state.left?.value.time ?? null,
      minutesOnSite: minutesOnSite(state),
      customer: isEarlier ? 'earlier-state' : says === 'nothing' ? 'none' : says,
      openFollowUpCount: Object.values(state.followUps).filter((one) => one.planned && followUpStateOf(one) === 'open')
        .length,
      hasConflict: conflicts.length > 0,
    };
  };

  const detailOf = (visitId: string, today: string): VisitDetail => {
    const row = toRow(visitId);
    const { state } = foldOf(visitId);
    const now = currentVisit(state);
    const { planned, signed, declined, closed } = state;
    const name = (actor: string): string => actorName(actor, context);
    return {
      ...row,
      contact: now?.contact ?? '',
      instrumentIds: now?.instrumentIds ?? [],
      preparation: now?.preparation ?? [],
      cases: (planned?.caseIds ?? []).flatMap((id) => caseOf(id) ?? []),
      workOrders: (planned?.workOrderIds ?? []).flatMap((id) => orderOf(id) ?? []),
      work: state.work.map(({ entryId, text, at, by, minutes, instrumentId, caseId, workOrderId, stream }) => ({
        ...{ entryId, text, at, minutes, instrumentId, caseId, workOrderId, stream },
        by: name(by),
        instrumentName: instrumentName(instrumentId),
        caseNumber: caseOf(caseId)?.number ?? '',
        workOrderNumber: orderOf(workOrderId)?.number ?? '',
        subject: stream === '' ? '' : nameOf(context, stream),
        struckReason: state.struck[entryId] ?? null,
      })),
      summary: state.summary?.value ?? null,
      followUps: Object.entries(state.followUps).flatMap(([id, item]) => {
        if (!item.planned) return [];
        const { text, owner, dueOn } = item.planned;
        const is = followUpStateOf(item);
        const isOverdue = is === 'open' && dueOn !== null && dueOn < today;
        return [{ id, text, owner, dueOn, isOverdue, state: is, note: item.end?.value.note ?? '' }];
      }),
      signature:
        signed && state.customerSays === 'signed'
          ? {
              printedName: signed.printedName,
              functionName: signed.functionName,
              at: signed.at,
              manner: signed.manner,
              sha256: signed.strokes?.sha256 ?? null,
              seenHash: signed.seenHash,
              remark: signed.remark,
              hash: signed.hash,
            }
          : null,
      declined:
        declined && state.customerSays === 'declined'
          ? { printedName: declined.printedName, reason: declined.reason, at: declined.at }
          : null,
      closed: closed && { at: closed.at, by: name(closed.by), statement: closed.statement, hash: closed.hash },
      blocked: closed ? [] : obstaclesToClose(state),
      decontaminations: store.db
        .prepare(
          `SELECT d.decontamination_id AS id, d.number, COALESCE(i.name, '') AS instrumentName FROM decontaminations d
           LEFT JOIN instruments i ON i.instrument_id = d.instrument_id WHERE d.visit_id = ? ORDER BY d.at`,
        )
        .all(visitId) as VisitDetail['decontaminations'],
      history: storyOf(context, visitStream(visitId)),
    };
  };

  /** What is named must be here: a visit to an instrument nobody knows would be a visit to nothing. */
  const checkNamed = (instrumentIds: readonly string[]): void => {
    for (const id of instrumentIds) requireInstrument(context, id);
  };

  return os.router({
    list: os.list.handler(({ input: { show, limit } }) => {
      const where = show === 'open' ? 'WHERE is_open = 1' : '';
      const order = show === 'open' ? 'planned_on, visit_id' : 'planned_on DESC, visit_id DESC';
      const ids = store.db.prepare(`SELECT visit_id FROM visits ${where} ORDER BY ${order} LIMIT ?`).pluck().all(limit);
      return (ids as string[]).map(toRow);
    }),

    get: os.get.handler(async ({ input: { visitId } }) => detailOf(visitId, await todayOf(context, null))),

    plan: os.plan.handler(({ input }) => {
      checkNamed(input.instrumentIds);
      for (const id of input.caseIds) if (!caseOf(id)) throw new AppError('cases/not-found', { caseId: id });
      const by = author();
      return store.transaction(() => {
        const visitId = newId();
        const number = nextNumber(context, 'V');
        act(visitId, { do: 'plan', body: { visitId, number, ...input } }, by);
        return { visitId, number };
      });
    }),

    change: os.change.handler(({ input: { visitId, reason, ...fields } }) => {
      checkNamed(fields.instrumentIds);
      act(visitId, { do: 'change', fields, reason });
      return {};
    }),

    arrive: os.arrive.handler(({ input: { visitId, note } }) => {
      act(visitId, { do: 'arrive', at: nowOf(context), note });
      return {};
    }),

    addWork: os.addWork.handler(({ input: { visitId, ...entry } }) => {
      if (entry.instrumentId !== null) requireInstrument(context, entry.instrumentId);
      if (entry.caseId !== null && !caseOf(entry.caseId)) throw new AppError('cases/not-found', {});
      if (entry.workOrderId !== null && !orderOf(entry.workOrderId)) throw new AppError('cases/link-not-found', {});
      if (entry.stream !== '') requireStream(context, entry.stream);
      const entryId = newId();
      act(visitId, { do: 'add-work', body: { entryId, ...entry } });
      return { entryId };
    }),

    strikeWork: os.strikeWork.handler(({ input: { visitId, entryId, reason } }) => {
      act(visitId, { do: 'strike-work', entryId, reason });
      return {};
    }),

    summarize: os.summarize.handler(({ input: { visitId, ...body } }) => {
      act(visitId, { do: 'summarize', body });
      return {};
    }),

    addFollowUp: os.addFollowUp.handler(({ input: { visitId, ...body } }) => {
      const followUpId = newId();
      act(visitId, { do: 'add-follow-up', body: { followUpId, ...body } });
      return { followUpId };
    }),

    endFollowUp: os.endFollowUp.handler(({ input: { visitId, ...body } }) => {
      act(visitId, { do: 'end-follow-up', body });
      return {};
    }),

    customerSheet: os.customerSheet.handler(({ input: { visitId } }) => {
      const { sheet, seenHash } = requireSheet(visitId, foldOf(visitId).state);
      return { sheet, seenHash };
    }),

    customerSign: os.customerSign.handler(({ input: { visitId, seenHash, strokes, ...body } }) => {
      if ((strokes === null) !== (body.manner === 'spoken')) throw new AppError('cases/strokes-needed', {});
      if (strokes !== null && strokes.length > maxStrokesBytes) {
        throw new AppError('cases/picture-too-large', { maxMegabytes: 1 });
      }
      const now = requireSheet(visitId, foldOf(visitId).state);
      if (now.seenHash !== seenHash) throw new AppError('cases/sheet-changed', {});
      const drawn = strokes && keepPicture(context, { name: 'signature.png', bytes: strokes });
      const seen = keepBytes(context, 'sheet.json', new TextEncoder().encode(now.text));
      act(visitId, { do: 'customer-sign', body: { ...body, strokes: drawn, seenHash, seen } });
      return {};
    }),

    customerDecline: os.customerDecline.handler(({ input: { visitId, printedName, reason } }) => {
      act(visitId, { do: 'customer-decline', printedName, reason });
      return {};
    }),

    seenSheet: os.seenSheet.handler(({ input: { visitId } }) => {
      const { state } = foldOf(visitId);
      if (!state.signed) throw new AppError('cases/customer-not-asked', {});
      const { seen, seenHash } = state.signed;
      const text = new TextDecoder().decode(openKept(context, seen.sha256).bytes);
      const sheet = customerSheet.parse({ ...(JSON.parse(text) as object), leftAt: '' });
      return { sheet, seenHash, isCurrent: requireSheet(visitId, state).seenHash === seenHash };
    }),

    leave: os.leave.handler(({ input: { visitId, note } }) => {
      act(visitId, { do: 'leave', at: nowOf(context), note });
      return {};
    }),

    close: os.close.handler(async ({ input: { visitId, statement, signing } }) => {
      const [code] = obstaclesToClose(foldOf(visitId).state);
      if (code !== undefined) throw new AppError(code, {});
      const grant = await requireGrant(context, 'performed', signing, statement);
      store.transaction(() => {
        const { state } = foldOf(visitId);
        const { seenHash } = requireSheet(visitId, state);
        const records = act(visitId, { do: 'close', statement, seenHash }, grant?.author ?? author());
        grant?.sign(records);
      });
      return {};
    }),

    cancel: os.cancel.handler(({ input: { visitId, reason } }) => {
      act(visitId, { do: 'cancel', reason });
      return {};
    }),
  });
}
