import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry, Signature } from '../../../../shared/modules/people/contract.ts';
import { readableField, useSayValue } from '../../../i18n/readable-change.ts';
import { useSay } from '../../../i18n/say.ts';
import { useSayType } from '../../../i18n/use-say-type.ts';
import { CodeText } from '../../../ui/code-text.tsx';
import { SignatureMarks } from '../../../ui/signature-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './audit-trail.module.css';
import { SignEntry } from './sign-entry.tsx';

interface AuditEntryRowProps {
  readonly entry: AuditEntry;
  /** Those that name this record; the ones that no longer count too. */
  readonly signatures: readonly Signature[];
}

/** One change: when, who and how that is known, what it was about, each field before and after, why. */
export const AuditEntryRow = memo(function AuditEntryRow({ entry, signatures }: AuditEntryRowProps) {
  const { t } = useTranslation('people');
  const say = useSay();
  const sayType = useSayType();
  const sayValue = useSayValue();
  // Where nothing was there before, an empty column would say nothing.
  const isNew = entry.changes.every(({ from }) => from === '');
  const name = entry.actorName === '' ? entry.actor : entry.actorName;
  return (
    <article className={styles.entry} data-kind={entry.kind}>
      <header className={styles.head}>
        <TimeText at={entry.at} look="full" />
        <span>
          {entry.proof === 'none'
            ? t('audit.byProgram', { name })
            : t('audit.by', { name, proof: say(`people.proof.${entry.proof}`) })}
        </span>
        {entry.instrumentName !== null && <span className={styles.more}>{entry.instrumentName}</span>}
      </header>
      <h3>
        {sayType(entry.type)} <span className={styles.kind}>{t(`audit.kind.${entry.kind}`)}</span>
      </h3>
      {!entry.isKnown && <p className={styles.more}>{t('audit.unknown')}</p>}
      {entry.changes.length > 0 && (
        <table className={styles.changes}>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{t('audit.what')}</th>
              {!isNew && <th scope="col">{t('audit.old')}</th>}
              <th scope="col">{t('audit.new')}</th>
            </tr>
          </thead>
          <tbody>
            {entry.changes.map(({ field, from, to }) => (
              <tr key={field}>
                <th scope="row">{readableField(field)}</th>
                {!isNew && <td data-old>{sayValue(from)}</td>}
                <td>{sayValue(to)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {entry.reason !== '' && <p>{t('audit.why', { reason: entry.reason })}</p>}
      <footer className={styles.foot}>
        <span className={styles.more}>
          {t('audit.record')} <CodeText>{entry.hash.slice(0, 12)}</CodeText>
        </span>
        {signatures.length > 0 && (
          <SignatureMarks signatures={signatures.map((each) => ({ ...each, isCurrent: each.counts }))} />
        )}
        <SignEntry entry={entry} />
      </footer>
    </article>
  );
});
