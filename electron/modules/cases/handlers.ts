import type { HostContext } from '../../host/module.ts';
import { createCaseHandlers } from './case-handlers.ts';
import { createDecontaminationHandlers } from './decontamination-handlers.ts';
import { createInstallationHandlers } from './installation-handlers.ts';
import { createMomentHandlers } from './moment-handlers.ts';
import { createNoticeHandlers } from './notice-handlers.ts';
import { createVisitHandlers } from './visit-handlers.ts';

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  return {
    ...createCaseHandlers(context),
    visits: createVisitHandlers(context),
    decontaminations: createDecontaminationHandlers(context),
    installations: createInstallationHandlers(context),
    notices: createNoticeHandlers(context),
    moment: createMomentHandlers(context),
  };
}
