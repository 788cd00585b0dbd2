import type { LinkSettings } from './link-settings.ts';

/** Lines of one instrument, as the register holds them: every workstation has its own. */
export interface LinesOfInstrument {
  /** The line to it from each workstation that ever had one, by device id. */
  readonly links: Readonly<Record<string, LinkSettings>>;
  /** Workstations that answer it (decision 1). */
  readonly answeringAt: readonly string[];
}

/** What one workstation has to do with an instrument. */
export interface LineHere {
  readonly link: LinkSettings;
  readonly isAnswering: boolean;
  /** The other workstations that have a line to it, by device id. */
  readonly linkedElsewhere: readonly string[];
}

const noLink: LinkSettings = { kind: 'none' };

/**
 * What one workstation has to do with an instrument: its own line, whether it answers, and the others that have a line to it.
 * A line another workstation recorded is never opened here: the same port name is another port.
 */
export function lineAt(instrument: LinesOfInstrument, device: string): LineHere {
  const { links, answeringAt } = instrument;
  return {
    link: links[device] ?? noLink,
    isAnswering: answeringAt.includes(device),
    linkedElsewhere: Object.keys(links).filter((other) => other !== device && links[other]!.kind !== 'none'),
  };
}
