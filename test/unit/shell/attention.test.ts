import { describe, expect, test } from 'vitest';
import { type Attention, keepAttention, trayBitmap } from '../../../electron/shell/attention.ts';

function desktop() {
  const told: string[] = [];
  const take = keepAttention({
    notify: (title, body) => void told.push(`${title}: ${body}`),
    setBadge: (count) => void told.push(`badge ${count}`),
    setTray: (_bitmap, toolTip) => void told.push(toolTip),
    showWindow: () => {},
  });
  return { told, take };
}
const attention = (more: Partial<Attention> = {}): Attention => ({
  type: 'attention',
  overdue: 0,
  due: 0,
  notices: [],
  ...more,
});
const notice = (title: string) => ({ id: title, kind: 'overdue' as const, title, instrumentName: 'XN 1' });

describe('what the desktop is told', () => {
  test('nothing due: the tray says so, and nobody is disturbed', () => {
    const { told, take } = desktop();
    take(attention());
    expect(told).toEqual(['badge 0', 'Benchside: no maintenance is due']);
  });

  test('counts in tray and badge, each new thing once', () => {
    const { told, take } = desktop();
    take(attention({ overdue: 2, due: 1, notices: [notice('Rinse')] }));
    expect(told).toEqual(['badge 3', 'Benchside: 2 overdue, 1 due', 'XN 1: Rinse is overdue']);
  });

  test('many at once are one notification', () => {
    const { told, take } = desktop();
    take(attention({ overdue: 4, notices: ['a', 'b', 'c', 'd'].map(notice) }));
    expect(told).toEqual(['badge 4', 'Benchside: 4 overdue, 0 due', 'Benchside: Benchside: 4 overdue, 0 due']);
  });

  test('the three tones differ in shape, not in colour alone', () => {
    const filled = (tone: Parameters<typeof trayBitmap>[0]) =>
      trayBitmap(tone)
        .pixels.filter((_, at) => at % 4 === 3)
        .filter((alpha) => alpha > 0).length;
    expect(filled('calm')).toBeLessThan(filled('due'));
    expect(filled('due')).toBeLessThan(filled('overdue'));
  });
});
