import { leavingStream, siteLeft } from '../../../shared/modules/sync/records.ts';
import { workstationOf } from '../../../shared/modules/sync/rules.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';

/** Who says who joins: the pinned hub, this workstation, the one that invited it, or nobody before there is a site. */
export function officeOf({ store, sync }: HostContext): 'hub' | 'this' | 'other' | 'nobody' {
  const known = store.sync.devices();
  if (sync.state().hub !== null || known.some(({ source }) => source === 'hub')) return 'hub';
  if (store.sync.scope.startsWith('provisional:')) return 'nobody';
  return known.some(({ device, mayEnrol }) => device === store.keys.device && mayEnrol) ? 'this' : 'other';
}

/** When a workstation said that it leaves the site; it may have stayed, and says it again then. */
export function leftAt({ store }: HostContext, device: string): string | null {
  return (
    store.records
      .read(leavingStream(device))
      .findLast((record) => isRecordOf(record, siteLeft) && workstationOf(record.log) === device)?.wall ?? null
  );
}
