import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { standardKind } from '../../../../shared/modules/calibration/standards-terms.ts';
import { useCards } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { ChoiceField, SwitchField } from '../../../ui/choice-field.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';
import { DecimalField } from './decimal-field.tsx';
import { isDecimal, isDecimalOrEmpty } from './decimals.ts';
import { type PointDraft, type StandardDraft, unitOf } from './standard-draft.ts';

interface StandardFieldsProps {
  readonly draft: StandardDraft;
  readonly onChange: (draft: StandardDraft) => void;
  /** The kind of a registered standard stays. */
  readonly isNew: boolean;
}

/** Everything a lab decides about one standard. Interval and limits are its own, with their source. */
export function StandardFields({ draft, onChange, isNew }: StandardFieldsProps) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const cards = useCards().data ?? [];
  const change = (more: Partial<StandardDraft>) => onChange({ ...draft, ...more });
  const text = (field: 'name' | 'maker' | 'model' | 'serialNumber' | 'assetNumber' | 'place') => (
    <TextField
      label={t(`standard.${field}`)}
      value={draft[field]}
      onChange={(value) => change({ [field]: value })}
      isRequired={field === 'name'}
      autoFocus={field === 'name' && !isNew}
      maxLength={120}
    />
  );
  return (
    <>
      {isNew && (
        <SelectField
          label={t('standard.kind')}
          value={draft.kind}
          autoFocus
          options={standardKind.options.map((value) => ({ value, label: say(`standards.kind.${value}`) }))}
          onChange={(kind) => change({ kind, unit: unitOf(kind) })}
        />
      )}
      {text('name')}
      <div className={styles.pair}>
        {text('maker')}
        {text('model')}
        {text('serialNumber')}
        {text('assetNumber')}
        {text('place')}
      </div>
      {draft.kind === 'pipette' ? (
        <PipetteFields draft={draft} onChange={change} />
      ) : (
        <PointFields draft={draft} onChange={change} />
      )}
      <div className={styles.pair}>
        <TextField
          label={t('standard.checkMonths')}
          description={t('standard.blankInterval')}
          value={draft.checkMonths}
          onChange={(checkMonths) => change({ checkMonths })}
          inputMode="numeric"
          maxLength={3}
        />
        <TextField
          label={t('standard.warnDays')}
          value={draft.warnDays}
          onChange={(warnDays) => change({ warnDays })}
          inputMode="numeric"
          maxLength={3}
        />
      </div>
      <SwitchField
        label={t('standard.needsCertificate')}
        isOn={draft.needsCertificate}
        onChange={(needsCertificate) => change({ needsCertificate })}
      />
      {draft.needsCertificate && (
        <TextField
          label={t('standard.certificateMonths')}
          description={t('standard.certificateMonthsMore')}
          value={draft.certificateMonths}
          onChange={(certificateMonths) => change({ certificateMonths })}
          inputMode="numeric"
          maxLength={3}
        />
      )}
      <TextField
        label={t('standard.source')}
        description={t('standard.sourceMore')}
        value={draft.source}
        onChange={(source) => change({ source })}
        maxLength={400}
      />
      {cards.length > 0 && (
        <CheckField
          label={t('standard.usedFor')}
          description={t('standard.usedForMore')}
          values={draft.instrumentIds}
          onChange={(instrumentIds) => change({ instrumentIds })}
          choices={cards.map((card) => ({ value: card.id, label: card.name }))}
        />
      )}
      <TextField label={t('note')} value={draft.note} onChange={(note) => change({ note })} maxLength={2000} />
    </>
  );
}

interface PartProps {
  readonly draft: StandardDraft;
  readonly onChange: (more: Partial<StandardDraft>) => void;
}

function PipetteFields({ draft, onChange }: PartProps) {
  const { t } = useTranslation('calibration');
  return (
    <>
      <SwitchField
        label={t('standard.isVariable')}
        isOn={draft.isVariable}
        onChange={(isVariable) => onChange({ isVariable })}
      />
      <div className={styles.pair}>
        <DecimalField
          label={t('standard.nominalUl')}
          unit="µL"
          value={draft.nominalUl}
          onChange={(nominalUl) => onChange({ nominalUl })}
          isRequired
        />
        {draft.isVariable && (
          <DecimalField
            label={t('standard.lowestUl')}
            unit="µL"
            value={draft.lowestUl}
            onChange={(lowestUl) => onChange({ lowestUl })}
            isRequired
          />
        )}
        <TextField
          label={t('standard.channelCount')}
          value={draft.channelCount}
          onChange={(channelCount) => onChange({ channelCount })}
          inputMode="numeric"
          maxLength={2}
        />
        <TextField
          label={t('standard.tips')}
          value={draft.tips}
          onChange={(tips) => onChange({ tips })}
          maxLength={200}
        />
      </div>
    </>
  );
}

function PointFields({ draft, onChange }: PartProps) {
  const { t } = useTranslation('calibration');
  return (
    <fieldset className={styles.fieldset}>
      <legend>{t('standard.points')}</legend>
      <TextField label={t('standard.unit')} value={draft.unit} onChange={(unit) => onChange({ unit })} maxLength={40} />
      {draft.points.length > 0 && (
        <ul className={rowStyles.rows}>
          {draft.points.map((point, index) => (
            <li key={`${point.label} ${point.nominal}`} className={rowStyles.withAction}>
              <span>
                {t(point.limit === '' ? 'standard.pointBlank' : 'standard.pointIs', {
                  label: point.label,
                  nominal: point.nominal,
                  unit: draft.unit,
                  limit: point.limit,
                  limitUnit: point.limitKind === 'percent' ? '%' : draft.unit,
                })}
              </span>
              <Button
                look="quiet"
                icon="close"
                aria-label={t('terms.removeOne', { what: point.label || point.nominal })}
                onPress={() => onChange({ points: draft.points.filter((_, at) => at !== index) })}
              />
            </li>
          ))}
        </ul>
      )}
      <NewPoint unit={draft.unit} onAdd={(point) => onChange({ points: [...draft.points, point] })} />
    </fieldset>
  );
}

function NewPoint({ unit, onAdd }: { readonly unit: string; readonly onAdd: (point: PointDraft) => void }) {
  const { t } = useTranslation('calibration');
  const [label, setLabel] = useState('');
  const [nominal, setNominal] = useState('');
  const [limit, setLimit] = useState('');
  const [limitKind, setLimitKind] = useState<PointDraft['limitKind']>('unit');
  const isWhole = isDecimal(nominal) && isDecimalOrEmpty(limit);
  const add = () => {
    onAdd({ label: label.trim(), nominal, limit, limitKind });
    for (const clear of [setLabel, setNominal, setLimit]) clear('');
  };
  return (
    <OwnForm onSubmit={add} isDisabled={!isWhole}>
      <div className={styles.pair}>
        <DecimalField label={t('standard.nominal')} unit={unit} value={nominal} onChange={setNominal} />
        <DecimalField
          label={t('standard.limit')}
          unit={limitKind === 'percent' ? '%' : unit}
          value={limit}
          onChange={setLimit}
        />
        <TextField label={t('standard.pointLabel')} value={label} onChange={setLabel} maxLength={80} />
      </div>
      <ChoiceField
        label={t('standard.limitKind')}
        layout="row"
        value={limitKind}
        onChange={setLimitKind}
        choices={(['unit', 'percent'] as const).map((value) => ({ value, label: t(`standard.limitKinds.${value}`) }))}
      />
      <Button icon="add" isDisabled={!isWhole} onPress={add}>
        {t('standard.addPoint')}
      </Button>
    </OwnForm>
  );
}
