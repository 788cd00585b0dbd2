import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { RunSet } from '../../../../shared/modules/calibration/terms.ts';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { useIsSigned } from '../../../app/use-is-signed.ts';
import { usePrint } from '../../../app/use-print.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import { FactorRows } from './factor-rows.tsx';
import { MaterialList, nameOfMaterial } from './material-list.tsx';
import { RunRows } from './run-rows.tsx';
import { SectionRows } from './section-rows.tsx';
import { SessionFrame } from './session-frame.tsx';
import { StatisticsTable } from './statistics-table.tsx';
import { TermsFacts } from './terms-facts.tsx';
import { VerdictMark } from './verdict-mark.tsx';

/** A session that was signed off: what was frozen then, every run with what was set aside, and who signed. */
export function SessionRecord({ session }: { readonly session: Session }) {
  const { t } = useTranslation('calibration');
  const review = useReview(session);
  const isSigned = useIsSigned(session.closing?.hash ?? null, 'calibration');
  const print = usePrint('calibration', { sessionId: session.sessionId });
  const judgement = session.frozen ?? session.judgement;
  return (
    <SessionFrame
      session={session}
      actions={{
        state: <RecordMark place={isSigned ? 'signed' : session.place} />,
        secondary: print,
        ...(session.state === 'closed' && review.may
          ? {
              primary: {
                label: t('review.sign'),
                icon: 'signed' as const,
                isPending: review.mutation.isPending,
                onPress: () => void review.run().catch(() => undefined),
              },
            }
          : {}),
      }}
    >
      <Banner
        tone={toneOfVerdict[judgement.verdict]}
        title={`${t(`verdict.${judgement.verdict}`)}. ${session.outcome === null ? '' : t(`outcome.${session.outcome}`)}`}
      >
        {session.closing !== null && session.closing.reason !== '' && <p>{session.closing.reason}</p>}
        {session.closedAt !== null && (
          <p>{t('record.closed', { at: formatInstant(session.closedAt, 'minutes'), by: session.closedBy })}</p>
        )}
      </Banner>
      {!session.isSameAsFrozen && (
        <Banner tone="attention" title={t('record.differs')}>
          <p>
            {t('record.differsMore', {
              was: t(`verdict.${judgement.verdict}`),
              now: t(`verdict.${session.judgement.verdict}`),
              algorithm: session.judgement.algorithm,
            })}
          </p>
        </Banner>
      )}
      <MutationError mutation={review.mutation} />
      <Card title={t('record.signatures')}>
        {session.closing !== null && <RecordSignatures hash={session.closing.hash} topic="calibration" />}
        {/* Whoever reviews signs the closing too: the signature is shown above, once. */}
        <p>{session.review === null ? t('record.toReview') : t('session.reviewedBy', { actor: session.reviewedBy })}</p>
      </Card>
      <Card title={t('sign.found')}>
        <SectionRows session={session} judgement={judgement} />
      </Card>
      {judgement.factors.length > 0 && (
        <Card title={t('step.factors')}>
          <FactorRows factors={judgement.factors} terms={session.terms} />
        </Card>
      )}
      {seriesOf(session).map(({ set, materialKey, name }) => (
        <Card key={`${set} ${materialKey}`} title={name === '' ? t(`set.${set}`) : `${t(`set.${set}`)}: ${name}`}>
          <StatisticsTable
            caption={t('statistics.title')}
            judgement={judgement}
            terms={session.terms}
            set={set}
            materialKey={materialKey}
          />
          <RunRows
            runs={session.runs.filter((run) => run.set === set && run.materialKey === materialKey)}
            terms={session.terms}
          />
        </Card>
      ))}
      <Card title={t('step.material')}>
        <MaterialList session={session} roles={['calibrator', 'level', 'control', 'sample']} canChange={false} />
      </Card>
      <Preconditions session={session} />
      <TermsFacts terms={session.terms} />
    </SessionFrame>
  );
}

/** The series there are, in the order of work. */
function seriesOf(session: Session): { set: RunSet; materialKey: string | null; name: string }[] {
  const order: readonly RunSet[] = ['precision', 'as-found', 'as-left', 'level', 'qc'];
  return order.flatMap((set) =>
    [...new Set(session.runs.filter((run) => run.set === set).map(({ materialKey }) => materialKey))].map(
      (materialKey) => {
        const held = session.materials.find(({ material }) => material.materialKey === materialKey);
        return { set, materialKey, name: held === undefined ? '' : nameOfMaterial(held.material) };
      },
    ),
  );
}

function Preconditions({ session }: { readonly session: Session }) {
  const { t } = useTranslation('calibration');
  const { preconditions } = session.terms;
  return (
    <Card title={t('step.preconditions')}>
      <DataTable
        caption={t('step.preconditions')}
        rows={preconditions}
        rowKey={({ key }) => key}
        empty={<p>{t('precondition.none')}</p>}
        columns={[
          { key: 'what', title: t('precondition.what'), cell: ({ label }) => label },
          {
            key: 'answer',
            title: t('precondition.answer'),
            cell: ({ key, kind, unit }) => {
              const held = session.preconditions.find((each) => each.key === key);
              if (held === undefined || held.value === '') return t('precondition.notAnswered');
              const value =
                kind === 'confirm' ? t(`precondition.${held.value as 'yes'}`) : `${held.value} ${unit}`.trim();
              return held.note === '' ? value : `${value}. ${held.note}`;
            },
          },
          {
            key: 'verdict',
            title: t('statistics.verdict'),
            cell: ({ key }) => {
              const held = session.preconditions.find((each) => each.key === key);
              return held === undefined ? '–' : <VerdictMark verdict={held.verdict} />;
            },
          },
        ]}
      />
    </Card>
  );
}

/** A second person reads it and signs; the host decides who may. */
function useReview(session: Session) {
  const { t } = useTranslation('calibration');
  const signedAct = useSignedAct();
  const { may } = useSession();
  const mutation = useMutation(useApi().calibration.sessions.review.mutationOptions());
  const { closing } = session;
  const judgement = session.frozen ?? session.judgement;
  const run = async () => {
    if (closing === null) return;
    await signedAct({
      needsSignature: session.needsSignature,
      title: t('sign.title', { what: t(`session.title.${session.kind}`), instrument: session.instrumentName }),
      lines: [
        { label: t('sign.verdict'), value: t(`verdict.${judgement.verdict}`) },
        ...(session.outcome === null ? [] : [{ label: t('sign.outcome'), value: t(`outcome.${session.outcome}`) }]),
        ...(closing.reason === '' ? [] : [{ label: t('sign.reason'), value: closing.reason }]),
        { label: t('record.closedBy'), value: `${session.closedBy}, ${formatInstant(closing.at, 'minutes')}` },
        { label: t('sign.runs'), value: String(session.runCount) },
      ],
      meaning: 'reviewed',
      act: (signing) => mutation.mutateAsync({ sessionId: session.sessionId, target: closing.hash, note: '', signing }),
    });
  };
  return { may: may('maintenance.review'), mutation, run };
}
