import type { Starter } from '../../../shared/modules/sop/starters/build.ts';
import { calibrationStarters } from '../../../shared/modules/sop/starters/calibration.ts';
import { dailyStarters } from '../../../shared/modules/sop/starters/daily.ts';
import { eventStarters } from '../../../shared/modules/sop/starters/events.ts';

/** The ten SOPs a lab can begin with, in the order of a day and then of a year. */
export const readStarters = (): readonly Starter[] => [...dailyStarters, ...calibrationStarters, ...eventStarters];
