import { useState } from 'react';
import type { ImportOptions, ImportSheet } from '../../../../shared/modules/maintenance/import-contract.ts';
import { ImportCheckStep } from '../parts/import-check-step.tsx';
import { ImportColumnsStep } from '../parts/import-columns-step.tsx';
import { ImportFileStep } from '../parts/import-file-step.tsx';
import { ImportReportStep } from '../parts/import-report-step.tsx';

export interface OpenedFile {
  readonly importId: string;
  readonly fileName: string;
  readonly sheets: readonly ImportSheet[];
}

type Step =
  | { readonly name: 'file' }
  | { readonly name: 'columns' | 'check'; readonly file: OpenedFile; readonly options: ImportOptions }
  | { readonly name: 'report'; readonly importId: string; readonly fileName: string };

/** Takes a lab's spreadsheet over: the file, its columns, a look at every row, and a report. Nothing before it is confirmed. */
export function ImportScreen() {
  const [step, setStep] = useState<Step>({ name: 'file' });
  const toStart = () => setStep({ name: 'file' });
  switch (step.name) {
    case 'file':
      return (
        <ImportFileStep
          onOpened={(file, options) => setStep({ name: 'columns', file, options })}
          onReport={(importId, fileName) => setStep({ name: 'report', importId, fileName })}
        />
      );
    case 'columns':
      return (
        <ImportColumnsStep
          file={step.file}
          options={step.options}
          onChange={(options) => setStep({ ...step, options })}
          onCheck={() => setStep({ ...step, name: 'check' })}
          onDiscarded={toStart}
        />
      );
    case 'check':
      return (
        <ImportCheckStep
          file={step.file}
          options={step.options}
          onChange={(options) => setStep({ ...step, options })}
          onBack={() => setStep({ ...step, name: 'columns' })}
          onConfirmed={() => setStep({ name: 'report', importId: step.file.importId, fileName: step.file.fileName })}
          onDiscarded={toStart}
        />
      );
    case 'report':
      return <ImportReportStep importId={step.importId} fileName={step.fileName} onAnother={toStart} />;
  }
}
