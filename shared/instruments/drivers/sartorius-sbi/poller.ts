import { createLinePoller, type LineDialect, type LinePolling } from '../../line-poller.ts';
import type { LinkMachine } from '../../link-machine.ts';
import { parseSbiLine, SBI_READ_COMMANDS, SBI_START } from './lines.ts';

/** A question is the escape character, a letter, CR LF; an answer is one line. */
const sbiDialect: LineDialect = {
  commands: SBI_READ_COMMANDS,
  start: SBI_START,
  end: '\r\n',
  isAnswer: (_command, line) => parseSbiLine(line).kind !== 'other',
  hasMore: () => false,
  isGarbled: () => false,
};

/** Asks a Sartorius balance for its reading again and again; nothing else is ever sent. */
export const createSbiPoller = (polling: LinePolling): LinkMachine => createLinePoller(polling, sbiDialect);
