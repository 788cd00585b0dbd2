import type { HostContext } from '../host/module.ts';

/**
 * What people call a workstation. Where nobody has named it here, the end of its id: the beginning is when it was set up, which
 * machines set up together share.
 */
export function workstationName({ store }: Pick<HostContext, 'store'>, device: string): string {
  return store.sync.labelOf(device) || `… ${device.slice(-4)}`;
}
