import { standardsTimelineLines } from '../../shared/modules/calibration/standards-words.ts';
import { timelineLines as calibrationLines } from '../../shared/modules/calibration/words.ts';
import { timelineLines as caseLines } from '../../shared/modules/cases/story-words.ts';
import { timelineLines as cytometryLines } from '../../shared/modules/cytometry/words.ts';
import { timelineLines as errorLines } from '../../shared/modules/errors/words.ts';
import { timelineLines as instrumentLines } from '../../shared/modules/instruments/words.ts';
import { timelineLines as maintenanceLines } from '../../shared/modules/maintenance/words.ts';
import { timelineLines as messageLines } from '../../shared/modules/messages/words.ts';
import { timelineLines as microscopyLines } from '../../shared/modules/microscopy/words.ts';
import { timelineLines as processingLines } from '../../shared/modules/processing/words.ts';
import { timelineLines as sopLines } from '../../shared/modules/sop/words.ts';
import { timelineLines as supportLines } from '../../shared/modules/support/words.ts';
import { type TimelineData, type TimelineLines, timelineLine } from '../../shared/modules/timeline.ts';
import { timelineLines as troubleshootingLines } from '../../shared/modules/troubleshooting/words.ts';
import { timelineLines as wireLines } from '../../shared/modules/wire/words.ts';
import type { StoredRecord } from '../../shared/records/define.ts';

const lines: TimelineLines = {
  ...instrumentLines,
  ...errorLines,
  ...troubleshootingLines,
  ...messageLines,
  ...wireLines,
  ...maintenanceLines,
  ...calibrationLines,
  ...cytometryLines,
  ...microscopyLines,
  ...standardsTimelineLines,
  ...caseLines,
  ...sopLines,
  ...supportLines,
  ...processingLines,
};

/** A record as a line of its instrument's story: the key of its sentence, and what fills it. */
export const storyLine = (record: StoredRecord): { key: string; data: TimelineData } => timelineLine(record, lines);
