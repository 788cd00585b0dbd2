import type { Bridge } from '../../shared/shell/bridge.ts';
import { HOST_PORT_MESSAGE } from '../../shared/shell/bridge.ts';
import type { HostConnection } from './host-connection.ts';

declare global {
  interface Window {
    /** Set by the preload; absent in tests and in a plain browser. */
    readonly benchside?: Bridge;
  }
}

/** The few things only main can do, or null where there is no main. */
export function getBridge(): Bridge | null {
  return window.benchside ?? null;
}

/** Takes every port that main sends for this window, and asks for the first. */
export function connectToMain(connection: HostConnection): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = event.data as { type?: unknown } | null;
    if (event.source !== window || message?.type !== HOST_PORT_MESSAGE) {
      return;
    }
    const port = event.ports[0];
    if (port !== undefined) {
      connection.accept(port);
    }
  });
  const bridge = getBridge();
  bridge?.onHostState((host) => {
    // A port comes while its host still starts and holds the calls until it is ready; only a loss carries a code.
    if (host.code !== null) {
      connection.lose();
    }
  });
  bridge?.requestHost();
}
