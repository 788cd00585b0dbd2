import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';
import { DecimalField } from './decimal-field.tsx';
import { isDecimalOrEmpty } from './decimals.ts';
import { ownKey, type PreconditionDraft } from './terms-draft.ts';

interface TermsPreconditionsProps {
  readonly preconditions: readonly PreconditionDraft[];
  readonly onChange: (preconditions: PreconditionDraft[]) => void;
}

/** What must be so before anything is run. */
export function TermsPreconditions({ preconditions, onChange }: TermsPreconditionsProps) {
  const { t } = useTranslation('calibration');
  return (
    <Card title={t('terms.preconditions')}>
      {preconditions.length === 0 ? (
        <p>{t('precondition.none')}</p>
      ) : (
        <ul className={rowStyles.rows}>
          {preconditions.map((each) => (
            <li key={each.key} className={rowStyles.withAction}>
              <div className={rowStyles.words}>
                <span>{each.label}</span>
                <span className={rowStyles.rest}>
                  <span>{t(`precondition.kind.${each.kind}`)}</span>
                  {each.kind === 'number' && (
                    <span>{t('limitsFromTo', { low: each.low || '…', high: each.high || '…', unit: each.unit })}</span>
                  )}
                  <span>{each.source === '' ? t('noSource') : t('source', { source: each.source })}</span>
                </span>
              </div>
              <Button
                look="quiet"
                icon="close"
                aria-label={t('terms.removeOne', { what: each.label })}
                onPress={() => onChange(preconditions.filter(({ key }) => key !== each.key))}
              />
            </li>
          ))}
        </ul>
      )}
      <NewPrecondition
        taken={preconditions.map(({ key }) => key)}
        onAdd={(added) => onChange([...preconditions, added])}
      />
    </Card>
  );
}

interface NewPreconditionProps {
  readonly taken: readonly string[];
  readonly onAdd: (precondition: PreconditionDraft) => void;
}

function NewPrecondition({ taken, onAdd }: NewPreconditionProps) {
  const { t } = useTranslation('calibration');
  const [label, setLabel] = useState('');
  const [kind, setKind] = useState<PreconditionDraft['kind']>('confirm');
  const [unit, setUnit] = useState('');
  const [low, setLow] = useState('');
  const [high, setHigh] = useState('');
  const [source, setSource] = useState('');
  const isWhole = label.trim() !== '' && isDecimalOrEmpty(low) && isDecimalOrEmpty(high) && taken.length < 40;
  const add = () => {
    onAdd({
      key: ownKey(label, taken),
      label: label.trim(),
      kind,
      unit: kind === 'number' ? unit.trim() : '',
      low: kind === 'number' ? low : '',
      high: kind === 'number' ? high : '',
      isRequired: true,
      source: source.trim(),
    });
    for (const clear of [setLabel, setUnit, setLow, setHigh, setSource]) clear('');
  };
  return (
    <OwnForm onSubmit={add} isDisabled={!isWhole}>
      <TextField label={t('terms.newPrecondition')} value={label} onChange={setLabel} maxLength={200} />
      <ChoiceField
        label={t('terms.newKind')}
        layout="row"
        value={kind}
        onChange={setKind}
        choices={(['confirm', 'number', 'text'] as const).map((value) => ({
          value,
          label: t(`precondition.kind.${value}`),
        }))}
      />
      {kind === 'number' && (
        <div className={styles.pair}>
          <TextField label={t('terms.newUnit')} value={unit} onChange={setUnit} maxLength={40} />
          <DecimalField label={t('terms.low')} value={low} onChange={setLow} />
          <DecimalField label={t('terms.high')} value={high} onChange={setHigh} />
        </div>
      )}
      <TextField label={t('terms.sourceShort')} value={source} onChange={setSource} maxLength={300} />
      <Button icon="add" isDisabled={!isWhole} onPress={add}>
        {t('terms.addPrecondition')}
      </Button>
    </OwnForm>
  );
}
