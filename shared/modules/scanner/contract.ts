import { eventIterator, oc } from '@orpc/contract';
import * as z from 'zod';
import { linkState, serialSettings, usbIdentity } from '../../instruments/link-settings.ts';

/** The longest code that is taken, by cable or typed by a scanner; what is longer is no code. */
export const MAX_CODE_LENGTH = 60;

/** The port of this workstation's bar-code scanner, and how its codes end. A setting of this machine, not a record. */
export const scannerSettings = z.object({
  /** Remembered by its USB identity; the path is where it was last seen. Null: no scanner on a cable. */
  port: z.object({ path: z.string().min(1).max(260), usb: usbIdentity.nullable() }).nullable(),
  /** Without flow control: software flow control would send bytes of its own. */
  serial: serialSettings.omit({ flow: true }),
  /** `line-end`: CR, LF or CR LF. `gap`: nothing; a code is over after `gapMs` of silence. */
  end: z.enum(['line-end', 'gap']),
  gapMs: z.number().int().min(20).max(2000),
});
export type ScannerSettings = z.infer<typeof scannerSettings>;

const scannerState = z.object({
  /** `off`: no port is chosen. */
  state: linkState,
  /** Code of why it is not open (`link/port-missing`, `link/port-busy`, ...), or null. */
  reason: z.string().nullable(),
  where: z.string(),
  since: z.string(),
});
export type ScannerState = z.infer<typeof scannerState>;

/** One code that came whole, or why what came is not taken. */
export const scan = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('code'), code: z.string().min(1).max(MAX_CODE_LENGTH) }),
  z.object({
    kind: z.literal('refused'),
    /** `scanner/too-long`, `scanner/control-character`, `scanner/not-plain-text`, `scanner/no-end`. */
    problem: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
]);
export type Scan = z.infer<typeof scan>;

export const scannerContract = {
  get: oc.output(z.object({ settings: scannerSettings, state: scannerState })),
  /** Errors: `scanner/port-of-instrument`. What the port itself refuses is its state. */
  save: oc.input(scannerSettings).output(z.object({})),
  retry: oc.output(z.object({})),
  /**
   * Codes as they are read, from now on. Nobody listening means that they are dropped: a scan is not a record, and is
   * kept nowhere.
   */
  live: oc.output(eventIterator(z.object({ scans: z.array(scan) }))),
};
