import type { HostContext } from '../../host/module.ts';
import { createComparisonHandlers } from './comparison-handlers.ts';
import { createClassesHandlers, createCountHandlers } from './count-handlers.ts';
import { createScaleHandlers } from './scale-handlers.ts';

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  return {
    classes: createClassesHandlers(context),
    counts: createCountHandlers(context),
    comparisons: createComparisonHandlers(context),
    scales: createScaleHandlers(context),
  };
}
