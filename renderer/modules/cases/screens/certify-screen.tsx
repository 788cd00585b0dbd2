import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type DecontaminationItem,
  decontaminationAnswer,
  decontaminationItem,
  decontaminationPurpose,
} from '../../../../shared/modules/cases/terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { InstrumentField } from '../../../app/typed-fields.tsx';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi, useCard } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { TextField } from '../../../ui/text-field.tsx';

const route = getRouteApi('/certify-decontamination');

type Answer = (typeof decontaminationAnswer.options)[number];
interface Line {
  /** Null until somebody says: nothing counts as done by itself. */
  readonly answer: Answer | null;
  readonly note: string;
}

/** Certifies that an instrument was decontaminated before a service, a return or a move; signed. */
export function CertifyScreen() {
  const { t } = useTranslation('decontamination');
  const say = useSay();
  const navigate = useNavigate();
  const start = route.useSearch();
  const signedAct = useSignedAct();
  const [instrumentId, setInstrumentId] = useState<string | null>(start.instrumentId ?? null);
  const card = useCard(instrumentId ?? '');
  const [purpose, setPurpose] = useState<(typeof decontaminationPurpose.options)[number]>('service');
  const [lines, setLines] = useState<Partial<Record<DecontaminationItem, Line>>>({});
  const [agent, setAgent] = useState('');
  const [minutes, setMinutes] = useState('');
  const [procedure, setProcedure] = useState('');
  const [remainingRisk, setRemainingRisk] = useState('');
  const certify = useMutation(useApi().cases.decontaminations.certify.mutationOptions());
  const items = decontaminationItem.options.map((key) => ({ key, ...(lines[key] ?? { answer: null, note: '' }) }));
  const contactMinutes = minutes.trim() === '' ? null : Number(minutes.trim());
  const areMinutes = contactMinutes === null || (contactMinutes >= 0 && contactMinutes <= 10_000);
  const isSound =
    instrumentId !== null &&
    areMinutes &&
    items.every(({ answer, note }) => answer !== null && (answer !== 'not-done' || note.trim() !== ''));
  const save = async () => {
    if (instrumentId === null) {
      return;
    }
    const answered = items.flatMap(({ key, answer, note }) => (answer === null ? [] : [{ key, answer, note }]));
    const signed = await signedAct({
      needsSignature: true,
      title: t('signTitle', { instrument: card?.name ?? '' }),
      lines: [
        { label: t('purpose'), value: t(`purposes.${purpose}`) },
        ...answered.map(({ key, answer, note }) => ({
          label: say(`decontamination.${key}`),
          value: [t(`answer.${answer}`), note.trim()].filter(Boolean).join(': '),
        })),
        { label: t('agent'), value: agent.trim() },
        ...(contactMinutes === null ? [] : [{ label: t('contactMinutes'), value: String(contactMinutes) }]),
        ...(procedure.trim() === '' ? [] : [{ label: t('procedure'), value: procedure.trim() }]),
        { label: t('remainingRisk'), value: remainingRisk.trim() || t('noRisk') },
      ].filter(({ value }) => value !== ''),
      meaning: 'performed',
      act: (signing) =>
        certify.mutateAsync({
          instrumentId,
          purpose,
          caseId: start.caseId ?? null,
          visitId: start.visitId ?? null,
          items: answered,
          agent,
          contactMinutes,
          procedure,
          remainingRisk,
          statement: '',
          signing,
        }),
    });
    if (signed !== null) {
      const { decontaminationId } = signed.result;
      void navigate({ to: '/decontamination/$decontaminationId', params: { decontaminationId }, replace: true });
    }
  };
  return (
    <Screen
      title={t('issue')}
      crumbs={[{ label: t('bench'), to: '/bench' }]}
      actions={{
        state: <RecordMark place="draft" />,
        primary: {
          label: t('sign'),
          icon: 'signed',
          isDisabled: !isSound,
          isPending: certify.isPending,
          // What is refused is on the screen, or in the signing sheet, through the mutation.
          onPress: () => void save().catch(() => undefined),
        },
      }}
    >
      <Card title={t('title')}>
        <p>{t('more')}</p>
        <div className={styles.fields}>
          {start.instrumentId === undefined || card === undefined ? (
            <InstrumentField value={instrumentId} onChange={setInstrumentId} autoFocus />
          ) : (
            <p className={styles.text}>{`${card.name}, ${card.model} ${card.serialNumber}`}</p>
          )}
          <ChoiceField
            label={t('purpose')}
            layout="row"
            value={purpose}
            onChange={setPurpose}
            choices={decontaminationPurpose.options.map((value) => ({ value, label: t(`purposes.${value}`) }))}
          />
        </div>
      </Card>
      <Card title={t('items')}>
        <div className={styles.fields}>
          {items.map(({ key, answer, note }) => (
            <div key={key} className={styles.fields}>
              <ChoiceField
                label={say(`decontamination.${key}`)}
                layout="row"
                value={answer}
                onChange={(value) => setLines({ ...lines, [key]: { answer: value, note } })}
                choices={decontaminationAnswer.options.map((value) => ({ value, label: t(`answer.${value}`) }))}
              />
              {answer === 'not-done' && (
                <TextField
                  label={t('why')}
                  value={note}
                  onChange={(text) => setLines({ ...lines, [key]: { answer, note: text } })}
                  isRequired
                  maxLength={500}
                />
              )}
            </div>
          ))}
        </div>
      </Card>
      <Card title={t('how')}>
        <div className={styles.fields}>
          <TextField label={t('agent')} value={agent} onChange={setAgent} maxLength={300} />
          <TextField
            label={t('contactMinutes')}
            value={minutes}
            onChange={setMinutes}
            inputMode="decimal"
            error={areMinutes ? undefined : t('badMinutes')}
            maxLength={7}
          />
          <TextField label={t('procedure')} value={procedure} onChange={setProcedure} maxLength={300} />
          <TextField label={t('remainingRisk')} value={remainingRisk} onChange={setRemainingRisk} maxLength={1000} />
        </div>
        <MutationError mutation={certify} />
      </Card>
    </Screen>
  );
}
