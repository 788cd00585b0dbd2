import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseAction, CaseDetail, Nonconformity } from '../../../../shared/modules/cases/case-contract.ts';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { ClockMark } from './case-rows.tsx';
import { DueMark } from './due-mark.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { EndActionSheet } from './nonconformity-sheets.tsx';
import { toneOfEffect, toneOfEnd } from './tones.ts';

export type NonconformitySheetName = 'declare' | 'cause' | 'action' | 'effect';

interface NonconformityCardProps {
  readonly of: CaseDetail;
  readonly onSheet: (sheet: NonconformitySheetName) => void;
}

/** What did not conform, why, what is done about it, and whether that held. */
export function NonconformityCard({ of, onSheet }: NonconformityCardProps) {
  const { t } = useTranslation('cases');
  const { nonconformity } = of;
  return (
    <Card
      title={t('nce.title')}
      action={
        of.isOpen && (
          <Button onPress={() => onSheet('declare')}>
            {nonconformity === null ? t('nce.declare') : t('nce.change')}
          </Button>
        )
      }
    >
      {nonconformity === null ? (
        <p>{t('nce.none')}</p>
      ) : (
        <>
          <p>
            <ClockMark row={of} />
          </p>
          <KeyValue
            rows={[
              { label: t('nce.category'), value: t(`nce.categories.${nonconformity.category}`) },
              {
                label: t('nce.severity'),
                value: t('nce.severityLine', {
                  severity: t(`nce.severities.${nonconformity.severity}`),
                  hours: nonconformity.answerHours,
                }),
              },
              { label: t('nce.whatHappened'), value: nonconformity.whatHappened },
              { label: t('nce.immediateAction'), value: nonconformity.immediateAction },
              { label: t('nce.suspectedShort'), value: nonconformity.suspectedCause },
            ]}
          />
          <Cause nonconformity={nonconformity} isOpen={of.isOpen} onWrite={() => onSheet('cause')} />
          <Actions of={of} onPlan={() => onSheet('action')} />
          <Effects of={of} nonconformity={nonconformity} onCheck={() => onSheet('effect')} />
        </>
      )}
    </Card>
  );
}

interface CauseProps {
  readonly nonconformity: Nonconformity;
  readonly isOpen: boolean;
  readonly onWrite: () => void;
}

function Cause({ nonconformity, isOpen, onWrite }: CauseProps) {
  const { t } = useTranslation('cases');
  const { investigated } = nonconformity;
  return (
    <section className={styles.plain} aria-label={t('nce.cause.title')}>
      <h3>{t('nce.cause.title')}</h3>
      {investigated === null ? (
        <p>{t('nce.cause.none')}</p>
      ) : (
        <>
          <p>{investigated.cause}</p>
          <p className={styles.muted}>
            {t(`nce.cause.methods.${investigated.method}`)} · <TimeText at={investigated.at} look="full" /> ·{' '}
            {t('by', { actor: investigated.by })}
            {investigated.suspicionHeld !== null && (
              <> · {t(investigated.suspicionHeld ? 'nce.cause.heldYes' : 'nce.cause.heldNo')}</>
            )}
          </p>
          <EvidenceList pieces={investigated.evidence} />
        </>
      )}
      {isOpen && (
        <div className={styles.actions}>
          <Button onPress={onWrite}>{t(investigated === null ? 'nce.cause.write' : 'nce.cause.again')}</Button>
        </div>
      )}
    </section>
  );
}

function Actions({ of, onPlan }: { readonly of: CaseDetail; readonly onPlan: () => void }) {
  const { t } = useTranslation('cases');
  const [ending, setEnding] = useState<CaseAction | null>(null);
  return (
    <section className={styles.plain} aria-label={t('nce.action.title')}>
      <h3>{t('nce.action.title')}</h3>
      {of.actions.length === 0 ? (
        <p>{t('nce.action.none')}</p>
      ) : (
        <ul className={styles.rows}>
          {of.actions.map((action) => (
            <li key={action.id} className={styles.withAction}>
              <div className={styles.words}>
                <span className={styles.main}>
                  <StateMark tone={toneOfEnd[action.state]}>{t(`nce.action.${action.state}`)}</StateMark>
                  <span className={styles.text}>{action.text}</span>
                </span>
                <span className={styles.rest}>
                  <span>{t(`nce.action.short.${action.kind}`)}</span>
                  {action.owner !== '' && <span>{action.owner}</span>}
                  <DueMark row={action} />
                  {action.note !== '' && <span>{action.note}</span>}
                </span>
              </div>
              {action.state === 'open' && (
                <Button aria-label={`${t('nce.action.end')}: ${action.text}`} onPress={() => setEnding(action)}>
                  {t('nce.action.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {of.isOpen && (
        <div className={styles.actions}>
          <Button onPress={onPlan}>{t('nce.action.plan')}</Button>
        </div>
      )}
      {ending !== null && <EndActionSheet caseId={of.id} action={ending} onClose={() => setEnding(null)} />}
    </section>
  );
}

interface EffectsProps {
  readonly of: CaseDetail;
  readonly nonconformity: Nonconformity;
  readonly onCheck: () => void;
}

function Effects({ of, nonconformity, onCheck }: EffectsProps) {
  const { t } = useTranslation('cases');
  return (
    <section className={styles.plain} aria-label={t('nce.effect.title')}>
      <h3>{t('nce.effect.title')}</h3>
      {nonconformity.effectiveness.length === 0 ? (
        <p>{t('nce.effect.none')}</p>
      ) : (
        <ul className={styles.plain}>
          {nonconformity.effectiveness.map((check) => (
            <li key={check.hash} className={styles.plain}>
              <span className={styles.main}>
                <StateMark tone={toneOfEffect[check.verdict]}>{t(`nce.effect.verdicts.${check.verdict}`)}</StateMark>
                <span>
                  {t('nce.effect.days', { from: formatCivilDay(check.fromOn), to: formatCivilDay(check.toOn) })}
                </span>
              </span>
              <p>{check.statement}</p>
              <EvidenceList pieces={check.evidence} />
              <RecordSignatures hash={check.hash} topic="cases" />
            </li>
          ))}
        </ul>
      )}
      {of.state === 'pending-verification' && (
        <div className={styles.actions}>
          <Button onPress={onCheck}>{t('nce.effect.check')}</Button>
        </div>
      )}
    </section>
  );
}
