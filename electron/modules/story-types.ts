import { calibrationStory } from '../../shared/modules/calibration/records.ts';
import { certificateStory } from '../../shared/modules/calibration/standards-records.ts';
import { caseStory } from '../../shared/modules/cases/records.ts';
import { cytometryStory } from '../../shared/modules/cytometry/records.ts';
import { errorRecords } from '../../shared/modules/errors/records.ts';
import { instrumentsRecords } from '../../shared/modules/instruments/records.ts';
import { maintenanceStory } from '../../shared/modules/maintenance/records.ts';
import { messagesRecords } from '../../shared/modules/messages/records.ts';
import { microscopyStory } from '../../shared/modules/microscopy/records.ts';
import { processingRecords } from '../../shared/modules/processing/records.ts';
import { sopStory } from '../../shared/modules/sop/records.ts';
import { supportRecords } from '../../shared/modules/support/records.ts';
import { troubleshootingRecords } from '../../shared/modules/troubleshooting/records.ts';
import { wireRecords } from '../../shared/modules/wire/records.ts';
import type { AnyRecordDefinition } from '../../shared/records/define.ts';

const storyRecords: readonly AnyRecordDefinition[] = [
  ...instrumentsRecords,
  ...errorRecords,
  ...troubleshootingRecords,
  ...messagesRecords,
  ...wireRecords,
  ...maintenanceStory,
  ...calibrationStory,
  ...cytometryStory,
  ...microscopyStory,
  ...certificateStory,
  ...caseStory,
  ...sopStory,
  ...supportRecords,
  ...processingRecords,
];

/** What an instrument's story is made of: types of records. */
export const storyTypes: ReadonlySet<string> = new Set(storyRecords.map(({ type }) => type));
