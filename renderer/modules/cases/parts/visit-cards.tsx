import { useTranslation } from 'react-i18next';
import type { VisitDetail } from '../../../../shared/modules/cases/visit-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import styles from '../../../ui/rows.module.css';
import { TimeText } from '../../../ui/time-text.tsx';
import { shownMinutes } from './say-case.ts';
import storyStyles from './story.module.css';
import { Story } from './timeline-card.tsx';

interface VisitFactsProps {
  readonly visit: VisitDetail;
  readonly onChange: () => void;
  readonly onCancel: () => void;
}

export function VisitFacts({ visit, onChange, onCancel }: VisitFactsProps) {
  const { t } = useTranslation('visits');
  const { t: sayDecontamination } = useTranslation('decontamination');
  const times = [visit.fromTime, visit.toTime].filter(Boolean).join('–');
  const [first] = visit.instrumentIds;
  return (
    <Card title={t('facts.title')}>
      <KeyValue
        rows={[
          { label: t('facts.number'), value: visit.number },
          { label: t('fields.place'), value: visit.place },
          { label: t('fields.contact'), value: visit.contact },
          {
            label: t('facts.planned'),
            value: [formatCivilDay(visit.plannedOn), times].filter(Boolean).join(', '),
          },
          { label: t('fields.specialist'), value: visit.specialist },
          { label: t('fields.instruments'), value: visit.instrumentNames.join(', ') },
          ...(visit.arrivedAt === null
            ? []
            : [{ label: t('facts.arrived'), value: <TimeText at={visit.arrivedAt} look="full" /> }]),
          ...(visit.leftAt === null
            ? []
            : [{ label: t('facts.left'), value: <TimeText at={visit.leftAt} look="full" /> }]),
          ...(visit.minutesOnSite === null
            ? []
            : [{ label: t('facts.onSite'), value: shownMinutes(visit.minutesOnSite) }]),
        ]}
      />
      {visit.preparation.length > 0 && (
        <>
          <h3>{t('facts.preparation')}</h3>
          <ul className={storyStyles.bulleted}>
            {visit.preparation.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      <div className={styles.actions}>
        {visit.cases.map((row) => (
          <ButtonLink key={row.id} to="/case/$caseId" params={{ caseId: row.id }}>
            {`${row.number} ${row.title}`}
          </ButtonLink>
        ))}
        {visit.workOrders.map((row) => (
          <ButtonLink key={row.id} to="/work-orders/$workOrderId" params={{ workOrderId: row.id }}>
            {`${row.number} ${row.title}`}
          </ButtonLink>
        ))}
        {visit.decontaminations.map((row) => (
          <ButtonLink key={row.id} to="/decontamination/$decontaminationId" params={{ decontaminationId: row.id }}>
            {`${row.number} ${sayDecontamination('title')}, ${row.instrumentName}`}
          </ButtonLink>
        ))}
        {visit.instrumentIds.map((instrumentId, index) => (
          <ButtonLink key={instrumentId} to="/instruments/$id/support" params={{ id: instrumentId }}>
            {t('facts.configuration', { name: visit.instrumentNames[index] ?? '' })}
          </ButtonLink>
        ))}
        {first !== undefined && visit.state !== 'cancelled' && (
          <ButtonLink to="/certify-decontamination" search={{ instrumentId: first, visitId: visit.id }}>
            {sayDecontamination('issue')}
          </ButtonLink>
        )}
        {visit.state === 'planned' && (
          <>
            <Button onPress={onChange}>{t('plan.change')}</Button>
            <Button onPress={onCancel}>{t('cancel.button')}</Button>
          </>
        )}
      </div>
    </Card>
  );
}

interface WorkCardProps {
  readonly visit: VisitDetail;
  readonly onAdd: () => void;
  readonly onStrike: (entry: VisitDetail['work'][number]) => void;
}

export function WorkCard({ visit, onAdd, onStrike }: WorkCardProps) {
  const { t } = useTranslation('visits');
  const isUnderWay = visit.state === 'on-site' || visit.state === 'left';
  return (
    <Card title={t('work.title')} action={isUnderWay && <Button onPress={onAdd}>{t('work.add')}</Button>}>
      {visit.work.length === 0 ? (
        <p>{t('work.none')}</p>
      ) : (
        <ul className={styles.rows}>
          {visit.work.map((entry) => (
            <li key={entry.entryId} className={styles.withAction}>
              <div className={styles.words}>
                {entry.struckReason === null ? (
                  <span>{entry.text}</span>
                ) : (
                  <>
                    <s>{entry.text}</s>
                    <span>{t('work.struck', { reason: entry.struckReason })}</span>
                  </>
                )}
                <span className={styles.rest}>
                  <TimeText at={entry.at} />
                  <span>{t('by', { actor: entry.by })}</span>
                  {entry.minutes > 0 && <span>{shownMinutes(entry.minutes)}</span>}
                  {[entry.instrumentName, entry.caseNumber, entry.workOrderNumber, entry.subject]
                    .filter(Boolean)
                    .map((name) => (
                      <span key={name}>{name}</span>
                    ))}
                </span>
              </div>
              {isUnderWay && entry.struckReason === null && (
                <Button look="quiet" aria-label={`${t('work.strike')}: ${entry.text}`} onPress={() => onStrike(entry)}>
                  {t('work.strike')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

interface SummaryCardProps {
  readonly visit: VisitDetail;
  readonly isOpen: boolean;
  readonly onWrite: () => void;
}

export function SummaryCard({ visit, isOpen, onWrite }: SummaryCardProps) {
  const { t } = useTranslation('visits');
  const { summary } = visit;
  return (
    <Card
      title={t('summary.title')}
      action={
        isOpen &&
        visit.state !== 'planned' && (
          <Button onPress={onWrite}>{summary === null ? t('summary.write') : t('summary.change')}</Button>
        )
      }
    >
      {summary === null ? (
        <p>{t('summary.none')}</p>
      ) : (
        <KeyValue
          rows={[
            { label: t('summary.found'), value: summary.found },
            { label: t('summary.done'), value: summary.done },
            { label: t('summary.leftAs'), value: summary.leftAs },
            { label: t('summary.openPoints'), value: summary.openPoints },
          ]}
        />
      )}
    </Card>
  );
}

/** What was recorded of the visit. */
export function VisitHistory({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTranslation('visits');
  return (
    visit.history.length > 0 && (
      <Card title={t('history')}>
        <Story lines={visit.history} />
      </Card>
    )
  );
}
