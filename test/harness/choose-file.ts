import { randomUUID } from 'node:crypto';
import type { Host } from '../../electron/host/host.ts';

/** A place as if a person had chosen it in the system's dialog; answers the grant a call takes. */
export function chooseFile(host: Host, path: string, purpose: string): string {
  const id = randomUUID();
  host.context.files.add({ id, path, purpose });
  return id;
}
