import { expect, it } from 'vitest';
import { KeyQuestions } from '../../../electron/host/key-questions.ts';

it('asks main and hands each answer to its question', async () => {
  const asked: { id: number; what: string }[] = [];
  const questions = new KeyQuestions((id, ask) => asked.push({ id, what: ask.what }));
  const provider = questions.provider();
  const reading = provider.read();
  const writing = provider.write('secret');
  const failing = provider.read();
  expect(asked.map(({ what }) => what)).toEqual(['read', 'write', 'read']);
  const [read, write, fail] = asked.map(({ id }) => id) as [number, number, number];
  questions.answer({ type: 'key-answer', id: fail, secret: null, code: 'keys/locked' });
  questions.answer({ type: 'key-answer', id: write, secret: null, code: null });
  questions.answer({ type: 'key-answer', id: read, secret: null, code: null });
  // An answer that comes twice, or to no question, is nobody's.
  questions.answer({ type: 'key-answer', id: read, secret: 'late', code: null });
  await expect(failing).rejects.toMatchObject({ code: 'keys/locked' });
  await writing;
  expect(await reading).toBeUndefined();
});
