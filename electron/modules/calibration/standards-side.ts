import { allStandardsRecords } from '../../../shared/modules/calibration/standards-records.ts';
import type { HostContext } from '../../host/module.ts';
import { createCertificateHandlers } from './certificates-handlers.ts';
import { createGravimetryHandlers } from './gravimetry-handlers.ts';
import { standardsAudit } from './standards-audit.ts';
import { createEquipmentHandlers } from './standards-handlers.ts';
import { createImpactHandlers } from './standards-impact.ts';
import { standardsTables } from './standards-tables.ts';

/** Reference standards, certificates and pipette checks as one piece, for the module to compose. */

export const standardsSideRecords = allStandardsRecords;
export const standardsSideTables = standardsTables;
export const standardsSideAudits = [standardsAudit] as const;

/** Routers of the four parts of `standardsContract`. */
export function createStandardsHandlers(context: HostContext) {
  return {
    equipment: createEquipmentHandlers(context),
    gravimetry: createGravimetryHandlers(context),
    impact: createImpactHandlers(context),
    certificates: createCertificateHandlers(context),
  };
}
