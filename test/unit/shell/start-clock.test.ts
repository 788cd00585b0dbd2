import { expect, it } from 'vitest';
import { StartClock } from '../../../electron/shell/start-clock.ts';

it('marks in order, in whole ms since the process began, and stops at a bound', () => {
  const clock = new StartClock();
  const heard: string[] = [];
  clock.mark('first');
  clock.onMark(({ name }) => heard.push(name));
  for (let index = 0; index < 500; index += 1) clock.mark('again');
  expect(clock.all[0]?.name).toBe('first');
  expect(clock.all.every(({ atMs }) => Number.isInteger(atMs) && atMs >= 0)).toBe(true);
  expect([clock.all.length, heard.length]).toEqual([200, 199]);
});
