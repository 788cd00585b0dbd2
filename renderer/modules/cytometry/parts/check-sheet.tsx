import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../../shared/modules/cytometry/contract.ts';
import { judgeCheck } from '../../../../shared/modules/cytometry/rules.ts';
import { DayField } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import {
  type CheckDraft,
  numberOf,
  readCheck,
  readCompensation,
  startCheck,
  type TypedDetector,
} from './check-draft.ts';
import styles from './check-sheet.module.css';

interface CheckSheetProps {
  readonly instrumentId: string;
  readonly last: CheckRow | null;
  readonly onClose: () => void;
}

/** The summary report of FACSComp, typed in the order it is printed; the verdict stands below while it is typed. */
export function CheckSheet({ instrumentId, last, onClose }: CheckSheetProps) {
  const { t } = useTranslation('cytometry');
  const say = useSay();
  const [requestId] = useState(() => crypto.randomUUID());
  const [draft, setDraft] = useState<CheckDraft>(() => startCheck(last));
  const record = useMutation(useApi().cytometry.record.mutationOptions({ onSuccess: onClose }));
  const terms = readCheck(draft);
  const isAnything = draft.detectors.some(({ voltage, separation }) => `${voltage}${separation}`.trim() !== '');
  const today = new Date().toISOString().slice(0, 10);
  const judged = terms === null ? null : judgeCheck(terms, today);
  const change = (more: Partial<CheckDraft>) => setDraft((held) => ({ ...held, ...more }));
  const setBeads = (at: number, more: Partial<CheckDraft['beads'][number]>) =>
    change({ beads: draft.beads.map((one, index) => (index === at ? { ...one, ...more } : one)) });
  const setDetector = (name: string, more: Partial<TypedDetector>) =>
    change({ detectors: draft.detectors.map((one) => (one.detector === name ? { ...one, ...more } : one)) });
  return (
    <FormSheet
      title={t('form.title')}
      saveLabel={t('form.save')}
      canSave={terms !== null && isAnything}
      mutation={record}
      onClose={onClose}
      onSave={() => {
        if (terms !== null) record.mutate({ requestId, instrumentId, terms });
      }}
    >
      <p>{t('form.about')}</p>
      {draft.detectors.map((row, index) => (
        <fieldset key={row.detector} className={styles.row}>
          <legend>{row.detector}</legend>
          <NumberField
            label={t(row.detector === 'FSC' ? 'form.stage' : 'form.voltage', { detector: row.detector })}
            value={row.voltage}
            onChange={(voltage) => setDetector(row.detector, { voltage })}
            autoFocus={index === 0}
          />
          <NumberField
            label={t('form.separation', { detector: row.detector })}
            value={row.separation}
            onChange={(separation) => setDetector(row.detector, { separation })}
          />
          <NumberField
            label={t('form.least', { detector: row.detector })}
            value={row.least}
            onChange={(least) => setDetector(row.detector, { least })}
          />
        </fieldset>
      ))}
      <p>{t('form.leastMore')}</p>
      {draft.beads.map((one, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: bead lots are told apart by their place alone.
          key={index}
          className={styles.row}
        >
          <legend>{t('form.beads')}</legend>
          <TextField
            label={t('form.beadName')}
            value={one.name}
            onChange={(name) => setBeads(index, { name })}
            maxLength={80}
          />
          <TextField
            label={t('form.beadLot')}
            value={one.lot}
            onChange={(lot) => setBeads(index, { lot })}
            isMono
            maxLength={60}
          />
          <DayField
            label={t('form.beadExpires')}
            value={one.expiresOn}
            onChange={(expiresOn) => setBeads(index, { expiresOn })}
          />
        </fieldset>
      ))}
      {draft.beads.length < 2 && (
        <Button look="quiet" onPress={() => change({ beads: [...draft.beads, { name: '', lot: '', expiresOn: '' }] })}>
          {t('form.addBeads')}
        </Button>
      )}
      <TextField
        label={t('form.compensation')}
        description={t('form.compensationMore')}
        value={draft.compensation}
        onChange={(compensation) => change({ compensation })}
        error={readCompensation(draft.compensation) === null ? t('form.badCompensation') : undefined}
        isLong
        maxLength={600}
      />
      <ChoiceField
        label={t('form.reportSays')}
        value={draft.reportSays}
        choices={(['pass', 'fail', 'not-stated'] as const).map((value) => ({ value, label: t(`form.says.${value}`) }))}
        onChange={(reportSays) => change({ reportSays })}
        layout="row"
      />
      <TextField label={t('form.note')} value={draft.note} onChange={(note) => change({ note })} maxLength={2000} />
      <div role="status">
        {judged !== null && isAnything && (
          <>
            <StateMark tone={toneOfVerdict[judged.verdict]}>
              {t('form.result', { verdict: t(`verdict.${judged.verdict}`) })}
            </StateMark>{' '}
            {judged.why.map((why) => say(`cytometry.why.${why}`)).join(' ')}
          </>
        )}
      </div>
    </FormSheet>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}

/** A number, or a blank that stays one. */
function NumberField(props: NumberFieldProps) {
  const { t } = useTranslation('cytometry');
  const isBad = numberOf(props.value) === null;
  return <TextField {...props} error={isBad ? t('form.badNumber') : undefined} inputMode="decimal" maxLength={14} />;
}
