import { RPCLink } from '@orpc/client/message-port';

/** `lost`: a connection was there and is gone; main is restarting the host and will send a new port. */
export type ConnectionState = 'connecting' | 'connected' | 'lost';

type HostLink = RPCLink<Record<never, never>>;

/**
 * The page's end of the MessagePort to the host. Ports come one after another: the first at the start, a new one after
 * every restart of the host. Calls made while there is none wait for the next.
 */
export class HostConnection {
  #state: ConnectionState = 'connecting';
  #generation = 0;
  #link: HostLink | null = null;
  #dropCurrent: (() => void) | null = null;
  readonly #waiting: ((link: HostLink) => void)[] = [];
  readonly #listeners = new Set<() => void>();

  /** How many ports have come; a stream opened on an earlier one has ended. */
  get generation(): number {
    return this.#generation;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes a port. A new one means that the earlier one is dead: its open calls end with an error. */
  accept(port: MessagePort): void {
    this.#dropCurrent?.();
    const closeListeners: (() => void)[] = [];
    const drop = () => {
      for (const close of closeListeners) {
        close();
      }
      port.close();
    };
    // oRPC ends its open calls on the port's `close`. That event is not sent to the side that closes, nor surely when the
    // other process is killed, so oRPC is told by us.
    const link = new RPCLink<Record<never, never>>({
      // Messages go as structured clones, not as JSON text: a photo's bytes stay bytes (the host does the same).
      experimental_transfer: () => [],
      port: {
        postMessage: (message: unknown) => port.postMessage(message),
        onMessage: { addListener: (listener) => port.addEventListener('message', (event) => listener(event.data)) },
        onDisconnect: { addListener: (listener) => closeListeners.push(listener) },
      },
    });
    this.#dropCurrent = drop;
    port.addEventListener('close', () => {
      if (this.#dropCurrent === drop) {
        this.lose();
      }
    });
    port.start();
    this.#generation += 1;
    this.#link = link;
    this.#change('connected');
    for (const resolve of this.#waiting.splice(0)) {
      resolve(link);
    }
  }

  /** The host went down: open calls end with an error, new ones wait. */
  lose(): void {
    if (this.#link === null) {
      return;
    }
    this.#link = null;
    const drop = this.#dropCurrent;
    this.#dropCurrent = null;
    drop?.();
    this.#change('lost');
  }

  /** The link of the present connection, or of the next one. */
  getLink(signal?: AbortSignal): Promise<HostLink> {
    if (this.#link !== null) {
      return Promise.resolve(this.#link);
    }
    return new Promise((resolve, reject) => {
      const take = (link: HostLink) => resolve(link);
      this.#waiting.push(take);
      signal?.addEventListener('abort', () => {
        const index = this.#waiting.indexOf(take);
        if (index >= 0) {
          this.#waiting.splice(index, 1);
        }
        reject(signal.reason);
      });
    });
  }

  #change(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
