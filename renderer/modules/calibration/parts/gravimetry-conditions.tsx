import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GravimetrySheet } from '../../../../shared/modules/calibration/standards-contract.ts';
import { DayField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useKeysOfClass } from '../../../app/use-instrument-class.ts';
import { useApi, useCards } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';
import { DecimalField } from './decimal-field.tsx';
import { decimalOf, isDecimalOrEmpty, wholeOf } from './decimals.ts';
import { useKeepSheet } from './use-keep-sheet.ts';

/** Value of the choice "another balance, typed": no instrument has such an id. */
const typedBalance = 'typed';

/** Water, air, evaporation and balance. What is typed is saved when its field is left. */
export function GravimetryConditions({ sheet }: { readonly sheet: GravimetrySheet }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const cards = useCards().data ?? [];
  const { input, sheetId } = sheet;
  const { keep } = useKeepSheet();
  const save = useMutation(useApi().calibration.standards.gravimetry.save.mutationOptions({ onSuccess: keep }));
  const [fields, setFields] = useState(() => ({
    celsius: input.conditions.waterCelsius ?? '',
    pressure: input.conditions.pressureHpa ?? '',
    humidity: input.conditions.humidityPercent ?? '',
    source: input.conditions.source,
    evaporation: input.evaporation?.perCycleMg ?? '',
    evaporationSource: input.evaporation?.source ?? '',
    count: String(input.replicateCount),
    balanceName: input.balance?.kind === 'typed' ? input.balance.name : '',
    balanceCertificate: input.balance?.kind === 'typed' ? input.balance.certificate : '',
    balanceValidTo: input.balance?.kind === 'typed' ? (input.balance.validTo ?? '') : '',
  }));
  const [isTyped, setTyped] = useState(input.balance?.kind === 'typed');
  const set = (more: Partial<typeof fields>) => setFields((before) => ({ ...before, ...more }));
  const heldId = input.balance?.kind === 'instrument' ? input.balance.instrumentId : null;
  const balanceKeys = useKeysOfClass('balance');
  // A balance is what its definition says is one; the one the sheet has already stays among the choices, whatever it is.
  const balances = cards.filter(({ id, definitionKey }) => balanceKeys.has(definitionKey) || id === heldId);
  const commitConditions = () => {
    const { celsius, pressure, humidity, source, evaporation, evaporationSource, count } = fields;
    const replicateCount = wholeOf(count, 2, 30);
    if (![celsius, pressure, humidity, evaporation].every(isDecimalOrEmpty)) return;
    save.mutate({
      sheetId,
      conditions: {
        waterCelsius: decimalOf(celsius),
        pressureHpa: decimalOf(pressure),
        humidityPercent: decimalOf(humidity),
        source: source.trim(),
      },
      evaporation:
        decimalOf(evaporation) === null
          ? null
          : { perCycleMg: decimalOf(evaporation) ?? '0', source: evaporationSource.trim() },
      ...(replicateCount === null ? {} : { replicateCount }),
    });
  };
  const commitBalance = () => {
    if (!isTyped || fields.balanceName.trim() === '' || !isDayOrEmpty(fields.balanceValidTo)) return;
    save.mutate({
      sheetId,
      balance: {
        kind: 'typed',
        name: fields.balanceName.trim(),
        certificate: fields.balanceCertificate.trim(),
        validTo: fields.balanceValidTo.trim() === '' ? null : fields.balanceValidTo.trim(),
      },
    });
  };
  const number = (field: 'celsius' | 'pressure' | 'humidity' | 'evaporation', unit: string) => (
    <DecimalField
      label={t(`gravimetry.${field}`)}
      unit={unit}
      value={fields[field]}
      onChange={(value) => set({ [field]: value })}
    />
  );
  return (
    <>
      <Card title={t('gravimetry.balance')}>
        <SelectField
          label={t('gravimetry.balance')}
          placeholder={t('check.choose')}
          value={isTyped ? typedBalance : input.balance?.kind === 'instrument' ? input.balance.instrumentId : null}
          onChange={(value) => {
            setTyped(value === typedBalance);
            if (value !== typedBalance) save.mutate({ sheetId, balance: { kind: 'instrument', instrumentId: value } });
          }}
          options={[
            ...balances.map((card) => ({ value: card.id, label: card.name, detail: card.serialNumber })),
            { value: typedBalance, label: t('gravimetry.otherBalance') },
          ]}
        />
        {input.balance?.kind === 'instrument' && (
          <p>{t('gravimetry.balanceStands', { state: say(`standards.state.${input.balance.relied.state}`) })}</p>
        )}
        {isTyped && (
          // biome-ignore lint/a11y/noStaticElementInteractions: leaving the group of fields saves it, nothing here is pressed
          <div className={styles.group} onBlur={commitBalance}>
            <TextField
              label={t('gravimetry.balanceName')}
              value={fields.balanceName}
              onChange={(balanceName) => set({ balanceName })}
              isRequired
              maxLength={120}
            />
            <TextField
              label={t('certificate.number')}
              value={fields.balanceCertificate}
              onChange={(balanceCertificate) => set({ balanceCertificate })}
              maxLength={120}
            />
            <DayField
              label={t('certificate.validTo')}
              value={fields.balanceValidTo}
              onChange={(balanceValidTo) => set({ balanceValidTo })}
            />
          </div>
        )}
        <ChoiceField
          label={t('gravimetry.way')}
          value={input.way}
          onChange={(way) => save.mutate({ sheetId, way })}
          choices={(['tared', 'cumulative'] as const).map((value) => ({ value, label: t(`gravimetry.ways.${value}`) }))}
        />
      </Card>
      <Card title={t('gravimetry.conditions')}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: leaving the group of fields saves it, nothing here is pressed */}
        <div className={styles.group} onBlur={commitConditions}>
          {number('celsius', '°C')}
          {number('pressure', 'hPa')}
          {number('humidity', '%')}
          <TextField
            label={t('gravimetry.source')}
            value={fields.source}
            onChange={(source) => set({ source })}
            maxLength={300}
          />
          {number('evaporation', 'mg')}
          <TextField
            label={t('gravimetry.evaporationSource')}
            value={fields.evaporationSource}
            onChange={(evaporationSource) => set({ evaporationSource })}
            maxLength={300}
          />
          <TextField
            label={t('gravimetry.count')}
            value={fields.count}
            onChange={(count) => set({ count })}
            inputMode="numeric"
            maxLength={2}
          />
        </div>
      </Card>
      <MutationError mutation={save} />
    </>
  );
}
