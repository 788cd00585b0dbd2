import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import {
  installationTemplate,
  installationTemplateVersion,
} from '../../../shared/modules/cases/installation-template.ts';
import {
  type GivenProof,
  type InstallationDetail,
  type InstallationRow,
  installationCalls,
} from '../../../shared/modules/cases/project-contract.ts';
import { installationStream } from '../../../shared/modules/cases/project-records.ts';
import {
  type InstallationCommand,
  installationDecider,
  itemsOf,
  lineStateOf,
  projectInstrument,
  projectStateOf,
  shutGates,
} from '../../../shared/modules/cases/rules-installation.ts';
import { type InstallationProof, installationPhase } from '../../../shared/modules/cases/terms.ts';
import type { RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { readCandidates } from './candidates.ts';
import { nextNumber, requireGrant, requireInstrument, todayOf } from './desk.ts';
import { keepPicture } from './files.ts';
import { storyOf } from './story.ts';

interface TableRow {
  installation_id: string;
  number: string;
  title: string;
  instrument_id: string | null;
  instrument_name: string | null;
  state: InstallationRow['state'];
  place: string;
  responsible: string;
  go_live_on: string | null;
  item_count: number;
  open_item_count: number;
  open_gate_count: number;
  planned_at: string;
  live_at: string | null;
  conflict_count: number;
}

const select = `SELECT n.*, i.name AS instrument_name FROM installations n
  LEFT JOIN instruments i ON i.instrument_id = n.instrument_id`;

/** Installation projects: what must be proven before an instrument goes live. */
export function createInstallationHandlers(context: HostContext) {
  const os = implement(installationCalls);
  const { store } = context;
  const author = () => personAuthor(context.actor);
  const foldOf = (id: string) => store.records.fold(installationStream(id), installationDecider).state;
  const act = (id: string, command: InstallationCommand, by: RecordAuthor = author()) =>
    store.records.decide(installationDecider, installationStream(id), command, by).records;

  const toRow = (row: TableRow, today: string): InstallationRow => ({
    id: row.installation_id,
    number: row.number,
    title: row.title,
    place: row.place,
    responsible: row.responsible,
    instrumentId: row.instrument_id,
    instrumentName: row.instrument_name ?? '',
    state: row.state,
    goLiveOn: row.go_live_on,
    isOverdue: row.state === 'open' && row.go_live_on !== null && row.go_live_on < today,
    itemCount: row.item_count,
    openItemCount: row.open_item_count,
    openGateCount: row.open_gate_count,
    plannedAt: row.planned_at,
    liveAt: row.live_at,
    hasConflict: row.conflict_count > 0,
  });

  const detailOf = (installationId: string, today: string): InstallationDetail => {
    const row = store.db.prepare(`${select} WHERE n.stream = ?`).get(installationStream(installationId));
    if (!row) throw new AppError('cases/installation-not-found', { installationId });
    const state = foldOf(installationId);
    const own = new Set(state.added.map(({ key }) => key));
    const lines = itemsOf(state).map((item) => {
      const answer = state.answers[item.key]?.value;
      return {
        ...item,
        state: lineStateOf(state, item.key),
        proof: answer?.proof ?? null,
        verdict: answer?.verdict ?? null,
        answeredAt: answer?.at ?? null,
        answeredBy: answer ? actorName(answer.by, context) : '',
        hash: answer?.hash ?? null,
        isOwn: own.has(item.key),
      };
    });
    const shut = shutGates(state);
    const is = projectStateOf(state);
    return {
      ...toRow(row as TableRow, today),
      templateVersion: state.planned?.templateVersion ?? '',
      phases: installationPhase.options.map((phase) => {
        const items = lines.filter((line) => line.phase === phase);
        const openItemCount = items.filter((line) => line.state !== 'proven' && line.state !== 'not-applicable').length;
        return { phase, items, openItemCount };
      }),
      gates: shut.map(({ item, why }) => ({ key: item.key, text: item.text, why })),
      canGoLive: is === 'open' && shut.length === 0 && projectInstrument(state) !== null,
      live:
        is === 'live' && state.live
          ? {
              at: state.live.at,
              by: actorName(state.live.by, context),
              statement: state.live.statement,
              hash: state.live.hash,
            }
          : null,
      history: storyOf(context, installationStream(installationId)),
    };
  };

  /** @throws AppError `cases/evidence-not-found`, `cases/evidence-other-instrument`, those of `keepPicture` */
  const keepProof = (given: GivenProof, instrumentId: string | null): InstallationProof => {
    if (given.kind === 'picture') return { ...given, picture: keepPicture(context, given.picture) };
    if (given.kind !== 'record') return given;
    const record = store.records.byHash(given.hash);
    if (!record) throw new AppError('cases/evidence-not-found', {});
    const about = (record.body as { instrumentId?: string | null }).instrumentId;
    if (about && instrumentId !== null && about !== instrumentId) {
      throw new AppError('cases/evidence-other-instrument', {});
    }
    return { ...given, type: record.type };
  };

  return os.router({
    list: os.list.handler(async ({ input: { show, limit } }) => {
      const today = await todayOf(context, null);
      const where = show === 'open' ? "WHERE n.state = 'open'" : '';
      const rows = store.db.prepare(`${select} ${where} ORDER BY n.planned_at DESC LIMIT ?`).all(limit) as TableRow[];
      return rows.map((row) => toRow(row, today));
    }),

    get: os.get.handler(async ({ input }) => detailOf(input.installationId, await todayOf(context, null))),

    template: os.template.handler(() => ({ version: installationTemplateVersion, items: [...installationTemplate] })),

    plan: os.plan.handler(({ input }) => {
      if (input.instrumentId !== null) requireInstrument(context, input.instrumentId);
      const by = author();
      return store.transaction(() => {
        const installationId = newId();
        const number = nextNumber(context, 'I');
        const frozen = { templateVersion: installationTemplateVersion, items: [...installationTemplate] };
        act(installationId, { do: 'plan', body: { installationId, number, ...input, ...frozen } }, by);
        return { installationId, number };
      });
    }),

    nameInstrument: os.nameInstrument.handler(({ input: { installationId, instrumentId } }) => {
      requireInstrument(context, instrumentId);
      act(installationId, { do: 'name-instrument', instrumentId });
      return {};
    }),

    addItem: os.addItem.handler(({ input: { installationId, reason, ...item } }) => {
      const key = `own-${newId()}`;
      act(installationId, { do: 'add-item', item: { key, ...item }, reason });
      return { key };
    }),

    answer: os.answer.handler(({ input: { installationId, key, proof, verdict } }) => {
      const kept = keepProof(proof, projectInstrument(foldOf(installationId)));
      act(installationId, { do: 'answer', key, proof: kept, verdict });
      return {};
    }),

    candidates: os.candidates.handler(({ input: { installationId, limit } }) =>
      readCandidates(context, projectInstrument(foldOf(installationId)), { use: 'evidence', limit, except: [] }),
    ),

    goLive: os.goLive.handler(async ({ input: { installationId, statement, signing } }) => {
      // Told before the password is checked; the decider holds it again in the transaction.
      installationDecider.decide(
        foldOf(installationId),
        { do: 'go-live', statement },
        installationStream(installationId),
      );
      const grant = await requireGrant(context, 'approved', signing, statement);
      store.transaction(() => {
        const records = act(installationId, { do: 'go-live', statement }, grant?.author ?? author());
        const { answers } = foldOf(installationId);
        const proofs = new Set(Object.values(answers).flatMap(({ sides }) => sides.map(({ hash }) => hash)));
        const proven = store.records.read(installationStream(installationId)).filter(({ hash }) => proofs.has(hash));
        // The signature covers the word and each answer it rests on.
        grant?.sign([...records, ...proven]);
      });
      return {};
    }),

    cancel: os.cancel.handler(({ input: { installationId, reason } }) => {
      act(installationId, { do: 'cancel', reason });
      return {};
    }),
  });
}
