import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { showValue } from '../../../../shared/instruments/analytes.ts';
import { codeOfTest } from '../../../../shared/instruments/knowledge.ts';
import type { Signal } from '../../../../shared/instruments/signals.ts';
import type { MessageDetail } from '../../../../shared/modules/messages/contract.ts';
import type { Settings } from '../../../../shared/modules/system/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { readableTest } from '../../../i18n/readable-test.ts';
import { CodeText } from '../../../ui/code-text.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';

type ValueSignal = Extract<Signal, { rawValue: string }>;

/** Longer than any number an analyzer sends. */
const LONG_VALUE = 16;

const hasValue = (signal: Signal): signal is ValueSignal => 'rawValue' in signal;

/** Meanings that say something of the value itself; a patient's high or low is plain words, colour is for state. */
const toneOfMeaning: Readonly<Record<string, Tone>> = {
  critical: 'attention',
  'low-reliability': 'attention',
  'over-range': 'attention',
  'under-range': 'attention',
  suspect: 'attention',
  unstable: 'attention',
  'no-result': 'unknown',
};

/** The values of a message as sent, or in the units the bench is set to where the catalogue knows how. */
export function MessageValues({ message: { signals, terms, testComponent } }: { readonly message: MessageDetail }) {
  const { t } = useTranslation('messages');
  const units = useQuery(useApi().system.settings.queryOptions()).data?.units ?? 'as-sent';
  // The name of a picture is no value; a column of such would squeeze the numbers.
  const values = signals.filter(hasValue).filter(({ meaning }) => meaning !== 'image');
  const pictures = signals.filter(hasValue).filter(({ meaning }) => meaning === 'image');
  const rows = values.map((signal, index) => ({ signal, index, ...shownIn(units, signal) }));
  const isConverted = rows.some((row) => row.isConverted);
  return (
    <>
      <DataTable
        caption={t('detail.results')}
        rows={rows}
        rowKey={({ index }) => String(index)}
        empty={<p>{t('detail.empty')}</p>}
        columns={[
          {
            key: 'test',
            title: t('detail.columns.test'),
            kind: 'code',
            cell: ({ signal }) => <span title={signal.test}>{readableTest(signal.test)}</span>,
          },
          {
            key: 'value',
            title: t('detail.columns.value'),
            kind: 'number',
            // Words and other long answers break where they must; a number never does.
            cell: ({ value }) => (value.length > LONG_VALUE ? <CodeText>{value}</CodeText> : value),
          },
          { key: 'unit', title: t('detail.columns.unit'), cell: ({ unit }) => unit },
          {
            key: 'flags',
            title: t('detail.columns.flags'),
            cell: ({ signal }) => (
              <Flags
                of={signal}
                term={terms.find(
                  ({ kind, code }) => kind !== 'item' && code === codeOfTest(signal.test, testComponent),
                )}
              />
            ),
          },
        ]}
      />
      {isConverted && <p>{t(`detail.shownIn.${units as 'si'}`)}</p>}
      {pictures.length > 0 && (
        <section>
          <h3>{t('detail.pictures')}</h3>
          <ul>
            {pictures.map(({ test, rawValue }) => (
              <li key={test}>
                <CodeText>
                  {readableTest(test)} {rawValue}
                </CodeText>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface FlagsProps {
  readonly of: ValueSignal;
  /** What the message is called that the test stands for. */
  readonly term: MessageDetail['terms'][number] | undefined;
}

/** What the flags mean, in words, with the flags as sent behind; of a message that is set, what it says. */
function Flags({ of: { meaning, flags }, term }: FlagsProps) {
  const { t } = useTranslation('messages');
  const words = t(`meaning.${meaning as 'normal'}`, { defaultValue: meaning });
  const marked = flags.length === 0 ? words : `${words} (${flags.join(' ')})`;
  const text = term === undefined || meaning === 'not-flagged' ? marked : `${marked}: ${term.means}`;
  const tone = toneOfMeaning[meaning];
  return tone === undefined ? text : <StateMark tone={tone}>{text}</StateMark>;
}

/** A value in the chosen units; as sent where it is no number, or nobody told us how to convert it. */
function shownIn(
  units: Settings['units'],
  { analyte, value, rawValue, unit }: ValueSignal,
): { readonly value: string; readonly unit: string; readonly isConverted: boolean } {
  const shown = units === 'as-sent' || analyte === null || value === null ? null : showValue(analyte, value, unit);
  if (units === 'as-sent' || shown === null) {
    return { value: rawValue, unit, isConverted: false };
  }
  return { ...shown[units], isConverted: true };
}
