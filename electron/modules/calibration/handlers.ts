import type { HostContext } from '../../host/module.ts';
import { createCertificateHandlers } from './certificates-handlers.ts';
import { createGravimetryHandlers } from './gravimetry-handlers.ts';
import { createSessionHandlers } from './session-handlers.ts';
import { createEquipmentHandlers } from './standards-handlers.ts';
import { createImpactHandlers } from './standards-impact.ts';
import {
  createFactorHandlers,
  createMonthHandlers,
  createProcedureHandlers,
  createVerificationHandlers,
} from './verification-handlers.ts';

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  return {
    sessions: createSessionHandlers(context),
    verification: createVerificationHandlers(context),
    procedures: createProcedureHandlers(context),
    factors: createFactorHandlers(context),
    months: createMonthHandlers(context),
    standards: {
      equipment: createEquipmentHandlers(context),
      gravimetry: createGravimetryHandlers(context),
      impact: createImpactHandlers(context),
      certificates: createCertificateHandlers(context),
    },
  };
}
