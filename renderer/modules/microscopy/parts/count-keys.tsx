import { Button as AriaButton } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { percentOf, showPercent, type Tally } from '../../../../shared/modules/microscopy/rules-tally.ts';
import type { CellClass } from '../../../../shared/modules/microscopy/terms.ts';
import styles from './microscopy.module.css';

interface CountKeysProps {
  readonly classes: readonly CellClass[];
  readonly tally: Tally;
  readonly onPress: (index: number) => void;
}

/** One large key for each class: what it is, which key counts it, and how many there are. */
export function CountKeys({ classes, tally, onPress }: CountKeysProps) {
  const { t } = useTranslation('microscopy');
  return (
    <fieldset className={styles.keys} aria-label={t('count.classesLabel')}>
      {classes.map(({ key, name, short, isCounted, keys }, index) => {
        const cells = tally.rows[index]?.count ?? 0;
        const percent = t('count.percent', { percent: showPercent(percentOf(cells, tally.counted)) });
        return (
          <AriaButton
            key={key}
            className={styles.key ?? ''}
            onPress={() => onPress(index)}
            data-beside={isCounted ? undefined : ''}
            data-last={tally.last === key ? '' : undefined}
          >
            <span className="visually-hidden">
              {`${name}: ${cells}, ${keys.length === 0 ? t('count.noKey') : t('count.key', { keys: keys.join(', ') })}`}
            </span>
            <span className={styles.short} aria-hidden="true">
              {short}
            </span>
            <span className={styles.letters} aria-hidden="true">
              {keys.join(' ')}
            </span>
            <span className={styles.cells} aria-hidden="true">
              {cells}
            </span>
            <span className={styles.percent} aria-hidden="true">
              {percent}
            </span>
          </AriaButton>
        );
      })}
    </fieldset>
  );
}
