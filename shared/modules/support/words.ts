import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import type { configurationTaken, packageSaved } from './records.ts';

/** Sentences of the support module. */
export const words = {
  'support/instrument-not-found': 'This instrument is not in the register. Nothing was changed.',
  'support/visit-not-found': 'There is no such visit of this instrument. Nothing was recorded.',
  'support/nothing-shown': 'This package was not shown, or too long ago. Nothing was written. Look at it again.',
  'support/too-large': 'The package is larger than {{maxMegabytes}} MB. Leave some photos out.',
  'support/name-twice': 'The name "{{name}}" is there twice. Nothing was recorded.',

  'configuration.key.model': 'Model',
  'configuration.key.software': 'Software',
  'configuration.key.serial-number': 'Serial number',
  'configuration.key.asset-number': 'Asset number',
  'configuration.key.firmware': 'Firmware',
  'configuration.key.place': 'Place',
  'configuration.key.definition': 'Definition',
  'configuration.key.link': 'Line',
  'configuration.key.answering': 'This bench answers',
  'configuration.key.silence-minutes': 'Minutes of silence that need a look',

  'timeline.support.configuration-taken': 'Configuration recorded: {{count}} lines. {{note}}',
  'timeline.support.package-saved': 'Package for a support call written: {{fileName}}.',
} as const;

export const timelineLines: TimelineLines = {
  'support.configuration-taken': (body: BodyOf<typeof configurationTaken>) => ({
    data: { count: body.lines.length, note: body.note },
  }),
  'support.package-saved': (body: BodyOf<typeof packageSaved>) => ({ data: { fileName: body.fileName } }),
};
