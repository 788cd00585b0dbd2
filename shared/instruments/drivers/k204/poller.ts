import { textToLatin1 } from '../../../kernel/bytes.ts';
import { createLinePoller, type LineDialect, type LinePolling } from '../../line-poller.ts';
import type { LinkMachine } from '../../link-machine.ts';
import { K204_READ_COMMANDS, parseK204Answer } from './answer.ts';

/** A question is one letter with nothing behind it; an answer is one value of the framer. */
const k204Dialect: LineDialect = {
  commands: K204_READ_COMMANDS,
  end: '',
  isAnswer: (command, line) => parseK204Answer(textToLatin1(line)).kind === (command === 'K' ? 'model' : 'readings'),
  hasMore: () => false,
  isGarbled: () => false,
};

/** Asks a K204 which model it is and what it measures; no letter that presses a button is ever sent. */
export const createK204Poller = (polling: LinePolling): LinkMachine => createLinePoller(polling, k204Dialect);
