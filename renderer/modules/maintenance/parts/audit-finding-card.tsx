import { useTranslation } from 'react-i18next';
import type { AuditFinding } from '../../../../shared/modules/maintenance/audit-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

interface AuditFindingCardProps {
  readonly finding: AuditFinding;
  readonly citation: string;
}

/** One thing an inspector would write up: what, by which rule, on which records, and the way to put it right. */
export function AuditFindingCard({ finding, citation }: AuditFindingCardProps) {
  const { t } = useTranslation('selfAudit');
  const say = useSay();
  const tone = finding.grade === 'deficiency' ? 'stop' : 'attention';
  const path = pathOfFinding(finding);
  const key = `audit.${finding.rule}.${finding.variant}`;
  return (
    <Card
      tone={tone}
      title={[...new Set([finding.instrumentName, finding.subject])].filter(Boolean).join(': ')}
      action={<StateMark tone={tone}>{t(`grade.${finding.grade}`)}</StateMark>}
    >
      <KeyValue
        rows={[
          { label: t('seen'), value: say(`${key}.seen`, finding.data) },
          {
            label: t('rule', { rule: finding.rule }),
            value: [say(`audit.${finding.rule}.title`), citation].filter(Boolean).join(' · '),
          },
          { label: t('evidence'), value: <Evidence finding={finding} /> },
          { label: t('fix'), value: say(`${key}.fix`, finding.data) },
        ]}
      />
      {path !== null && finding.goesTo !== 'none' && (
        <div className={styles.actions}>
          <ButtonLink to={path}>{t(`go.${finding.goesTo}`)}</ButtonLink>
        </div>
      )}
    </Card>
  );
}

function Evidence({ finding }: { readonly finding: AuditFinding }) {
  const { t } = useTranslation('selfAudit');
  if (finding.evidenceCount === 0) {
    return <span>{t('evidenceNone')}</span>;
  }
  return (
    <>
      {t('evidenceCount', { count: finding.evidenceCount })}
      <ul className={styles.plain}>
        {finding.evidence.map((record) => (
          <li key={record.hash} className={styles.muted}>
            <TimeText at={record.at} /> <CodeText>{record.type}</CodeText>{' '}
            <CodeText>{t('seal', { hash: record.hash.slice(0, 12) })}</CodeText>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Where a person goes to put it right; null when nothing on this bench can be opened for it. */
function pathOfFinding({ goesTo, instrumentId, subjectId }: AuditFinding): string | null {
  switch (goesTo) {
    case 'agenda':
      return '/agenda';
    case 'plan':
      return subjectId === '' ? '/agenda' : `/plans/${subjectId}`;
    case 'errors':
      return subjectId === '' ? '/errors' : `/errors/${subjectId}`;
    case 'return-to-service':
      return subjectId === '' ? null : `/return-to-service/${subjectId}`;
    case 'work-order':
      return subjectId === '' ? '/service/work-orders' : `/work-orders/${subjectId}`;
    case 'instrument':
      return instrumentId === null ? '/bench' : `/instruments/${instrumentId}/service`;
    case 'people':
      return '/people';
    case 'sop':
      return subjectId === '' ? '/procedures/library' : `/procedures/sops/${subjectId}`;
    case 'none':
      return null;
  }
}
