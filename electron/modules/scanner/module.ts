import type { HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { ScannerDesk } from './scanner-desk.ts';

/** The bar-code scanner on a serial port of this workstation: it is listened to, and never written to. */
export function createScannerModule(): HostModule {
  const deskOf = perHost((context) => new ScannerDesk(context));
  return {
    name: 'scanner',
    records: [],
    projections: [],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(deskOf(context)),
    start: (context) => deskOf(context).start(),
    stop: (context) => deskOf(context).close(),
  };
}
