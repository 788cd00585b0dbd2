import { useTranslation } from 'react-i18next';
import type { BookEntry } from '../../../../shared/modules/errors/contract.ts';
import { CodeText } from '../../../ui/code-text.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from './book-search.module.css';
import { toneOfSeverity } from './severity-tone.ts';

interface BookEntryViewProps {
  readonly entry: BookEntry;
  /** Without the heading of the first checks, for a list of several entries. */
  readonly isShort?: boolean;
  /** Without its first line, where the screen says it already. */
  readonly isUnderTitle?: boolean;
  /** With the model it belongs to, in a list over all books. */
  readonly isNamed?: boolean;
}

/** What the code book says: meaning, whether results are affected, first checks, and where it is from. */
export function BookEntryView({ entry, isShort = false, isUnderTitle = false, isNamed = false }: BookEntryViewProps) {
  const { t } = useTranslation('errors');
  return (
    <div className={styles.entry}>
      {isNamed && (
        <p className={styles.source}>{entry.definitionKey === 'general' ? t('list.generalTrouble') : entry.model}</p>
      )}
      {!isUnderTitle && (
        <>
          <StateMark tone={toneOfSeverity[entry.severity]}>
            <CodeText>{entry.code}</CodeText> {entry.title}
          </StateMark>
          <p>{t(`affects.${entry.affectsResults}`)}.</p>
        </>
      )}
      <p>{entry.meaning}</p>
      {!isShort && entry.firstChecks.length > 0 && <h3>{t('error.checks')}</h3>}
      <ol className={styles.checks}>
        {entry.firstChecks.map((check) => (
          <li key={check}>{check}</li>
        ))}
      </ol>
      <p className={styles.source}>
        {t('error.source', { source: entry.source })} ({t(`error.confidence.${entry.confidence}`)})
      </p>
    </div>
  );
}
