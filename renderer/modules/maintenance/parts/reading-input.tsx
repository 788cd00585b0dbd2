import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldEntry, TaskField } from '../../../../shared/modules/maintenance/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatInstant } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from './field-input.module.css';

interface ReadingInputProps {
  readonly instrumentId: string;
  readonly field: TaskField;
  readonly entry: FieldEntry;
  readonly onChange: (entry: FieldEntry) => void;
}

/** Takes a value that came down the line, with where it came from; nothing is retyped (finding CC17). */
export function ReadingInput({ instrumentId, field, entry, onChange }: ReadingInputProps) {
  const { t } = useTranslation('sheet');
  const [isOpen, setIsOpen] = useState(false);
  const source = field.wire ?? { kind: 'result' as const, test: '' };
  const readings = useQuery({
    ...useApi().maintenance.sheets.wireReadings.queryOptions({
      input: { instrumentId, source, limit: 10 },
      meta: { topics: ['messages'] },
    }),
    enabled: isOpen,
  });
  return (
    <>
      {entry.reading !== null && (
        <span className={styles.limits} role="status">
          {t('readingTaken', { at: formatInstant(entry.reading.at, 'minutes') })}
        </span>
      )}
      <Button icon="plug" aria-expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
        {t('reading')}
      </Button>
      {isOpen && (
        <Loaded query={readings}>
          {(rows) =>
            rows.length === 0 ? (
              <p>{t('readingNone')}</p>
            ) : (
              <ul className={styles.readings}>
                {rows.map((reading) => (
                  <li key={`${reading.messageId} ${reading.test} ${reading.at}`}>
                    <Button
                      onPress={() => {
                        onChange({ ...entry, value: reading.rawValue, reading });
                        setIsOpen(false);
                      }}
                    >
                      {`${reading.test}  ${reading.rawValue} ${reading.unit}  ${formatInstant(reading.at, 'minutes')}`}
                    </Button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
    </>
  );
}
