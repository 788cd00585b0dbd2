import { randomBytes } from 'node:crypto';
import { createIdSource } from '../../shared/kernel/ids.ts';

/** A new UUIDv7: a name for an instrument, an error, a run. Never an order of events. */
export const newId: () => string = createIdSource({ wallMs: () => Date.now(), randomBytes });
