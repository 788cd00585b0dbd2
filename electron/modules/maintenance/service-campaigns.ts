import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { serviceContract } from '../../../shared/modules/maintenance/service-calls-contract.ts';
import type { CampaignRow } from '../../../shared/modules/maintenance/service-contract.ts';
import { campaignStarted, campaignStream } from '../../../shared/modules/maintenance/service-records.ts';
import { isOpenWork } from '../../../shared/modules/maintenance/service-rules.ts';
import { type BodyOf, draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { todayAt } from './service-today.ts';
import { openWorkOrder } from './service-work-handlers.ts';

type Campaign = BodyOf<typeof campaignStarted>;

/** One piece of work over all units of a model: a campaign is its work orders, one a unit. */
export function createCampaignHandlers(context: HostContext) {
  const os = implement(serviceContract.campaigns);
  const { store } = context;
  const author = () => personAuthor(context.actor);

  const unitsOf = (campaignId: string): CampaignRow['units'] =>
    store.db
      .prepare(
        `SELECT w.instrument_id AS instrumentId, COALESCE(i.name, '') AS instrumentName, w.work_order_id AS workOrderId,
           w.state FROM work_orders w LEFT JOIN instruments i ON i.instrument_id = w.instrument_id
         WHERE w.campaign_id = ? ORDER BY i.name`,
      )
      .all(campaignId) as CampaignRow['units'];
  const unitsOfModel = (definitionKey: string): CampaignRow['missingUnits'] =>
    store.db
      .prepare(
        `SELECT instrument_id AS instrumentId, name AS instrumentName FROM instruments
         WHERE definition_key = ? AND service_status <> 'retired' ORDER BY name`,
      )
      .all(definitionKey) as CampaignRow['missingUnits'];

  const toRow = (campaign: Campaign, startedAt: string): CampaignRow => {
    const { campaignId, title, description, source, definitionKey, dueOn } = campaign;
    const units = unitsOf(campaignId);
    const held = new Set(units.map(({ instrumentId }) => instrumentId));
    const isWaiting = units.some(({ state }) => isOpenWork(state));
    return {
      ...{ id: campaignId, title, description, source, definitionKey, dueOn, startedAt, units },
      model: context.catalog.get(definitionKey)?.model ?? definitionKey,
      isOverdue: isWaiting && dueOn !== null && dueOn < todayAt(context, null),
      missingUnits: unitsOfModel(definitionKey).filter(({ instrumentId }) => !held.has(instrumentId)),
      doneCount: units.filter(({ state }) => state === 'complete').length,
    };
  };

  /** Opens the work orders of units the campaign does not hold yet, inside the caller's transaction. */
  const openUnits = (campaign: Campaign, instrumentIds: readonly string[]): void => {
    const { campaignId, definitionKey, title, description, kind, owner, vendor, dueOn } = campaign;
    const held = new Set(unitsOf(campaignId).map(({ instrumentId }) => instrumentId));
    const ofModel = new Set(unitsOfModel(definitionKey).map(({ instrumentId }) => instrumentId));
    for (const instrumentId of new Set(instrumentIds)) {
      if (held.has(instrumentId)) continue;
      if (!ofModel.has(instrumentId))
        throw new AppError('maintenance/campaign-other-model', { name: nameOf(instrumentId) });
      const order = {
        title,
        description,
        kind,
        owner,
        vendor,
        assignee: '',
        dueOn,
        instrumentId,
        errorId: null,
        campaignId,
      };
      openWorkOrder(context, order, author());
    }
  };
  const nameOf = (instrumentId: string): string =>
    (store.db.prepare('SELECT name FROM instruments WHERE instrument_id = ?').pluck().get(instrumentId) as
      | string
      | undefined) ?? instrumentId;

  return os.router({
    list: os.list.handler(() => {
      const rows = store.db.prepare('SELECT body, started_at FROM campaigns ORDER BY started_at DESC').all();
      return (rows as { body: string; started_at: string }[]).map((row) =>
        toRow(JSON.parse(row.body) as Campaign, row.started_at),
      );
    }),

    start: os.start.handler(({ input: { instrumentIds, ...fields } }) => {
      const campaign: Campaign = { ...fields, campaignId: newId() };
      store.transaction(() => {
        store.records.append([draft(campaignStarted, campaignStream(campaign.campaignId), campaign)], author());
        openUnits(campaign, instrumentIds);
      });
      return { campaignId: campaign.campaignId };
    }),

    addUnits: os.addUnits.handler(({ input: { campaignId, instrumentIds } }) => {
      const body = store.db
        .prepare('SELECT body FROM campaigns WHERE stream = ?')
        .pluck()
        .get(campaignStream(campaignId)) as string | undefined;
      if (body === undefined) throw new AppError('maintenance/campaign-not-found', { campaignId });
      store.transaction(() => openUnits(JSON.parse(body) as Campaign, instrumentIds));
      return {};
    }),
  });
}
