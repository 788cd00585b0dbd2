import type { Signal } from '../../shared/instruments/signals.ts';
import { print } from './command.ts';

/** Writes signals to stdout in order: one JSON line each, or one line for people. */
export interface SignalPrinter {
  (signal: Signal): void;
  /** Resolves when all of them are out. */
  finished(): Promise<void>;
}

export function createPrinter(asJson: boolean): SignalPrinter {
  let work: Promise<void> = Promise.resolve();
  const printer = (signal: Signal): void => {
    const line = asJson ? JSON.stringify(signal) : nameControls(describe(signal));
    work = work.then(() => print(line));
  };
  return Object.assign(printer, { finished: () => work });
}

/** Whether a signal shows that the instrument speaks what the definition says; lines that nobody understands do not. */
export function isUnderstood(signal: Signal): boolean {
  if (signal.kind === 'message') return signal.protocol === 'lis02' || signal.sender !== null;
  return !['link', 'unmapped', 'frame-rejected'].includes(signal.kind);
}

/** A value may hold what a terminal would take as a command, or as a line of its own. */
function nameControls(line: string): string {
  return line.replace(/\p{Cc}/gu, (character) => {
    const code = character.charCodeAt(0);
    return `<${code.toString(16).toUpperCase().padStart(2, '0')}>`;
  });
}

/** One line for people. */
export function describe(signal: Signal): string {
  const time = signal.at.slice(11, 23);
  const text = (...parts: (string | null)[]): string =>
    [time, signal.kind, ...parts].filter((part) => part !== null && part !== '').join('  ');
  switch (signal.kind) {
    case 'link':
      return text(signal.state, signal.code);
    case 'message':
      return text(
        signal.purpose,
        `${signal.resultCount} results`,
        signal.specimen && `specimen …${signal.specimen.shows}`,
        signal.sender && `${signal.sender.model} ${signal.sender.serialNumber}`.trim(),
        signal.isPartial ? 'partial' : null,
        signal.isResend ? 'sent again' : null,
        signal.checksum === 'ok' || signal.checksum === 'absent' ? null : `checksum ${signal.checksum}`,
      );
    case 'status':
      return text(signal.operationalStatus, signal.detail);
    case 'error':
      return text(signal.severity, signal.code, signal.text);
    case 'error-cleared':
      return text(signal.code);
    case 'result':
      return text(signal.test, `${signal.rawValue} ${signal.unit}`.trim(), signal.flags.join(' '), signal.meaning);
    case 'qc-result':
      return text(signal.test, `${signal.rawValue} ${signal.unit}`.trim(), `lot ${signal.controlLot}`);
    case 'background':
      return text(signal.test, `${signal.rawValue} ${signal.unit}`.trim(), signal.verdict);
    case 'meter':
      return text(signal.meter, `${signal.reading} ${signal.unit}`.trim());
    case 'setting':
      return text(signal.setting, `${signal.reading} ${signal.unit}`.trim(), signal.takenAt);
    case 'order':
      return text(
        signal.purpose,
        [signal.rack, signal.tube].filter((part) => part !== '').join('-'),
        signal.specimen && `specimen …${signal.specimen.shows}`,
        signal.tests.join(' '),
      );
    case 'lot':
      return text(signal.what, signal.forTest, signal.name, signal.number);
    case 'frame-rejected':
      return text(signal.reason, `${signal.byteCount} bytes`);
    case 'unmapped':
      return text(signal.what, signal.raw);
  }
}
