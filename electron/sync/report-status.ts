import type { Clock } from '../../shared/kernel/clock.ts';
import type { StatusBody } from '../../shared/sync/hub-api.ts';
import { statusText } from '../../shared/sync/signed-request.ts';
import { signText } from './hub-client.ts';
import type { LoopWork } from './loop-work.ts';

/** What the host knows of the bench's work and the store does not. */
export interface OwnStatus {
  /** Tasks that are past their day. */
  readonly overdueCount: number;
}

/** Says how this workstation stands, signed, for the supervisor's page at the hub. */
export async function reportStatus(
  { store, client }: LoopWork,
  clock: Clock,
  own: OwnStatus & { app: string },
): Promise<void> {
  const { count, since } = store.sync.unsent();
  const { conflictCount, quarantineCount } = store.health();
  const label = store.settings.get('sync.label');
  const body: StatusBody = {
    device: store.keys.device,
    site: store.sync.scope,
    at: new Date(clock.wallMs()).toISOString(),
    app: own.app,
    label: typeof label === 'string' ? label : '',
    unsentCount: count,
    unsentSince: since,
    overdueCount: own.overdueCount,
    conflictCount,
    quarantineCount,
  };
  const text = JSON.stringify(body);
  await client.tell('/v1/status', { text, sig: signText(store.keys, statusText(text)) });
}
