import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskField } from '../../../../shared/modules/maintenance/terms.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { limitSentence } from './entry-text.ts';
import { fieldKey } from './plan-draft.ts';
import styles from './plan-form.module.css';
import type { DraftPartProps } from './plan-rule-fields.tsx';

const kinds = ['confirm', 'number', 'pass-fail', 'choice', 'text', 'photo', 'reading'] as const;

/** What is entered when the task is done; limits are the lab's, with their source. */
export function PlanFieldList({ draft, onChange }: DraftPartProps) {
  const { t } = useTranslation('planForm');
  const { t: tSheet } = useTranslation('sheet');
  const [isAdding, setIsAdding] = useState(false);
  return (
    <>
      {draft.fields.length === 0 && <p>{t('fieldsNone')}</p>}
      <ul className={styles.fields}>
        {draft.fields.map((field) => {
          const limit = limitSentence(field);
          return (
            <li key={field.key} className={styles.field}>
              <span>
                {field.label} ({t(`fieldKinds.${field.kind}`)}){limit !== null && `, ${tSheet(limit.key, limit.data)}`}
              </span>
              <Button
                look="quiet"
                icon="close"
                aria-label={t('removeField', { field: field.label })}
                onPress={() => onChange({ fields: draft.fields.filter(({ key }) => key !== field.key) })}
              />
            </li>
          );
        })}
      </ul>
      {isAdding ? (
        <NewField
          taken={draft.fields.map(({ key }) => key)}
          onAdd={(field) => {
            onChange({ fields: [...draft.fields, field] });
            setIsAdding(false);
          }}
        />
      ) : (
        <Button icon="add" onPress={() => setIsAdding(true)}>
          {t('addField')}
        </Button>
      )}
    </>
  );
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const decimal = (text: string): string | null => (text.trim() === '' ? null : text.trim().replace(',', '.'));
const isDecimal = (text: string): boolean => text.trim() === '' || /^-?\d{1,12}([.,]\d{1,12})?$/.test(text.trim());

interface NewFieldProps {
  readonly taken: readonly string[];
  readonly onAdd: (field: TaskField) => void;
}

function NewField({ taken, onAdd }: NewFieldProps) {
  const { t } = useTranslation('planForm');
  const [label, setLabel] = useState('');
  const [kind, setKind] = useState<TaskField['kind']>('confirm');
  const [unit, setUnit] = useState('');
  const [low, setLow] = useState('');
  const [high, setHigh] = useState('');
  const [choices, setChoices] = useState('');
  const [passChoices, setPassChoices] = useState('');
  const [test, setTest] = useState('');
  const [source, setSource] = useState('');
  const [isRequired, setIsRequired] = useState(true);
  const isMeasured = kind === 'number' || kind === 'reading';
  const isWhole =
    label.trim() !== '' &&
    (!isMeasured || (isDecimal(low) && isDecimal(high))) &&
    (kind !== 'choice' || lines(choices).length > 0);
  const add = () =>
    onAdd({
      key: fieldKey(label, taken),
      label: label.trim(),
      kind,
      unit: isMeasured ? unit.trim() : '',
      low: isMeasured ? decimal(low) : null,
      high: isMeasured ? decimal(high) : null,
      choices: kind === 'choice' ? lines(choices) : [],
      passChoices: kind === 'choice' ? lines(passChoices) : [],
      isRequired,
      wire: kind === 'reading' ? { kind: 'result', test: test.trim() } : null,
      source: source.trim(),
    });
  return (
    <OwnForm onSubmit={add} isDisabled={!isWhole}>
      <TextField label={t('fieldLabel')} value={label} onChange={setLabel} isRequired autoFocus maxLength={200} />
      <SelectField
        label={t('fieldKind')}
        value={kind}
        options={kinds.map((value) => ({ value, label: t(`fieldKinds.${value}`) }))}
        onChange={setKind}
      />
      {isMeasured && (
        <>
          <TextField label={t('fieldUnit')} value={unit} onChange={setUnit} maxLength={40} />
          <TextField label={t('low')} value={low} onChange={setLow} inputMode="decimal" />
          <TextField label={t('high')} value={high} onChange={setHigh} inputMode="decimal" />
        </>
      )}
      {kind === 'reading' && <TextField label={t('wireTest')} value={test} onChange={setTest} isMono />}
      {kind === 'choice' && (
        <>
          <TextField label={t('choices')} value={choices} onChange={setChoices} isLong isRequired />
          <TextField label={t('passChoices')} value={passChoices} onChange={setPassChoices} isLong />
        </>
      )}
      <TextField label={t('fieldSource')} value={source} onChange={setSource} maxLength={300} />
      <ChoiceField
        label={t('required')}
        layout="row"
        value={isRequired ? 'yes' : 'no'}
        choices={(['yes', 'no'] as const).map((value) => ({ value, label: t(value) }))}
        onChange={(value) => setIsRequired(value === 'yes')}
      />
      <Button isDisabled={!isWhole} onPress={add}>
        {t('addField')}
      </Button>
    </OwnForm>
  );
}
