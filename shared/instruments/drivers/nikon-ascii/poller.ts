import { createLinePoller, type LineDialect, type LinePolling } from '../../line-poller.ts';
import type { LinkMachine } from '../../link-machine.ts';
import { answersNikon, NIKON_READ_COMMANDS } from './commands.ts';

/** A question ends with CR, an answer is one line. */
const nikonDialect: LineDialect = {
  commands: NIKON_READ_COMMANDS,
  end: '\r',
  isAnswer: answersNikon,
  hasMore: () => false,
  isGarbled: () => false,
};

/** Asks a Nikon stand what it is and how it stands; only commands that read are ever sent. */
export const createNikonPoller = (polling: LinePolling): LinkMachine => createLinePoller(polling, nikonDialect);
