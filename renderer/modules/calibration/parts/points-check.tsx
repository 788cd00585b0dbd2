import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  CheckedPoint,
  CheckPhase,
  CheckReference,
} from '../../../../shared/modules/calibration/standards-terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { DayField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import type { HostClient } from '../../../data/client.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf, formatCivilDay, isCivilDay } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';
import { DecimalField } from './decimal-field.tsx';
import { decimalOf, isDecimalOrEmpty } from './decimals.ts';
import { noReference, type ReferenceDraft, ReferenceFields, referenceOf } from './reference-fields.tsx';

type Standard = Awaited<ReturnType<HostClient['calibration']['standards']['equipment']['get']>>;

interface PointValues {
  readonly reference: string;
  readonly correction: string;
  readonly observed: string;
}

const blankPoint: PointValues = { reference: '', correction: '', observed: '' };

/** A check by points: what the reference shows, what the standard shows, judged by the limits the lab set. */
export function PointsCheck({ standard }: { readonly standard: Standard }) {
  const { t } = useTranslation('calibration');
  const navigate = useNavigate();
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(standard.needsPassword);
  const api = useApi().calibration.standards.equipment;
  const others = useQuery(api.list.queryOptions({ input: { show: 'in-use' } }));
  const [phase, setPhase] = useState<CheckPhase>('as-found');
  const [on, setOn] = useState(() => civilDayOf(new Date()));
  const [reference, setReference] = useState<ReferenceDraft>(noReference);
  const [values, setValues] = useState<readonly PointValues[]>(() => standard.terms.points.map(() => blankPoint));
  const [note, setNote] = useState('');
  const check = useMutation(api.checkPoints.mutationOptions());
  const { unit, points: terms, source } = standard.terms;
  const isReady =
    isCivilDay(on.trim()) &&
    values.some(({ observed }) => observed.trim() !== '') &&
    values.every((point) => Object.values(point).every((value: string) => isDecimalOrEmpty(value))) &&
    isDayOrEmpty(reference.validTo);
  const points: CheckedPoint[] = terms.map((point, index) => ({
    ...point,
    reference: decimalOf(values[index]?.reference ?? ''),
    correction: decimalOf(values[index]?.correction ?? ''),
    observed: decimalOf(values[index]?.observed ?? ''),
  }));
  const set = (index: number, more: Partial<PointValues>) =>
    setValues((before) => before.map((point, at) => (at === index ? { ...point, ...more } : point)));
  const save = async () => {
    const compared: CheckReference | null = referenceOf(reference, others.data ?? []);
    const input = {
      standardId: standard.id,
      phase,
      performedOn: on.trim() === civilDayOf(new Date()) ? null : on.trim(),
      reference: compared,
      points,
      source,
      note: note.trim(),
    };
    const done = await signedAct({
      needsSignature: standard.needsPassword,
      title: t('check.signTitle', { name: standard.name }),
      lines: [
        { label: t('check.phaseTitle'), value: t(`check.phase.${phase}`) },
        { label: t('factors.on'), value: formatCivilDay(on.trim()) },
        { label: t('check.reference'), value: compared === null ? t('none') : nameOfReference(compared) },
        ...points.map((point) => ({
          label: [point.label, point.nominal, unit].filter(Boolean).join(' '),
          value: t('check.pointIs', {
            reference: point.reference ?? t('blank'),
            correction: point.correction ?? '0',
            observed: point.observed ?? t('blank'),
            limit: point.limit ?? t('blank'),
          }),
        })),
        ...(input.note === '' ? [] : [{ label: t('note'), value: input.note }]),
      ],
      meaning: 'performed',
      act: (signing) => check.mutateAsync({ ...input, password: signing?.password ?? null }),
    });
    if (done !== null) {
      await navigate({ to: '/standard-checks/$checkId', params: { checkId: done.result.checkId }, replace: true });
    }
  };
  return (
    <Screen
      title={t('check.titleOf')}
      crumbs={[
        { label: t('places.standards'), to: '/calibration/standards' },
        { label: standard.name, to: `/standards/${standard.id}` },
      ]}
      actions={{
        state: <RecordMark place="draft" />,
        primary: {
          label: isSigned ? t('check.sign') : t('check.save'),
          isDisabled: !isReady,
          isPending: check.isPending,
          onPress: () => void save().catch(() => undefined),
        },
      }}
    >
      <Card title={t('check.values')}>
        {terms.length === 0 && <p>{t('check.noPoints')}</p>}
        {terms.map((point, index) => (
          <fieldset key={`${point.label} ${point.nominal}`} className={styles.fieldset}>
            <legend>
              {[point.label, point.nominal, unit].filter(Boolean).join(' ')} (
              {point.limit === null
                ? t('noLimit')
                : t('limit', { limit: `± ${point.limit} ${point.limitKind === 'percent' ? '%' : unit}` })}
              )
            </legend>
            <div className={styles.pair}>
              {(['reference', 'correction', 'observed'] as const).map((field) => (
                <DecimalField
                  key={field}
                  label={t(`check.${field}At`, { point: point.label || point.nominal })}
                  unit={unit}
                  value={values[index]?.[field] ?? ''}
                  onChange={(value) => set(index, { [field]: value })}
                  autoFocus={index === 0 && field === 'reference'}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </Card>
      <Card title={t('check.reference')}>
        <ReferenceFields
          draft={reference}
          onChange={setReference}
          standards={(others.data ?? []).filter(({ id, kind }) => id !== standard.id && kind !== 'pipette')}
        />
      </Card>
      <Card>
        <ChoiceField
          label={t('check.phaseTitle')}
          value={phase}
          onChange={setPhase}
          choices={(['as-found', 'as-left'] as const).map((value) => ({
            value,
            label: t(`check.phase.${value}`),
            detail: t(`check.phaseMore.${value}`),
          }))}
        />
        <DayField label={t('check.on')} value={on} onChange={setOn} isRequired />
        <TextField label={t('note')} value={note} onChange={setNote} maxLength={2000} />
      </Card>
      {!isSigned && <MutationError mutation={check} />}
    </Screen>
  );
}

function nameOfReference(reference: CheckReference): string {
  return reference.kind === 'fixed-point' ? reference.basis : reference.name;
}
