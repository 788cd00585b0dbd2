import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { SwitchField } from '../../../ui/choice-field.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';
import { DecimalField } from './decimal-field.tsx';
import { newParameter, type ParameterDraft, type ToleranceDraft } from './terms-draft.ts';

interface TermsParametersProps {
  readonly parameters: readonly ParameterDraft[];
  readonly onChange: (parameters: ParameterDraft[]) => void;
}

/** What is measured, and how much it may differ: limits with their sources. */
export function TermsParameters({ parameters, onChange }: TermsParametersProps) {
  const { t } = useTranslation('calibration');
  return (
    <Card title={t('terms.parameters')}>
      {parameters.length === 0 && <p>{t('terms.noParameters')}</p>}
      {parameters.map((parameter) => (
        <Parameter
          key={parameter.key}
          parameter={parameter}
          onChange={(changed) => onChange(parameters.map((each) => (each.key === changed.key ? changed : each)))}
          onRemove={() => onChange(parameters.filter(({ key }) => key !== parameter.key))}
        />
      ))}
      <NewParameter
        taken={parameters.map(({ key }) => key)}
        onAdd={(parameter) => onChange([...parameters, parameter])}
      />
    </Card>
  );
}

interface ParameterProps {
  readonly parameter: ParameterDraft;
  readonly onChange: (parameter: ParameterDraft) => void;
  readonly onRemove: () => void;
}

function Parameter({ parameter, onChange, onRemove }: ParameterProps) {
  const { t } = useTranslation('calibration');
  const name = { parameter: parameter.label };
  const change = (more: Partial<ParameterDraft>) => onChange({ ...parameter, ...more });
  return (
    <fieldset className={styles.fieldset}>
      <legend>{`${parameter.label} ${parameter.unit}`.trim()}</legend>
      <div className={styles.pair}>
        <DecimalField
          label={t('terms.maxCvOf', name)}
          unit="%"
          value={parameter.maxCvPercent}
          onChange={(maxCvPercent) => change({ maxCvPercent })}
        />
        <TextField
          label={t('terms.cvSourceOf', name)}
          value={parameter.cvSource}
          onChange={(cvSource) => change({ cvSource })}
          maxLength={300}
        />
      </div>
      {(['calibrationTolerance', 'verificationTolerance'] as const).map((which) => (
        <ToleranceFields
          key={which}
          name={t(`terms.${which}Of`, name)}
          unit={parameter.unit}
          tolerance={parameter[which]}
          onChange={(tolerance) => change({ [which]: tolerance })}
        />
      ))}
      <div className={styles.values}>
        <SwitchField
          label={t('terms.hasFactorOf', name)}
          isOn={parameter.hasFactor}
          onChange={(hasFactor) => change({ hasFactor })}
        />
        <Button
          look="quiet"
          icon="close"
          aria-label={t('terms.removeOne', { what: parameter.label })}
          onPress={onRemove}
        >
          {t('remove')}
        </Button>
      </div>
    </fieldset>
  );
}

interface ToleranceFieldsProps {
  readonly name: string;
  readonly unit: string;
  readonly tolerance: ToleranceDraft;
  readonly onChange: (tolerance: ToleranceDraft) => void;
}

function ToleranceFields({ name, unit, tolerance, onChange }: ToleranceFieldsProps) {
  const { t } = useTranslation('calibration');
  return (
    <div className={styles.pair}>
      <DecimalField
        label={t('terms.percentOf', { what: name })}
        unit="%"
        value={tolerance.percent}
        onChange={(percent) => onChange({ ...tolerance, percent })}
      />
      <DecimalField
        label={t('terms.floorOf', { what: name })}
        unit={unit}
        value={tolerance.floor}
        onChange={(floor) => onChange({ ...tolerance, floor })}
      />
      <TextField
        label={t('terms.sourceOf', { what: name })}
        value={tolerance.source}
        onChange={(source) => onChange({ ...tolerance, source })}
        maxLength={300}
      />
    </div>
  );
}

interface NewParameterProps {
  readonly taken: readonly string[];
  readonly onAdd: (parameter: ParameterDraft) => void;
}

function NewParameter({ taken, onAdd }: NewParameterProps) {
  const { t } = useTranslation('calibration');
  const [label, setLabel] = useState('');
  const [unit, setUnit] = useState('');
  const [tests, setTests] = useState('');
  const isWhole = label.trim() !== '' && taken.length < 24;
  const add = () => {
    onAdd(newParameter(label.trim(), unit.trim(), tests, taken));
    setLabel('');
    setUnit('');
    setTests('');
  };
  return (
    <OwnForm onSubmit={add} isDisabled={!isWhole}>
      <div className={styles.pair}>
        <TextField label={t('terms.newParameter')} value={label} onChange={setLabel} maxLength={80} />
        <TextField label={t('terms.newUnit')} value={unit} onChange={setUnit} maxLength={40} />
        <TextField
          label={t('terms.newTests')}
          description={t('terms.newTestsMore')}
          value={tests}
          onChange={setTests}
          isMono
          maxLength={400}
        />
      </div>
      <Button icon="add" isDisabled={!isWhole} onPress={add}>
        {t('terms.addParameter')}
      </Button>
    </OwnForm>
  );
}
