import { readFileSync } from 'node:fs';
import { fromHex } from '../../shared/kernel/bytes.ts';

/** Access to the copied protocol vectors. What a suite holds is told by its own `notes`. */

export interface Vector {
  readonly id: string;
  readonly op: string;
  readonly stance: 'standard' | 'policy' | 'peer' | 'disputed';
  // Inputs and expectations differ from suite to suite; each test reads the fields of its own suite.
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the suite's, checked by what the test does with it
  readonly input: any;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the suite's, checked by what the test does with it
  readonly expect: any;
}

export function loadVectors(suite: string): readonly Vector[] {
  const text = readFileSync(new URL(`../fixtures/vectors/${suite}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { vectors: Vector[] }).vectors;
}

interface BytesForm {
  readonly hex?: string;
  readonly repeatHex?: string;
  readonly count?: number;
  readonly parts?: readonly BytesForm[];
}

/** Bytes of `{hex}`, `{repeatHex, count}` or `{parts}`. */
export function bytesOf(form: BytesForm): Uint8Array {
  if (form.parts !== undefined) {
    return new Uint8Array(form.parts.flatMap((part) => [...bytesOf(part)]));
  }
  if (form.repeatHex !== undefined) return fromHex(form.repeatHex.repeat(form.count ?? 1));
  return fromHex(form.hex ?? '');
}

/** True when the vector has to hold as it stands; the disputed ones are decided in `docs/decisions/`. */
export function isBinding(vector: Vector): boolean {
  return vector.stance !== 'disputed';
}
