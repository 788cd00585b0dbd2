import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  dateOrder,
  type ImportKind,
  type ImportOptions,
  importFields,
  importKind,
} from '../../../../shared/modules/maintenance/import-terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi, useCards } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { type Option, SelectField } from '../../../ui/select-field.tsx';
import type { OpenedFile } from '../screens/import-screen.tsx';
import styles from './import-columns-step.module.css';
import { ImportStepHead } from './import-step-head.tsx';

export interface ImportStepProps {
  readonly file: OpenedFile;
  readonly options: ImportOptions;
  readonly onChange: (options: ImportOptions) => void;
  readonly onDiscarded: () => void;
}

/** A field of this program for each column of theirs; what was recognised is filled in. */
export function ImportColumnsStep(props: ImportStepProps & { readonly onCheck: () => void }) {
  const { t } = useTranslation('sheetImport');
  const { file, options, onChange, onCheck } = props;
  const discard = useMutation(useApi().maintenance.import.discard.mutationOptions({ onSuccess: props.onDiscarded }));
  const sheet = file.sheets.find(({ name }) => name === options.sheet);
  const set = (part: Partial<ImportOptions>) => onChange({ ...options, ...part });
  const hasDates = options.kind === 'history' || options.kind === 'plans';
  return (
    <Screen
      title={t('title')}
      actions={{
        state: <RecordMark place="draft" detail={file.fileName} />,
        secondary: [
          {
            label: t('columns.another'),
            isPending: discard.isPending,
            onPress: () => discard.mutate({ importId: file.importId }),
          },
        ],
        primary: { label: t('columns.check'), onPress: onCheck },
      }}
    >
      <ImportStepHead step="columns" />
      <MutationError mutation={discard} />
      <Card title={t('columns.title')}>
        <div className={styles.fields}>
          {file.sheets.length > 1 && (
            <SelectField
              label={t('columns.sheet')}
              value={options.sheet}
              onChange={(name) => {
                const other = file.sheets.find((each) => each.name === name);
                if (other !== undefined) {
                  onChange({ ...other.suggested, subjects: options.subjects });
                }
              }}
              options={file.sheets.map(({ name, rowCount }) => ({
                value: name,
                label: name,
                detail: t('columns.rows', { count: rowCount }),
              }))}
            />
          )}
          <SelectField
            label={t('kind.label')}
            value={options.kind}
            onChange={(kind) => set({ kind, columns: keepColumns(kind, options.columns) })}
            options={importKind.options.map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
          <SubjectField options={options} onChange={onChange} />
        </div>
        {hasDates && (
          <ChoiceField
            label={t('columns.dateOrder')}
            layout="row"
            value={options.dateOrder}
            onChange={(order) => set({ dateOrder: order })}
            choices={dateOrder.options.map((value) => ({ value, label: t(`columns.${value}`) }))}
          />
        )}
      </Card>
      {sheet !== undefined && (
        <Card title={t('columns.mapping')}>
          <div className={styles.fields}>
            {importFields[options.kind].map((name) => (
              <ColumnField
                key={`${options.kind} ${name}`}
                name={name}
                sheet={sheet}
                options={options}
                onChange={onChange}
              />
            ))}
          </div>
        </Card>
      )}
    </Screen>
  );
}

/** What was mapped already and the other kind has too. */
function keepColumns(kind: ImportKind, columns: ImportOptions['columns']): ImportOptions['columns'] {
  const names = importFields[kind].map((name) => name.replace('!', ''));
  return Object.fromEntries(Object.entries(columns).filter(([name]) => names.includes(name)));
}

type FieldName = (typeof importFields)[keyof typeof importFields][number];

interface ColumnFieldProps {
  readonly name: FieldName;
  readonly sheet: OpenedFile['sheets'][number];
  readonly options: ImportOptions;
  readonly onChange: (options: ImportOptions) => void;
}

const NONE = 'none';

function ColumnField({ name, sheet, options, onChange }: ColumnFieldProps) {
  const { t } = useTranslation('sheetImport');
  const field = name.replace('!', '') as 'task';
  const column = options.columns[field];
  const choices: Option[] = [
    { value: NONE, label: t('columns.none') },
    ...sheet.columns.map(({ index, heading, samples }) => ({
      value: String(index),
      label: heading === '' ? String(index + 1) : heading,
      detail: samples.slice(0, 3).join(', '),
    })),
  ];
  return (
    <SelectField
      label={name.endsWith('!') ? `${t(`field.${field}`)} (${t('columns.needed')})` : t(`field.${field}`)}
      value={column === undefined ? NONE : String(column)}
      onChange={(value) => {
        const { [field]: _left, ...rest } = options.columns;
        onChange({ ...options, columns: value === NONE ? rest : { ...rest, [field]: Number(value) } });
      }}
      options={choices}
    />
  );
}

/** One instrument (or, for instruments, one model) for all rows, or what the column says. */
function SubjectField({ options, onChange }: Pick<ImportStepProps, 'options' | 'onChange'>) {
  const { t } = useTranslation('sheetImport');
  const subjects = useSubjects(options.kind);
  if (options.kind === 'parts') {
    return null;
  }
  return (
    <SelectField
      label={options.kind === 'instruments' ? t('columns.subjectModel') : t('columns.subject')}
      value={options.subject ?? NONE}
      onChange={(value) => onChange({ ...options, subject: value === NONE ? null : value })}
      options={[{ value: NONE, label: t('columns.subjectColumn') }, ...subjects]}
    />
  );
}

/** What a row can be about: the instruments here, or the models there are definitions for. */
export function useSubjects(kind: ImportOptions['kind']): Option[] {
  const api = useApi();
  const cards = useCards().data ?? [];
  const definitions = useQuery(
    api.instruments.definitions.queryOptions({ input: { search: '' }, enabled: kind === 'instruments' }),
  );
  return kind === 'instruments'
    ? (definitions.data ?? []).map(({ key, maker, model }) => ({ value: key, label: `${maker} ${model}` }))
    : cards.map(({ id, name, serialNumber }) => ({ value: id, label: name, detail: serialNumber }));
}
