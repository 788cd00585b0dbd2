import { useTranslation } from 'react-i18next';
import type { VisitDetail } from '../../../../shared/modules/cases/visit-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatInstant } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { KeptPhoto } from '../../../ui/kept-photo.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';

/** What the customer answered, and the specialist's own signature under it. */
export function CustomerCard({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTranslation('visits');
  const canSign = visit.summary !== null && (visit.state === 'on-site' || visit.state === 'left');
  return (
    <Card
      title={t('customer.title')}
      action={
        canSign && (
          <ButtonLink to="/visits/$visitId/customer" params={{ visitId: visit.id }}>
            {t('customer.sign')}
          </ButtonLink>
        )
      }
    >
      <Answer visit={visit} />
      {visit.closed !== null && (
        <section className={styles.plain} aria-label={t('close.specialist')}>
          <h3>{t('close.specialist')}</h3>
          <RecordSignatures hash={visit.closed.hash} topic="cases" />
        </section>
      )}
    </Card>
  );
}

function Answer({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTranslation('visits');
  const api = useApi().cases;
  const { signature, declined } = visit;
  if (signature !== null) {
    const who = [signature.printedName, signature.functionName].filter(Boolean).join(', ');
    const at = formatInstant(signature.at, 'minutes');
    return (
      <div className={styles.plain}>
        {visit.customer === 'earlier-state' ? (
          <StateMark tone="attention">{t('customer.outdated')}</StateMark>
        ) : (
          <StateMark tone="good">
            {t(signature.manner === 'drawn' ? 'customer.signedBy' : 'customer.signedSpoken', { name: who, at })}
          </StateMark>
        )}
        {visit.customer === 'earlier-state' && <p>{t('customer.signedBy', { name: who, at })}</p>}
        {signature.sha256 !== null && (
          <KeptPhoto
            name={t('customer.strokes')}
            query={api.picture.queryOptions({ input: { sha256: signature.sha256 }, meta: { topics: [] } })}
          />
        )}
        {signature.remark !== '' && <p>{signature.remark}</p>}
        <p className={styles.muted}>
          {t('customer.hash')} <CodeText>{signature.seenHash.slice(0, 16)}</CodeText>
        </p>
      </div>
    );
  }
  return declined === null ? (
    <p>{t('customer.none')}</p>
  ) : (
    <>
      <StateMark tone="attention">{t('customer.declined', { reason: declined.reason })}</StateMark>
      {declined.printedName !== '' && <p>{t('customer.asked', { name: declined.printedName })}</p>}
    </>
  );
}
