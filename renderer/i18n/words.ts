import { standardsWords as standardsHostWords } from '../../shared/modules/calibration/standards-words.ts';
import { whyWords as calibrationWhyWords } from '../../shared/modules/calibration/why-words.ts';
import { words as calibrationHostWords } from '../../shared/modules/calibration/words.ts';
import { words as casesHostWords } from '../../shared/modules/cases/words.ts';
import { words as cytometryHostWords } from '../../shared/modules/cytometry/words.ts';
import { words as definitionsHostWords } from '../../shared/modules/definitions/words.ts';
import { words as errorsHostWords } from '../../shared/modules/errors/words.ts';
import { identifyWords as identifyHostWords } from '../../shared/modules/instruments/identify-words.ts';
import { words as instrumentsHostWords } from '../../shared/modules/instruments/words.ts';
import { words as joiningHostWords } from '../../shared/modules/joining/words.ts';
import { auditWords as auditHostWords } from '../../shared/modules/maintenance/audit-words.ts';
import { importWords as importHostWords } from '../../shared/modules/maintenance/import-words.ts';
import { words as maintenanceHostWords } from '../../shared/modules/maintenance/words.ts';
import { words as messagesHostWords } from '../../shared/modules/messages/words.ts';
import { words as microscopyHostWords } from '../../shared/modules/microscopy/words.ts';
import { words as peopleHostWords } from '../../shared/modules/people/words.ts';
import { words as processingHostWords } from '../../shared/modules/processing/words.ts';
import { words as reportsHostWords } from '../../shared/modules/reports/words.ts';
import { words as scannerHostWords } from '../../shared/modules/scanner/words.ts';
import { words as sopHostWords } from '../../shared/modules/sop/words.ts';
import { words as supportHostWords } from '../../shared/modules/support/words.ts';
import { bundleWords as bundleHostWords } from '../../shared/modules/sync/bundle-words.ts';
import { sitesWords as sitesHostWords } from '../../shared/modules/sync/sites-words.ts';
import { words as syncHostWords } from '../../shared/modules/sync/words.ts';
import { words as systemHostWords } from '../../shared/modules/system/words.ts';
import { words as troubleshootingHostWords } from '../../shared/modules/troubleshooting/words.ts';
import { words as wireHostWords } from '../../shared/modules/wire/words.ts';
import { benchWords } from '../modules/bench/words.ts';
import { calibrationRecordWords } from '../modules/calibration/record-words.ts';
import { calibrationWords } from '../modules/calibration/words.ts';
import { momentWords } from '../modules/cases/moment-words.ts';
import { installationWords, noticeWords } from '../modules/cases/project-words.ts';
import { casesRecordWords } from '../modules/cases/record-words.ts';
import { decontaminationWords, visitWords } from '../modules/cases/visit-words.ts';
import { casesWords } from '../modules/cases/words.ts';
import { cytometryWords } from '../modules/cytometry/words.ts';
import { definitionsWords } from '../modules/definitions/words.ts';
import { errorsWords } from '../modules/errors/words.ts';
import { addInstrumentWords } from '../modules/instruments/add-words.ts';
import { agreementWords } from '../modules/instruments/agreement-words.ts';
import { findWords } from '../modules/instruments/identify-words.ts';
import { instrumentsWords } from '../modules/instruments/words.ts';
import { joiningWords } from '../modules/joining/words.ts';
import { auditWords } from '../modules/maintenance/audit-words.ts';
import { monthWords, placeCalendarWords, planFormWords, planWords } from '../modules/maintenance/core-plan-words.ts';
import { agendaWords, dailyWords, sheetWords, taskWords } from '../modules/maintenance/core-words.ts';
import { importWords } from '../modules/maintenance/import-words.ts';
import { serviceWords } from '../modules/maintenance/service-words.ts';
import { messagesWords } from '../modules/messages/words.ts';
import { microscopyWords } from '../modules/microscopy/words.ts';
import { recordWords } from '../modules/people/record-words.ts';
import { peopleWords } from '../modules/people/words.ts';
import { processingWords } from '../modules/processing/words.ts';
import { reportsWords } from '../modules/reports/words.ts';
import { scannerWords } from '../modules/scanner/words.ts';
import { sopWords } from '../modules/sop/words.ts';
import { supportWords } from '../modules/support/words.ts';
import { bundleWords } from '../modules/sync/bundle-words.ts';
import { sitesWords } from '../modules/sync/sites-words.ts';
import { syncWords } from '../modules/sync/words.ts';
import { workstationWords } from '../modules/sync/workstation-words.ts';
import { systemWords } from '../modules/system/words.ts';
import { troubleshootingWords } from '../modules/troubleshooting/words.ts';
import { wireWords } from '../modules/wire/words.ts';
import { appWords } from './en/app.ts';
import { codeWords } from './en/codes.ts';
import { doctorWords } from './en/doctor.ts';
import { portWords } from './en/port.ts';
import { uiWords } from './en/ui.ts';

/** What screens say, by namespace; the compiler knows every key. */
export const pageWords = {
  app: appWords,
  doctor: doctorWords,
  port: portWords,
  ui: uiWords,
  addInstrument: addInstrumentWords,
  findOut: findWords,
  agreement: agreementWords,
  agenda: agendaWords,
  bench: benchWords,
  daily: dailyWords,
  errors: errorsWords,
  instruments: instrumentsWords,
  messages: messagesWords,
  month: monthWords,
  people: peopleWords,
  placeCalendar: placeCalendarWords,
  plan: planWords,
  planForm: planFormWords,
  sheet: sheetWords,
  task: taskWords,
  selfAudit: auditWords,
  service: serviceWords,
  sheetImport: importWords,
  reports: reportsWords,
  system: systemWords,
  troubleshooting: troubleshootingWords,
  wire: wireWords,
  cases: casesWords,
  visits: visitWords,
  decontamination: decontaminationWords,
  installations: installationWords,
  notices: noticeWords,
  moment: momentWords,
  sop: sopWords,
  scanner: scannerWords,
  support: supportWords,
  calibration: calibrationWords,
  cytometry: cytometryWords,
  microscopy: microscopyWords,
  processing: processingWords,
  definitions: definitionsWords,
  joining: joiningWords,
  sync: syncWords,
  workstations: workstationWords,
  bundles: bundleWords,
  sites: sitesWords,
} as const;

/**
 * Sentences whose keys come over the wire from the host (a card's next step, timeline lines, error codes): one flat
 * table, keys as they come.
 */
export const hostWords: Readonly<Record<string, string>> = {
  ...codeWords,
  ...recordWords,
  ...calibrationRecordWords,
  ...casesRecordWords,
  ...errorsHostWords,
  ...instrumentsHostWords,
  ...identifyHostWords,
  ...auditHostWords,
  ...importHostWords,
  ...maintenanceHostWords,
  ...messagesHostWords,
  ...reportsHostWords,
  ...peopleHostWords,
  ...systemHostWords,
  ...joiningHostWords,
  ...syncHostWords,
  ...bundleHostWords,
  ...sitesHostWords,
  ...troubleshootingHostWords,
  ...casesHostWords,
  ...sopHostWords,
  ...calibrationHostWords,
  ...calibrationWhyWords,
  ...standardsHostWords,
  ...cytometryHostWords,
  ...microscopyHostWords,
  ...processingHostWords,
  ...supportHostWords,
  ...definitionsHostWords,
  ...wireHostWords,
  ...scannerHostWords,
};
