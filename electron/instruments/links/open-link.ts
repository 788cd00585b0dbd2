import type { LinkSettings } from '../../../shared/instruments/link-settings.ts';
import { AppError, assertNever } from '../../../shared/kernel/errors.ts';
import type { LinkListener, OpenLink } from './link.ts';
import { openReplay } from './replay.ts';
import { openSerial } from './serial.ts';
import { openTcpClient } from './tcp-client.ts';
import { openTcpServer } from './tcp-server.ts';

/** Opens any link. Rejects with an `AppError` whose code is one of `link/...`. */
export function openLink(settings: LinkSettings, listener: LinkListener): Promise<OpenLink> {
  switch (settings.kind) {
    case 'serial':
      return openSerial(settings, listener);
    case 'tcp-client':
      return openTcpClient(settings, listener);
    case 'tcp-server':
      return openTcpServer(settings, listener);
    case 'replay':
      return openReplay(settings, listener);
    // A folder needs its ledger and the definition's readers: the supervisor opens it (folder.ts).
    case 'folder':
    case 'none':
      return Promise.reject(new AppError('link/nothing-to-open'));
    default:
      return assertNever(settings, 'link');
  }
}
