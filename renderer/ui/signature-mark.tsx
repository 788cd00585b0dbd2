import { useTranslation } from 'react-i18next';
import { formatSigned } from '../i18n/signed-time.ts';
import { Icon } from './icons.tsx';
import styles from './signature-mark.module.css';

export interface ShownSignature {
  readonly printedName: string;
  readonly meaning: 'performed' | 'reviewed' | 'approved' | 'verified';
  /** ISO with the offset of the place where it was signed. */
  readonly at: string;
  /** False where the record was amended afterwards: the signature stays in view and counts for the earlier text only. */
  readonly isCurrent?: boolean;
}

/** "signed by Ana Petrova, performed, 22 Nov 2026 14:05 +02:00": the same on every record (design.md, Signing). */
export function SignatureMark({ signature }: { readonly signature: ShownSignature }) {
  const { t } = useTranslation('ui');
  const isCurrent = signature.isCurrent ?? true;
  return (
    <span className={styles.mark} data-current={isCurrent}>
      <Icon name="signed" />
      <span>
        {t('signature.by', {
          name: signature.printedName,
          meaning: t(`signature.meaning.${signature.meaning}`),
          at: formatSigned(signature.at),
        })}
        {!isCurrent && <span className={styles.old}> {t('signature.earlier')}</span>}
      </span>
    </span>
  );
}

/** All signatures on a record, newest last; says so where there is none. */
export function SignatureMarks({ signatures }: { readonly signatures: readonly ShownSignature[] }) {
  const { t } = useTranslation('ui');
  if (signatures.length === 0) {
    return <span className={styles.none}>{t('signature.none')}</span>;
  }
  return (
    <ul className={styles.list}>
      {signatures.map((signature) => (
        <li key={`${signature.printedName} ${signature.at} ${signature.meaning}`}>
          <SignatureMark signature={signature} />
        </li>
      ))}
    </ul>
  );
}
