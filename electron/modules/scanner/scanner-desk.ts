import { type LinesOfInstrument, lineAt } from '../../../shared/instruments/line-at.ts';
import { isSamePort } from '../../../shared/instruments/link-settings.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { Scan, ScannerSettings } from '../../../shared/modules/scanner/contract.ts';
import { createScanReader, type ScanReader, scannerDefault } from '../../../shared/modules/scanner/rules.ts';
import type { KeptPort } from '../../host/context.ts';
import type { HostContext } from '../../host/module.ts';
import { readScanner, scannerKey, scannerLink } from '../scanner-setting.ts';

/** Holds the port of this workstation's scanner and hands on what is read. What is read is kept nowhere. */
export class ScannerDesk {
  readonly #context: HostContext;
  readonly #port: KeptPort;
  readonly #listeners = new Set<(scan: Scan) => void>();
  #reader: ScanReader;
  #timer: NodeJS.Timeout | null = null;

  constructor(context: HostContext) {
    this.#context = context;
    this.#reader = createScanReader(this.settings);
    this.#port = context.links.keepScannerPort({
      onBytes: (bytes) => {
        this.#reader.feed(bytes, this.#tell);
        this.#awaitSilence();
      },
      onState: () => context.topics.announce('scanner'),
      onGone: () => {
        this.#reader.reset();
        this.#awaitSilence();
      },
    });
  }

  get settings(): ScannerSettings {
    return readScanner(this.#context.store.settings) ?? scannerDefault;
  }

  get state(): KeptPort['state'] {
    const { state, reason, where, since } = this.#port.state;
    return { state, reason, where, since };
  }

  /** Opens the port, where one is chosen. */
  start(): void {
    this.#port.use(scannerLink(this.settings));
  }

  /**
   * Keeps these settings and listens by them from now on.
   *
   * @throws AppError `scanner/port-of-instrument`
   */
  save(settings: ScannerSettings): void {
    this.#checkPort(settings.port);
    this.#context.store.settings.set(scannerKey, settings);
    this.#reader = createScanReader(settings);
    this.#awaitSilence();
    this.start();
    this.#context.topics.announce('scanner');
  }

  retry(): void {
    this.#port.retry();
  }

  /** Told every code from now on. Answers how to stop. */
  listen(listener: (scan: Scan) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#port.close();
  }

  readonly #tell = (scan: Scan): void => {
    for (const listener of this.#listeners) listener(scan);
  };

  #awaitSilence(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { silenceMs } = this.#reader;
    if (silenceMs === null) return;
    const timer = setTimeout(() => {
      // A host that was kept from its work has bytes waiting that came in time: they are read first.
      setImmediate(() => {
        if (this.#timer !== timer) return;
        this.#timer = null;
        this.#reader.expire(this.#tell);
        this.#awaitSilence();
      });
    }, silenceMs);
    this.#timer = timer;
  }

  /** A port is the scanner's or an instrument's, also while neither is plugged in. */
  #checkPort(port: ScannerSettings['port']): void {
    if (port === null) return;
    const { db, keys } = this.#context.store;
    const rows = db.prepare("SELECT name, current FROM instruments WHERE service_status <> 'retired'").all();
    for (const { name, current } of rows as { name: string; current: string }[]) {
      const { link } = lineAt(JSON.parse(current) as LinesOfInstrument, keys.device);
      if (link.kind === 'serial' && isSamePort(link, port)) {
        throw new AppError('scanner/port-of-instrument', { path: port.path, name });
      }
    }
  }
}
