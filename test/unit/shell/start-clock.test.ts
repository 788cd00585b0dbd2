import { expect, it } from 'vitest';
import { StartClock } from '../../../electron/shell/start-clock.ts';

it('marks in order, in whole ms since the process began, and stops at a bound', () => {
  const clock = new StartClock();
  const heard: number[] = [];
  clock.mark('first');
  clock.onMark((marks) => heard.push(marks.length));
  for (let index = 0; index < 500; index += 1) clock.mark('again');
  expect(heard[0]).toBe(2);
  expect(heard.length).toBe(199);
});
