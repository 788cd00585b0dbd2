import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImportOptions, ImportPreview } from '../../../../shared/modules/maintenance/import-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { SelectField } from '../../../ui/select-field.tsx';
import { type ImportStepProps, useSubjects } from './import-columns-step.tsx';
import { RejectedTable } from './import-rejected-table.tsx';
import { ImportStepHead } from './import-step-head.tsx';

interface ImportCheckStepProps extends ImportStepProps {
  readonly onBack: () => void;
  readonly onConfirmed: () => void;
}

/** Every row looked at before anything is recorded: what would be taken, what would not and why, what is asked. */
export function ImportCheckStep(props: ImportCheckStepProps) {
  const { t } = useTranslation('sheetImport');
  const { file, options, onChange } = props;
  const api = useApi().maintenance.import;
  const input = { importId: file.importId, options };
  const preview = useQuery(api.preview.queryOptions({ input, placeholderData: keepPreviousData }));
  const confirm = useMutation(api.confirm.mutationOptions({ onSuccess: props.onConfirmed }));
  const discard = useMutation(api.discard.mutationOptions({ onSuccess: props.onDiscarded }));
  const { data } = preview;
  return (
    <Screen
      title={t('title')}
      actions={{
        state: <RecordMark place="draft" detail={file.fileName} />,
        secondary: [
          {
            label: t('check.discard'),
            isPending: discard.isPending,
            onPress: () => discard.mutate({ importId: file.importId }),
          },
          { label: t('check.back'), onPress: props.onBack },
        ],
        primary: {
          label: t('check.confirm', { count: data?.acceptedCount ?? 0 }),
          isDisabled: data?.canConfirm !== true || preview.isPlaceholderData,
          isPending: confirm.isPending,
          onPress: () => confirm.mutate(input),
        },
      }}
    >
      <ImportStepHead step="check" />
      <MutationError mutation={confirm} />
      <MutationError mutation={discard} />
      <Loaded query={preview}>
        {(found) => (
          <>
            <Outcome preview={found} />
            <DateQuestion preview={found} onAnswer={(order) => onChange({ ...options, dateOrder: order })} />
            <UnknownSubjects preview={found} options={options} onChange={onChange} />
            <Sample preview={found} />
            <RejectedTable
              importId={file.importId}
              options={options}
              rows={found.rejected}
              total={found.rejectedCount}
            />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function Outcome({ preview }: { readonly preview: ImportPreview }) {
  const { t } = useTranslation('sheetImport');
  const counts = [
    t('check.accepted', { count: preview.acceptedCount }),
    ...(preview.knownCount > 0 ? [t('check.known', { count: preview.knownCount })] : []),
    ...(preview.rejectedCount > 0 ? [t('check.rejected', { count: preview.rejectedCount })] : []),
  ].join(', ');
  const fields = preview.missingFields
    .map((field) => t(`field.${field as 'task'}`, { defaultValue: field }))
    .join(', ');
  return (
    <Banner
      tone={preview.canConfirm ? (preview.rejectedCount > 0 ? 'attention' : 'good') : 'unknown'}
      title={preview.canConfirm ? t('check.canConfirm') : t('check.cannot')}
    >
      <p>{counts}.</p>
      {preview.missingFields.length > 0 && <p>{t('check.missing', { fields })}</p>}
    </Banner>
  );
}

interface DateQuestionProps {
  readonly preview: ImportPreview;
  readonly onAnswer: (order: 'day-first' | 'month-first') => void;
}

/** A date that reads both ways is asked about, never guessed. */
function DateQuestion({ preview, onAnswer }: DateQuestionProps) {
  const { t } = useTranslation('sheetImport');
  const { ambiguousDate } = preview;
  return (
    ambiguousDate !== null && (
      <Banner
        tone="attention"
        title={t('check.ambiguous', ambiguousDate)}
        action={
          <>
            <Button onPress={() => onAnswer('day-first')}>{t('check.dayFirst')}</Button>
            <Button onPress={() => onAnswer('month-first')}>{t('check.monthFirst')}</Button>
          </>
        }
      />
    )
  );
}

interface UnknownSubjectsProps {
  readonly preview: ImportPreview;
  readonly options: ImportOptions;
  readonly onChange: (options: ImportOptions) => void;
}

function UnknownSubjects({ preview, options, onChange }: UnknownSubjectsProps) {
  const { t } = useTranslation('sheetImport');
  const subjects = useSubjects(options.kind);
  // What was answered stays in view, so that it can be answered otherwise.
  const answered = Object.keys(options.subjects).map((value) => ({ value, rowCount: null }));
  const asked = preview.unknownSubjects.filter(({ value }) => options.subjects[value] === undefined);
  const words = [...answered, ...asked];
  if (words.length === 0) {
    return null;
  }
  return (
    <Card title={t('check.unknown')}>
      <p>{t('check.unknownMore')}</p>
      <div className={styles.fields}>
        {words.map(({ value, rowCount }) => (
          <SelectField
            key={value}
            label={value}
            placeholder={t('columns.none')}
            value={options.subjects[value] ?? null}
            onChange={(subject) => onChange({ ...options, subjects: { ...options.subjects, [value]: subject } })}
            options={subjects}
            {...(rowCount === null ? {} : { description: t('check.unknownRows', { count: rowCount }) })}
          />
        ))}
      </div>
    </Card>
  );
}

function Sample({ preview }: { readonly preview: ImportPreview }) {
  const { t } = useTranslation('sheetImport');
  const fields = [...new Set(preview.sample.flatMap(({ values }) => Object.keys(values)))];
  if (preview.sample.length === 0) {
    return null;
  }
  return (
    <Card title={t('check.sample')}>
      <DataTable
        caption={t('check.sample')}
        rows={preview.sample}
        rowKey={({ row }) => String(row)}
        columns={[
          { key: 'row', title: t('check.row'), cell: ({ row }) => row },
          ...fields.map((field) => ({
            key: field,
            title: t(`field.${field as 'task'}`, { defaultValue: field }),
            cell: ({ values }: ImportPreview['sample'][number]) => values[field] ?? '',
          })),
        ]}
      />
    </Card>
  );
}
