import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goTo } from '../../scripts/demo/go-to.ts';
import { type Lab, makeLab } from '../../scripts/demo/lab.ts';
import { waitForCard } from '../../scripts/demo/walk.ts';
import { type RunningApp, startApp } from '../harness/app.ts';

// Decision 31: a hundred messages a second make at most four updates of the screen a second, and what stays on the screen
// stays the same element, so that nothing flickers and a finger on a row still means that row.
const MESSAGES_A_SECOND = 100;
const UPDATES_A_SECOND = 4;

let lab: Lab;
let running: RunningApp;
let folder = '';
let sent = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'benchside-live-'));
  // Only listened to: the load is sent without waiting for answers.
  lab = await makeLab(path.join(folder, 'data'), path.join(folder, 'lines'), { isAnswering: false });
  running = await startApp({ dataFolder: lab.dataFolder });
  await waitForCard(running.page, 'Immunology', 'open');
});
afterAll(async () => {
  await running?.close();
  await lab?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** One whole small message in one frame, unlike any before it. */
function smallMessage(): Buffer {
  sent += 1;
  const value = (3 + (sent % 400) / 100).toFixed(2);
  const records = [
    'H|\\^&|||LOAD^1',
    'P|1',
    `O|1|LOAD${String(sent).padStart(6, '0')}||^^^GLU`,
    `R|1|^^^GLU|${value}|mmol/L||N||F`,
    'L|1|N',
  ];
  const body = `1${records.join('\r')}\r\x03`;
  const sum = [...Buffer.from(body, 'latin1')].reduce((total, byte) => (total + byte) % 256, 0);
  return Buffer.from(`\x05\x02${body}${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n\x04`, 'latin1');
}

async function sendFor(seconds: number): Promise<void> {
  const begin = performance.now();
  const total = seconds * MESSAGES_A_SECOND;
  for (let index = 0; index < total; index += 1) {
    await lab.stations.network.simulator.raw(smallMessage());
    const wait = begin + ((index + 1) * 1000) / MESSAGES_A_SECOND - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

interface Watched {
  updates: number[];
  marked: { key: string; element: Element }[];
}

/** Notes every update below `main` and marks the elements that `selector` finds, by their own text's beginning. */
function watch(selector: string): Promise<number> {
  return running.page.evaluate((wanted) => {
    const main = document.querySelector('main');
    if (main === null) throw new Error('no main');
    const watched: Watched = { updates: [], marked: [] };
    for (const element of main.querySelectorAll(wanted)) {
      watched.marked.push({
        key: element.getAttribute('data-key') ?? (element.textContent ?? '').slice(0, 24),
        element,
      });
    }
    // Setting an attribute to what it already is draws nothing, nor does a field's name, which React takes off and on.
    const isChange = ({ type, target, attributeName, oldValue }: MutationRecord) =>
      type !== 'attributes' ||
      (attributeName !== 'name' && (target as Element).getAttribute(attributeName ?? '') !== oldValue);
    new MutationObserver((records) => {
      if (records.some(isChange)) watched.updates.push(performance.now());
    }).observe(main, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
      attributeOldValue: true,
    });
    (window as unknown as { watched: Watched }).watched = watched;
    return watched.marked.length;
  }, selector);
}

/** The most updates in any one second, and how many there were in all. Commits of one push follow each other within a frame. */
const updates = () =>
  running.page.evaluate(() => {
    const { updates: all } = (window as unknown as { watched: Watched }).watched;
    const FRAME_MS = 34;
    const separate = all.filter((at, index) => index === 0 || at - (all[index - 1] ?? 0) > FRAME_MS);
    const seconds = ((all.at(-1) ?? 0) - (all[0] ?? 0)) / 1000;
    const most = Math.max(...separate.map((at) => separate.filter((each) => each >= at && each < at + 1000).length));
    return { most, count: separate.length, perSecond: (separate.length - 1) / seconds };
  });

/** On average four a second (and what measuring by frames adds); a fifth may fall into one second when timers are late. */
function expectCalm({ most, perSecond }: { most: number; perSecond: number }): void {
  expect(perSecond).toBeLessThanOrEqual(UPDATES_A_SECOND * 1.05);
  expect(most).toBeLessThanOrEqual(UPDATES_A_SECOND + 1);
}

/** Marked elements that are no longer in the document. */
const lostElements = () =>
  running.page.evaluate(() =>
    (window as unknown as { watched: Watched }).watched.marked
      .filter(({ element }) => !element.isConnected)
      .map(({ key }) => key),
  );

describe(`${MESSAGES_A_SECOND} messages a second`, () => {
  it('make at most four updates a second on the Bench, whose cards stay the same elements', async () => {
    const { page } = running;
    await lab.stations.network.simulator.raw(smallMessage());
    // What the card says about a line that was silent until now changes with the first seconds of traffic.
    await sendFor(2);
    await waitForCard(page, 'Immunology', new RegExp(`Messages today\\s*${sent}(?!\\d)`));
    expect(
      await watch('li, li > a, li > a > span:nth-child(-n + 3), li > a > span:nth-child(3) > span'),
    ).toBeGreaterThan(40);
    await sendFor(6);
    const seen = await updates();
    process.stderr.write(
      `Bench: ${seen.count} updates, ${seen.perSecond.toFixed(1)} a second, at most ${seen.most} in one\n`,
    );
    expect(seen.count).toBeGreaterThan(6);
    expectCalm(seen);
    expect(await lostElements()).toEqual([]);
    await waitForCard(
      page,
      'Immunology',
      new RegExp(`Messages today\\s*${sent.toLocaleString('en').replace(',', ',?')}(?!\\d)`),
    );
  });

  it('make at most four updates a second in the list of messages, whose rows stay the same elements', async () => {
    const { page } = running;
    await goTo(page, `#/instruments/${lab.stations.network.instrumentId}/messages`);
    await page.getByText(/^\d[\d,]* messages$/).waitFor();
    await page
      .getByRole('button', { name: /1 result/ })
      .first()
      .waitFor();
    // Scrolled down a little: new rows come in above, and what is being read stays.
    expect(await watch('section li')).toBeGreaterThan(5);
    await sendFor(5);
    const seen = await updates();
    process.stderr.write(
      `Messages: ${seen.count} updates, ${seen.perSecond.toFixed(1)} a second, at most ${seen.most} in one\n`,
    );
    expectCalm(seen);
  });

  it('make at most four updates a second in the wire view', async () => {
    const { page } = running;
    await goTo(page, `#/instruments/${lab.stations.network.instrumentId}/wire`);
    await page.getByText('EOT', { exact: true }).first().waitFor();
    await watch('h2');
    await sendFor(5);
    const seen = await updates();
    process.stderr.write(
      `Wire: ${seen.count} updates, ${seen.perSecond.toFixed(1)} a second, at most ${seen.most} in one\n`,
    );
    expectCalm(seen);
    expect(await lostElements()).toEqual([]);
  });
});
