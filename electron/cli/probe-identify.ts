import type { LinkSettings, SerialSettings } from '../../shared/instruments/link-settings.ts';
import type { IdentifyCandidateView, IdentifyStep } from '../../shared/modules/instruments/identify-contract.ts';
import { runIdentify } from '../instruments/identify-line.ts';
import { openLink } from '../instruments/links/open-link.ts';
import { systemClock } from '../store/system-clock.ts';
import { exitCodes, print, say, untilInterrupted } from './command.ts';
import { loadDefinitions } from './definitions.ts';
import { identifySentence, sentenceOf } from './words.ts';

/** Long enough to press "send" on an analyzer, and for its line to be tried with some settings. */
const defaultSeconds = 120;

/**
 * `probe <port> --identify`: says what is on the port, and why. Sends nothing unless `mayAsk`.
 *
 * @returns exit code: done when a definition was named, `nothing` for a silent line, `link` for one that does not open
 */
export async function probeIdentify(
  link: LinkSettings,
  options: {
    readonly forMs: number | null;
    readonly mayAsk: boolean;
    readonly isJson: boolean;
    readonly lab: string | null;
  },
): Promise<number> {
  const catalog = await loadDefinitions(options.lab);
  const interrupted = untilInterrupted();
  let last: IdentifyStep | null = null;
  let listening = '';
  let problem: string | null = null;
  const steps = runIdentify({
    definitions: catalog.list(),
    link,
    seconds: options.forMs === null ? defaultSeconds : Math.max(1, options.forMs / 1_000),
    mayAsk: options.mayAsk,
    signal: interrupted.signal,
    clock: systemClock(),
    open: openLink,
  });
  say(
    options.mayAsk
      ? 'Listening; a silent line is asked documented read-only questions.'
      : 'Listening; nothing is sent.',
  );
  for await (const step of steps) {
    // The last step is told of a line that is closed again.
    if (!step.isDone) problem = step.linkState === 'open' ? null : (step.reason ?? problem);
    const now = step.settings === null ? '' : describeSerial(step.settings);
    if (!step.isDone && step.linkState === 'open' && now !== listening) {
      listening = now;
      if (now !== '') say(`Listening with ${now}.`);
    }
    last = step;
  }
  interrupted.stop();
  if (last === null) return exitCodes.nothing;
  if (options.isJson) await print(JSON.stringify(last));
  if (last.byteCount === 0 && problem !== null) {
    const where = link.kind === 'serial' ? link.path : 'The address';
    say(sentenceOf(problem, { path: where, where }));
    return exitCodes.link;
  }
  say(identifySentence(`verdict.${last.verdict}`));
  for (const candidate of last.candidates.slice(0, 5)) tell(candidate);
  if (last.marks.length > 0 && last.candidates.length === 0)
    say(`Marks among the bytes: ${last.marks.map(({ mark, count }) => `${mark} ${count}`).join(', ')}.`);
  if (last.verdict === 'silent') return exitCodes.nothing;
  return last.verdict === 'identified' || last.verdict === 'several' ? exitCodes.done : exitCodes.notUnderstood;
}

function tell({ definitionKey, maker, model, confidence, settings, evidence }: IdentifyCandidateView): void {
  say(
    `${identifySentence(`confidence.${confidence}`)}: ${maker} ${model} (${definitionKey})${settings === null ? '' : `, ${describeSerial(settings)}`}`,
  );
  for (const { key, data } of evidence) say(`  ${identifySentence(`evidence.${key}`, data)}`);
}

const describeSerial = ({ baud, dataBits, parity, stopBits }: SerialSettings): string =>
  `${baud} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;
