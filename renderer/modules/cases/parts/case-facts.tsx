import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, CaseLink } from '../../../../shared/modules/cases/case-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import styles from '../../../ui/rows.module.css';
import { TextField } from '../../../ui/text-field.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { pathOfLink, shownMinutes } from './say-case.ts';

interface CaseFactsProps {
  readonly of: CaseDetail;
  readonly onChange: () => void;
}

/** Who, what, since when, until when; and the way to the instrument as it was then. */
export function CaseFacts({ of, onChange }: CaseFactsProps) {
  const { t } = useTranslation('cases');
  const minutes = of.minutes.work + of.minutes.travel + of.minutes.waiting + of.minutes.remote;
  return (
    <Card title={t('facts.title')}>
      <KeyValue
        rows={[
          { label: t('facts.number'), value: of.number },
          { label: t('instrument'), value: of.instrumentId === null ? t('noInstrument') : of.instrumentName },
          { label: t('fields.kind'), value: t(`kind.${of.kind}`) },
          { label: t('facts.origin'), value: t(`origin.${of.origin}`) },
          { label: t('facts.reportedBy'), value: of.reportedBy },
          { label: t('fields.assignee'), value: of.assignee },
          { label: t('fields.resultsAffected'), value: t(`yesNo.${of.resultsAffected}`) },
          ...(of.affectedNote === '' ? [] : [{ label: t('fields.affectedNote'), value: of.affectedNote }]),
          { label: t('fields.hasBackup'), value: t(`yesNo.${of.hasBackup}`) },
          ...(of.deadlineOn === null
            ? []
            : [
                {
                  label: t('facts.deadline'),
                  value: [formatCivilDay(of.deadlineOn), of.deadlineSource].filter(Boolean).join(', '),
                },
              ]),
          ...(of.promisedAt === null
            ? []
            : [{ label: t('fields.promisedAt'), value: <TimeText at={of.promisedAt} look="full" /> }]),
          ...(of.happenedAt === null
            ? []
            : [{ label: t('facts.happened'), value: <TimeText at={of.happenedAt} look="full" /> }]),
          { label: t('facts.opened'), value: <TimeText at={of.openedAt} look="full" /> },
          { label: t('facts.openedBy'), value: of.openedBy },
          ...(of.closedAt === null
            ? []
            : [{ label: t('facts.closed'), value: <TimeText at={of.closedAt} look="full" /> }]),
          ...(minutes === 0 ? [] : [{ label: t('facts.timeSpent'), value: shownMinutes(minutes) }]),
        ]}
      />
      <div className={styles.actions}>
        {of.instrumentId !== null && (
          <ButtonLink
            to="/instruments/$id/as-it-was"
            params={{ id: of.instrumentId }}
            search={{ at: of.happenedAt ?? of.openedAt }}
          >
            {t('facts.asItWas')}
          </ButtonLink>
        )}
        {of.isOpen && of.instrumentId !== null && (
          <ButtonLink to="/plan-visit" search={{ instrumentId: of.instrumentId, caseId: of.id }}>
            {t('facts.planVisit')}
          </ButtonLink>
        )}
        <Button onPress={onChange}>{t('facts.change')}</Button>
      </div>
    </Card>
  );
}

interface LinksCardProps {
  readonly of: CaseDetail;
  readonly onAdd: () => void;
}

/** The things of this bench that belong to the case; each opens. */
export function LinksCard({ of, onAdd }: LinksCardProps) {
  const { t } = useTranslation('cases');
  const [leaving, setLeaving] = useState<CaseLink | null>(null);
  return (
    <Card title={t('link.title')} action={of.isOpen && <Button onPress={onAdd}>{t('add.link')}</Button>}>
      {of.links.length === 0 ? (
        <p>{t('link.none')}</p>
      ) : (
        <ul className={styles.rows}>
          {of.links.map((link) => (
            <li key={link.stream} className={styles.withAction}>
              <div className={styles.words}>
                <span className={styles.text}>{link.name}</span>
                <span className={styles.muted}>
                  {[t(`link.kind.${link.kind}`), link.note].filter(Boolean).join(' · ')}
                </span>
              </div>
              <LinkActions link={link} isOpen={of.isOpen} onLeave={() => setLeaving(link)} />
            </li>
          ))}
        </ul>
      )}
      {leaving !== null && <UnlinkSheet caseId={of.id} link={leaving} onClose={() => setLeaving(null)} />}
    </Card>
  );
}

interface LinkActionsProps {
  readonly link: CaseLink;
  readonly isOpen: boolean;
  readonly onLeave: () => void;
}

function LinkActions({ link, isOpen, onLeave }: LinkActionsProps) {
  const { t } = useTranslation('cases');
  const path = pathOfLink(link.kind, link.id);
  return (
    <div className={styles.actions}>
      {isOpen && (
        <Button look="quiet" aria-label={`${t('link.remove')}: ${link.name}`} onPress={onLeave}>
          {t('link.remove')}
        </Button>
      )}
      {path !== null && (
        <ButtonLink to={path} aria-label={`${t('link.open')}: ${link.name}`}>
          {t('link.open')}
        </ButtonLink>
      )}
    </div>
  );
}

interface UnlinkSheetProps {
  readonly caseId: string;
  readonly link: CaseLink;
  readonly onClose: () => void;
}

function UnlinkSheet({ caseId, link, onClose }: UnlinkSheetProps) {
  const { t } = useTranslation('cases');
  const [reason, setReason] = useState('');
  const unlink = useMutation(useApi().cases.unlink.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('link.remove')}
      saveLabel={t('link.removeSave')}
      canSave={reason.trim() !== ''}
      mutation={unlink}
      onClose={onClose}
      onSave={() => unlink.mutate({ caseId, stream: link.stream, reason })}
    >
      <p>{link.name}</p>
      <TextField label={t('link.removeWhy')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}
