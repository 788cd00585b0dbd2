import { createLinePoller, type LineDialect, type LinePolling } from './line-poller.ts';
import type { LinkMachine } from './link-machine.ts';
import { isAnswerTo, parseMtSicsAnswer, READ_ONLY_COMMANDS } from './protocols/mt-sics.ts';

/** Balances with MT-SICS: a command and its answers are lines ended by CR LF, an inquiry may have several. */
const mtSicsDialect: LineDialect = {
  commands: READ_ONLY_COMMANDS,
  end: '\r\n',
  isAnswer: (command, line) => isAnswerTo(command, parseMtSicsAnswer(line)),
  hasMore: (line) => {
    const answer = parseMtSicsAnswer(line);
    return answer.kind === 'inquiry' && !answer.isLast;
  },
  isGarbled: (line) => {
    const answer = parseMtSicsAnswer(line);
    return answer.kind === 'error' && answer.error === 'transmission';
  },
};

/** Asks a balance: who it is after the link opens, then its weight again and again. */
export const createMtSicsPoller = (polling: LinePolling): LinkMachine => createLinePoller(polling, mtSicsDialect);
